/** A half-open range of a document's text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement of text; edits of one document never overlap. Offsets are UTF-16. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A text as the engine sees it. `path` is relative to the workspace folder, with `/`. */
export interface Document {
  readonly path: string;
  readonly languageId: LanguageId;
  readonly text: string;
}

export type LanguageId = 'typescript' | 'typescriptreact' | 'javascript' | 'javascriptreact' | 'python' | 'sql' | 'json' | 'jsonc' | 'other';

/**
 * Maps an offset inside an extracted text (a string's value, a SQL statement) to one of its document. Between two pieces one offset stands for two places:
 * `end` asks for the end of what comes before it, else for the beginning of what comes after.
 */
export type OffsetMap = (offset: number, side?: 'start' | 'end') => number;

export const shiftBy = (delta: number): OffsetMap => (offset) => offset + delta;

/** A text put together from pieces need not have them in the document's order: what spans several reaches from the first of them to the last. */
export function mapSpan(span: Span, map: OffsetMap): Span {
  const [start, end] = [map(span.start), map(span.end, 'end')];
  return start <= end ? { start, end } : { start: end, end: start };
}

/** A span as a key of maps. */
export const spanKey = (span: Span): string => `${span.start}:${span.end}`;

export const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;
