import type { Span } from '../text/span.ts';
import type { Lexed } from './comments.ts';

/** No statement that people write is longer, in lines. */
const LONGEST = 300;
const STATEMENT = /(?:select|with|insert|update|delete|merge|replace|create|alter|drop|truncate|refresh|explain)\b/iy;

/**
 * Where the statement ends that begins at `start`, for a comment that stands above it: as long as brackets are open or a line asks to be gone on with. A block of code that it
 * holds, such as a callback's body, is no part of it, since an ignore speaks of one statement. Of SQL it is the whole statement where `start` is its beginning, else the line.
 */
export function statementEnd(text: string, start: number, { within, isSql, lexed, backslash }: { readonly within: Span | null; readonly isSql: boolean; readonly lexed: Lexed; readonly backslash: boolean }): number {
  const limit = limitOf(text, start);
  if (within !== null || isSql) return sqlEnd(text, start, Math.min(limit, within?.end ?? limit), lexed);
  return codeEnd(text, start, limit, lexed, backslash);
}

function limitOf(text: string, start: number): number {
  let at = start;
  for (let lines = 0; lines < LONGEST; lines++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at;
}

const lineEnd = (text: string, at: number): number => { const end = text.indexOf('\n', at); return end < 0 ? text.length : end; };

function sqlEnd(text: string, start: number, limit: number, lexed: Lexed): number {
  STATEMENT.lastIndex = start;
  if (!STATEMENT.test(text)) return Math.min(lineEnd(text, start), limit);
  const passed = passing(lexed);
  for (let at = start; at < limit; at++) {
    at = passed(at, start);
    if (text[at] === ';') return at;
  }
  return limit;
}

function codeEnd(text: string, start: number, limit: number, lexed: Lexed, backslash: boolean): number {
  const passed = passing(lexed);
  let depth = 0;
  let code = '';
  for (let at = start; at < limit; at++) {
    const after = passed(at, -1);
    if (after > at) { code = `${code}"`; at = after - 1; continue; }
    const char = text[at] ?? '';
    if (char === '\n' && depth <= 0 && !(backslash ? /\\\s*$/ : GOES_ON).test(code)) return at;
    if (char === '{' && !backslash && OPENS_BLOCK.test(code)) return at;
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char) && --depth < 0) return at;
    code = (code + char).slice(-40);
  }
  return limit;
}

/** A line of TypeScript that ends so has its end further down. */
const GOES_ON = /(?:[=,+*/%&|?:<>(.-]|\b(?:await|return|new|typeof|extends))\s*$/;
/** Before a brace that opens a body, not an object. */
const OPENS_BLOCK = /(?:\)|=>|\b(?!return\b|default\b|yield\b|await\b|case\b|in\b|of\b)\w+)\s*$/;

const known = new WeakMap<Lexed, ReadonlyMap<number, number>>();

/** Jumps over comments and strings that begin at a place; those that `from` is itself in are not jumped over. */
function passing(lexed: Lexed): (at: number, from: number) => number {
  const ends = known.get(lexed) ?? new Map([...lexed.strings, ...lexed.comments.map(({ span }) => span)].map(({ start, end }) => [start, end]));
  known.set(lexed, ends);
  return (at, from) => (at === from ? at : (ends.get(at) ?? at));
}
