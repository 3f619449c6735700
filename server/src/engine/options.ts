import type { Adapter } from '../adapters/adapter.ts';
import type { Outline } from '../lang/outline.ts';
import type { Region } from '../lang/regions.ts';
import type { SqlParsers } from '../sql/read.ts';
import type { Document } from '../text/span.ts';

/** Everything the engine needs from outside; all of it can be had without I/O but `readText`, which tests give from memory. */
export interface EngineOptions {
  /** `open`: the document is being typed in, so the next reading of it will be much like this one. */
  readonly outline: (document: Document, state: 'open' | 'closed') => Outline;
  /** The top-level statements of an open document, so that an edit in one need not cost a reading of all. Null where they cannot be told. */
  readonly regions?: (document: Document) => readonly Region[] | null;
  /** From how long a text on it is read in parts, in UTF-16 units; tests read short ones so. */
  readonly partsFrom?: number;
  /** An open document was closed: what was kept for its next reading can go. */
  readonly forget?: (path: string) => void;
  readonly sql: SqlParsers;
  readonly adapters: readonly Adapter[];
  /** The text on disk, or null. Asked for only when a file must be read again (a dialect changed, a fix is made). */
  readonly readText: (path: string) => string | null;
  readonly now: () => Date;
  /** A configuration that lies above the workspace folder, found by walking up. */
  readonly outerConfig?: { readonly path: string; readonly text: string } | null;
  /** The workspace folder as an absolute path with `/`, and files above it, which configurations may extend. */
  readonly above?: { readonly root: string; readonly read: (path: string) => string | null };
  /** Told of a crash that was isolated: which part, where. */
  readonly report?: (message: string) => void;
}
