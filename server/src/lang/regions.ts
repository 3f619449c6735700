import type { Document, Span } from '../text/span.ts';
import { pythonRegions } from './python/regions.ts';
import type { Syntax } from './syntax.ts';
import { scriptRegions } from './typescript/regions.ts';

/**
 * One statement at a file's top level, with the blanks and comments around it: regions lie end to end. `closed` is a function or a class: nothing of
 * its inside is seen by others but through its name.
 */
export interface Region { readonly span: Span; readonly closed: boolean; readonly names: readonly string[]; readonly python?: PythonRegion }

/** What of a region in Python the reading of others can rest on. */
export interface PythonRegion {
  /** Decorators, name and bases or parameters; what is left of it when its inside does not matter. Empty where it is not closed. */
  readonly header: string;
  /** Names that its code speaks of: not in texts (but for what is pasted into them) and comments. */
  readonly words: ReadonlySet<string>;
  /** Names behind a dot. */
  readonly attrs: ReadonlySet<string>;
  /** Names of a class's bases. */
  readonly bases: ReadonlySet<string>;
  /** What it has inside that others could look at: methods and constants of a class that is a model, all that it has otherwise. Null for a function. */
  readonly contents: ReadonlySet<string> | 'all';
}

/** The top-level statements of an open document. Null where nothing is certain of its parts, and for other languages. */
export const topLevelRegions = (document: Document, syntax: Syntax): readonly Region[] | null =>
  document.languageId === 'python' ? pythonRegions(document.text) : scriptRegions(document, syntax);
