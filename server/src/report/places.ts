import type { Snapshot } from '../engine/api.ts';
import { isInside } from '../text/path.ts';
import { type LineIndex, lineIndex, type Position, positionAt } from '../text/lines.ts';
import type { Span } from '../text/span.ts';

/** What of the folder that was read is reported, and what file names are told relative to: paths relative to that folder, `''` for itself. */
export interface Scope {
  readonly scopes: readonly string[];
  readonly base: string;
  /** Of the repository's top to the folder that was read; `''` or left out where that is the top, or there is no repository. */
  readonly prefix?: string;
}

/** Turns paths and offsets of the engine into what is printed. */
export interface Places {
  /** Relative to the folder that was checked. */
  readonly file: (path: string) => string;
  /** Relative to the repository's top, as services that show it want to be told. */
  readonly fromTop: (path: string) => string;
  readonly range: (path: string, span: Span) => { readonly start: Position; readonly end: Position };
  readonly line: (path: string, number: number) => string;
  readonly inScope: (path: string) => boolean;
}

export function placesOf(snapshot: Snapshot, { scopes, base, prefix = '' }: Scope): Places {
  const known = new Map<string, { readonly text: string; readonly index: LineIndex }>();
  const textOf = (path: string) => {
    const text = known.get(path) ?? indexed(snapshot.text(path) ?? '');
    known.set(path, text);
    return text;
  };
  return {
    file: (path) => relativeTo(base, path),
    fromTop: (path) => (prefix === '' ? path : `${prefix}/${path}`),
    range: (path, span) => { const { index } = textOf(path); return { start: positionAt(index, span.start), end: positionAt(index, span.end) }; },
    line: (path, number) => { const { text, index } = textOf(path); return text.slice(index.starts[number] ?? text.length, (index.starts[number + 1] ?? text.length + 1) - 1).replace(/\r$/, ''); },
    inScope: (path) => scopes.some((scope) => isInside(path, scope)),
  };
}

const indexed = (text: string): { text: string; index: LineIndex } => ({ text, index: lineIndex(text) });

function relativeTo(base: string, path: string): string {
  if (base === '' || isInside(path, base)) return base === '' ? path : path.slice(base.length + 1);
  return '../'.repeat(base.split('/').length) + path;
}
