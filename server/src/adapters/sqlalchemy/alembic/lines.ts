import type { Span } from '../../../text/span.ts';

/** A statement of Python as written, over as many lines as its brackets and strings take. `colon`: where a compound statement's head ends, for those that have one. */
export interface LogicalLine { readonly indent: number; readonly span: Span; readonly colon: number | null }

/** The statements of a part of a text, with their indentation. Comments and empty lines are none. Linear in the text. */
export function logicalLines(text: string, part: Span): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  for (let at = part.start; at < part.end;) {
    const indent = /^[ \t]*/.exec(text.slice(at, Math.min(at + 400, part.end)))?.[0] ?? '';
    const start = at + indent.length;
    const end = endOfStatement(text, start, part.end);
    if (end.at > start) lines.push({ indent: indent.replaceAll('\t', '        ').length, span: { start, end: end.at }, colon: end.colon });
    at = Math.max(end.next, at + 1);
  }
  return lines;
}

interface End { readonly at: number; readonly colon: number | null; readonly next: number }

/** Where a statement ends: with its line, outside all brackets and strings. */
function endOfStatement(text: string, start: number, limit: number): End {
  let [depth, colon] = [0, -1];
  for (let i = start; i < limit; i++) {
    const char = text.charAt(i);
    if (char === '#') i = endOfLine(text, i, limit) - 1;
    else if (char === '"' || char === "'") i = behindString(text, i, limit) - 1;
    else if (char === '\\') i++;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
    else if (char === ':' && depth === 0 && colon < 0 && text.charAt(i + 1) !== '=') colon = i;
    else if (char === '\n' && depth === 0) return finish(text, start, i, colon, i + 1);
  }
  return finish(text, start, limit, colon, limit);
}

function finish(text: string, start: number, end: number, colon: number, next: number): End {
  const written = text.slice(start, end);
  const isComment = written.startsWith('#');
  return { at: isComment ? start : start + written.trimEnd().length, colon: colon < 0 ? null : colon, next };
}

const endOfLine = (text: string, at: number, limit: number): number => { const end = text.indexOf('\n', at); return end < 0 ? limit : Math.min(end, limit); };

/** Behind the string that begins here; one that is not closed ends with its line, or with the text where it has three quotes. */
function behindString(text: string, at: number, limit: number): number {
  const quote = text.charAt(at);
  const triple = text.startsWith(quote.repeat(3), at);
  for (let i = at + (triple ? 3 : 1); i < limit; i++) {
    const char = text.charAt(i);
    if (char === '\\') i++;
    else if (char === '\n' && !triple) return i;
    else if (char === quote && (!triple || text.startsWith(quote.repeat(3), i))) return i + (triple ? 3 : 1);
  }
  return limit;
}
