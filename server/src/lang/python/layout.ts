import type { Span } from '../../text/span.ts';

/**
 * A part of a file by its layout alone: a function or class at the left edge with its decorators, or all that stands between two of them. Parts lie end to end. A broken
 * statement cannot hide the classes below it that way, as it can from a parser.
 */
export interface Part { readonly span: Span; readonly kind: 'class' | 'function' | 'other'; /** The name that it defines; empty where there is none yet. */ readonly name: string; /** Where the body begins; null where no colon ends the header. */ readonly body: number | null }

const TEXTS = /#[^\n]*|"""(?:\\[\s\S]|(?!""")[\s\S])*(?:"""|$)|'''(?:\\[\s\S]|(?!''')[\s\S])*(?:'''|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g;

/** The text with comments and everything inside literals blanked out; quotes and line ends stay. */
export const codeOf = (text: string): string => text.replace(TEXTS, (found) => (found.startsWith('#') ? ' '.repeat(found.length) : found.replace(/[^\r\n'"]/g, ' ')));

const EDGE = /^(?:(@)|(?:async[ \t]+)?(class|def)\b[ \t]*([A-Za-z_]\w*)?|[^\s)\]}])/gm;

/** The parts of a file. `code` is what `codeOf` gives for it. */
export function partsOf(code: string): readonly Part[] {
  const parts: Part[] = [];
  let decorated: number | null = null;
  const add = (part: Omit<Part, 'span'>, start: number): void => {
    const last = parts.at(-1);
    if (last !== undefined) parts[parts.length - 1] = { ...last, span: { start: last.span.start, end: start } };
    parts.push({ ...part, span: { start, end: code.length } });
  };
  for (const { 0: found, 1: at, 2: word, 3: name = '', index } of code.matchAll(EDGE)) {
    if (at !== undefined) { decorated ??= index; continue; }
    if (word !== undefined) add({ kind: word === 'class' ? 'class' : 'function', name, body: bodyAt(code, index + found.length) }, decorated ?? index);
    else if (parts.at(-1)?.kind !== 'other' || decorated !== null) add({ kind: 'other', name: '', body: null }, decorated ?? index);
    decorated = null;
  }
  const [first] = parts;
  if (first !== undefined) parts[0] = { ...first, span: { start: 0, end: first.span.end } };
  return parts.length === 0 ? [{ kind: 'other', name: '', body: null, span: { start: 0, end: code.length } }] : parts;
}

/** Behind the first colon outside of brackets, at the first thing that stands there. */
function bodyAt(code: string, from: number): number | null {
  let depth = 0;
  const signs = /[()[\]{}:]|\n(?=[^\s)\]}])/g;
  signs.lastIndex = from;
  for (let found = signs.exec(code); found !== null; found = signs.exec(code)) {
    if (found[0] === '\n') return null;
    if (found[0] === ':' && depth === 0) { const body = /\S/g; body.lastIndex = found.index + 1; return body.exec(code)?.index ?? null; }
    depth += found[0] === ':' ? 0 : '([{'.includes(found[0]) ? 1 : -1;
  }
  return null;
}
