import type { ModelFact, SchemaStatement } from '../facts/schema.ts';
import type { Outline } from '../lang/outline.ts';
import type { Document } from '../text/span.ts';

/** One file as the engine reads it. `outline` is null for files of no host language. */
export interface SourceFile {
  readonly document: Document;
  readonly outline: Outline | null;
  readonly models: readonly ModelFact[];
  /** DDL of the file, or in its strings. */
  readonly statements: readonly SchemaStatement[];
}

/** Reads a text as the file at a path, so that a second index can be written into a file that a first one has changed. Null for a file that is not read at all. */
export interface Sources { readonly read: (path: string, text: string) => SourceFile | null }
