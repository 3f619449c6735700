import type { LanguageId } from '../text/span.ts';

/** The tree-sitter parsers, loaded in host/ (wasm is I/O) and handed in. */
export interface Syntax {
  /** Null when there is no grammar for the language. `key` names an open document: its tree is kept, and the next parse under that key is incremental. */
  parse(languageId: LanguageId, text: string, key?: string): ParsedTree | null;
  /** Lets go of the tree kept under `key`. */
  forget(key: string): void;
}

/** A parsed text in wasm memory. Whoever asked for it deletes it. Offsets are UTF-16. */
export interface ParsedTree {
  /** Name of each node type by its id; an id beyond the end is an error node. */
  readonly kinds: readonly string[];
  /** Name of each field by its id; 0 is no field. */
  readonly fields: readonly (string | null)[];
  /** Whether types of that id are named (rules) rather than punctuation and keywords. */
  readonly named: readonly boolean[];
  readonly hasError: boolean;
  walk(): TreeWalk;
  delete(): void;
}

/** The part of tree-sitter's cursor that is used. Until it is deleted nothing else may be asked of the parsers. */
export interface TreeWalk {
  readonly nodeTypeId: number;
  readonly currentFieldId: number;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly nodeIsMissing: boolean;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}
