import { type Comments, indentAt, indentUnit, lineEnd, lineStart, newlineOf, nextLine, onlyComment, skipSpace, startsLine } from './layout.ts';
import type { Span, TextEdit } from './span.ts';

/** A literal or a call's arguments, with the brackets, and the spans of what is in it. */
export interface List { readonly span: Span; readonly items: readonly Span[] }

/** How lists are laid out: how comments are written, the width that a line may have, one step of indentation where it is known. */
export interface ListStyle { readonly comments: Comments; readonly widest: number; readonly unit?: string }

const SCRIPT: ListStyle = { comments: '//', widest: 100 };

const at = (offset: number, newText: string): TextEdit => ({ span: { start: offset, end: offset }, newText });

/** Adds an item at the end of a list, laid out as the others are; trailing commas and comments stay where they belong. */
export const append = (text: string, list: List, item: string, style = SCRIPT): readonly TextEdit[] => insert(text, list, { item, before: list.items.length }, style);

/** Adds an item before the one at an index. */
export function insert(text: string, list: List, { item, before }: { readonly item: string; readonly before: number }, style = SCRIPT): readonly TextEdit[] {
  const [previous, next] = [list.items[before - 1], list.items[before]];
  if (list.items.length === 0) return [intoEmpty(text, list, item, style)];
  if (previous === undefined) return tooWide(text, list, item, style) ? spread(text, list, { item, before }, style) : [beforeFirst(text, list, item)];
  const close = list.span.end - 1;
  const after = skipSpace(text, previous.end, close, style.comments);
  const comma = text[after] === ',' ? after + 1 : null;
  if (startsLine(text, previous.start)) return onOwnLine(text, previous, comma, item, style);
  if (tooWide(text, list, item, style)) return spread(text, list, { item, before }, style);
  if (next !== undefined) return [at(next.start, `${item}, `)];
  return [comma === null ? at(previous.end, `, ${item}`) : at(comma, ` ${item},`)];
}

const unitOf = (text: string, { unit }: ListStyle): string => unit ?? indentUnit(text);

function intoEmpty(text: string, list: List, item: string, style: ListStyle): TextEdit {
  const inner = { start: list.span.start + 1, end: list.span.end - 1 };
  const newline = newlineOf(text);
  const indent = indentAt(text, list.span.start);
  const line = newline + indent + unitOf(text, style) + item + ',';
  return text.slice(inner.start, inner.end).trim() === '' ? { span: inner, newText: line + newline + indent } : at(inner.start, line);
}

function beforeFirst(text: string, list: List, item: string): TextEdit {
  const first = list.items[0]?.start ?? list.span.start + 1;
  return at(first, startsLine(text, first) ? `${item},${newlineOf(text)}${indentAt(text, first)}` : `${item}, `);
}

function onOwnLine(text: string, previous: Span, comma: number | null, item: string, style: ListStyle): readonly TextEdit[] {
  const line = newlineOf(text) + indentAt(text, previous.start) + item;
  const from = comma ?? previous.end;
  // A comment behind the item before stays behind it.
  const after = onlyComment(text, from, style.comments) ? lineEnd(text, from) : from;
  if (comma !== null) return [at(after, `${line},`)];
  return after === from ? [at(from, `,${line}`)] : [at(previous.end, ','), at(after, line)];
}

function tooWide(text: string, list: List, item: string, { widest }: ListStyle): boolean {
  const between = [list.span.start + 1, ...list.items.map((span) => span.end)].map((from, i) => text.slice(from, list.items[i]?.start ?? list.span.end - 1));
  if (!between.every((gap) => /^[\s,]*$/.test(gap) && !gap.includes('\n'))) return false;
  return lineEnd(text, list.span.end) - lineStart(text, list.span.start) + item.length + 2 > widest;
}

/** One line becomes one line an item. */
function spread(text: string, list: List, { item, before }: { readonly item: string; readonly before: number }, style: ListStyle): readonly TextEdit[] {
  const newline = newlineOf(text);
  const outer = indentAt(text, list.span.start);
  const inner = newline + outer + unitOf(text, style);
  const starts = [list.span.start + 1, ...list.items.slice(0, -1).map((span) => span.end)];
  const edits = list.items.map((span, i): TextEdit => ({ span: { start: starts[i] ?? span.start, end: span.start }, newText: (i === 0 ? '' : ',') + inner + (i === before ? `${item},${inner}` : '') }));
  const last = list.items.at(-1)?.end ?? list.span.start + 1;
  const added = before === list.items.length ? inner + item + ',' : '';
  return [...edits, { span: { start: last, end: list.span.end - 1 }, newText: `,${added}${newline}${outer}` }];
}

/** Takes one item out of a list, with its comma, and with its lines where it stands on lines of its own. */
export function removeItem(text: string, list: List, index: number, style = SCRIPT): TextEdit {
  const item = list.items[index] ?? list.span;
  const close = list.span.end - 1;
  const next = skipSpace(text, item.end, close, style.comments);
  const comma = text[next] === ',' ? next + 1 : null;
  if (startsLine(text, item.start)) return ownLines(text, { start: item.start, end: comma ?? item.end }, style);
  if (comma !== null) return { span: { start: item.start, end: Math.min(comma + spaces(text, comma), close) }, newText: '' };
  const before = list.items[index - 1];
  return { span: { start: before?.end ?? item.start, end: item.end }, newText: '' };
}

const spaces = (text: string, from: number): number => /^[ \t]*/.exec(text.slice(from, from + 80))?.[0].length ?? 0;

/** Whole lines, and a comment behind the item; the closing bracket stays where other items stood before it on its line. */
function ownLines(text: string, { start, end }: Span, { comments }: ListStyle): TextEdit {
  if (!onlyComment(text, end, comments)) return { span: { start, end: end + spaces(text, end) }, newText: '' };
  return { span: { start: lineStart(text, start), end: nextLine(text, end) }, newText: '' };
}
