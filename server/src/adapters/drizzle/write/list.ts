import type { Span, TextEdit } from '../../../text/span.ts';
import { indentAt, indentUnit, lineEnd, newlineOf, skipSpace, startsLine } from './style.ts';

/** A literal with brackets, and the spans of what is in it. */
export interface List { readonly span: Span; readonly items: readonly Span[] }

const at = (offset: number, newText: string): TextEdit => ({ span: { start: offset, end: offset }, newText });

const WIDEST = 100;

/** Adds an item at the end of an array or object literal, laid out as the others are; trailing commas and comments stay where they belong. */
export function append(text: string, list: List, item: string): readonly TextEdit[] {
  const last = list.items.at(-1);
  if (last === undefined) return [intoEmpty(text, list, item)];
  const close = list.span.end - 1;
  const next = skipSpace(text, last.end, close);
  const comma = text[next] === ',' ? next + 1 : null;
  if (startsLine(text, last.start)) return onOwnLine(text, last, comma, item);
  return tooWide(text, list, item) ? spread(text, list, item) : [comma === null ? at(last.end, `, ${item}`) : at(comma, ` ${item},`)];
}

function intoEmpty(text: string, list: List, item: string): TextEdit {
  const inner = { start: list.span.start + 1, end: list.span.end - 1 };
  const newline = newlineOf(text);
  const indent = indentAt(text, list.span.start);
  const line = newline + indent + indentUnit(text) + item + ',';
  return text.slice(inner.start, inner.end).trim() === '' ? { span: inner, newText: line + newline + indent } : at(inner.start, line);
}

function onOwnLine(text: string, last: Span, comma: number | null, item: string): readonly TextEdit[] {
  const line = newlineOf(text) + indentAt(text, last.start) + item;
  const from = comma ?? last.end;
  // A comment behind the last item stays behind it.
  const rest = text.slice(from, lineEnd(text, from));
  const after = /^[ \t]*(?:\/\/.*|\/\*.*\*\/[ \t]*)$/.test(rest) ? lineEnd(text, from) : from;
  if (comma !== null) return [at(after, `${line},`)];
  return after === from ? [at(from, `,${line}`)] : [at(last.end, ','), at(after, line)];
}

function tooWide(text: string, list: List, item: string): boolean {
  const between = [list.span.start + 1, ...list.items.map((span) => span.end)].map((from, i) => text.slice(from, list.items[i]?.start ?? list.span.end - 1));
  if (!between.every((gap) => /^[\s,]*$/.test(gap) && !gap.includes('\n'))) return false;
  return lineEnd(text, list.span.end) - (text.lastIndexOf('\n', list.span.start) + 1) + item.length + 2 > WIDEST;
}

/** One line becomes one line an item. */
function spread(text: string, list: List, item: string): readonly TextEdit[] {
  const newline = newlineOf(text);
  const outer = indentAt(text, list.span.start);
  const inner = newline + outer + indentUnit(text);
  const starts = [list.span.start + 1, ...list.items.slice(0, -1).map((span) => span.end)];
  const edits = list.items.map((span, i): TextEdit => ({ span: { start: starts[i] ?? span.start, end: span.start }, newText: (i === 0 ? '' : ',') + inner }));
  const last = list.items.at(-1)?.end ?? list.span.start + 1;
  return [...edits, { span: { start: last, end: list.span.end - 1 }, newText: `,${inner}${item},${newline}${outer}` }];
}
