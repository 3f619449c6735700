import type { TextEdit } from '../../../text/span.ts';
import type { List } from './list.ts';
import { lineEnd, lineStart, newlineOf, skipSpace, startsLine } from './style.ts';

/** Takes one item out of an array or object literal, with its comma, and with its lines where it stands on lines of its own. */
export function removeItem(text: string, list: List, at: number): TextEdit {
  const item = list.items[at] ?? list.span;
  const close = list.span.end - 1;
  const next = skipSpace(text, item.end, close);
  const comma = text[next] === ',' ? next + 1 : null;
  if (startsLine(text, item.start)) return ownLines(text, item.start, comma ?? item.end);
  if (comma !== null) return { span: { start: item.start, end: Math.min(comma + spaces(text, comma), close) }, newText: '' };
  const before = list.items[at - 1];
  return { span: { start: before?.end ?? item.start, end: item.end }, newText: '' };
}

const spaces = (text: string, from: number): number => /^[ \t]*/.exec(text.slice(from, from + 80))?.[0].length ?? 0;

/** Whole lines, and a comment behind the item; the closing bracket stays where other items stood before it on its line. */
function ownLines(text: string, start: number, end: number): TextEdit {
  const rest = text.slice(end, lineEnd(text, end));
  const isAlone = /^[ \t]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?$/.test(rest);
  if (!isAlone) return { span: { start, end: end + spaces(text, end) }, newText: '' };
  return { span: { start: lineStart(text, start), end: Math.min(text.length, lineEnd(text, end) + newlineOf(text).length) }, newText: '' };
}
