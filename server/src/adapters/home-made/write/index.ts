import type { EntryStyle } from '../../../facts/entry.ts';
import type { Program, ProgramAttr, ProgramClass, ProgramExpr } from '../../../facts/program.ts';
import { canSay, entryFor, has } from '../../../lang/model-entries.ts';
import { classOfSymbol, TABLE_ATTR } from '../../../lang/model-names.ts';
import { append, type List, type ListStyle, removeItem } from '../../../text/bracketed.ts';
import { indentAt, indentUnit, lineEnd, newlineOf } from '../../../text/layout.ts';
import type { Span, TextEdit } from '../../../text/span.ts';
import type { WriteInput } from '../../adapter.ts';
import { type EntryLayout, sourceOf } from './render.ts';

const STYLE: ListStyle = { comments: '#', widest: 100 };

/** Adds an entry to the class's list of indexes, in the shape that the project's code takes; a class without a list gets one. Null where no such shape is known. */
export function writeIndex(input: WriteInput): readonly TextEdit[] | null {
  const { document: { text }, spec, entry: style } = input;
  const place = style === undefined ? null : placeOf(input, style);
  if (style === undefined || place === null || !canSay(style.entry, spec)) return null;
  const { list } = place;
  if (list !== null && spec.name !== null && speaksOf(list.value, spec.name)) return [];
  const expr = entryFor(style.entry, { index: spec, table: input.owner ?? { schema: null, name: spec.table }, dialect: input.dialect, ifNotExists: true });
  if (expr === null) return null;
  const source = sourceOf(expr, layoutFor(text, place));
  if (source === null) return null;
  return list === null ? ownAttribute(text, place, style, source) : append(text, list.items, source, { ...STYLE, unit: unitOf(text) });
}

interface Place { readonly program: Program; readonly decl: ProgramClass; readonly list: { readonly value: Extract<ProgramExpr, { e: 'list' }>; readonly items: List } | null }

/** The list in the class itself. Null where the attribute is there and is no list as it stands. */
function placeOf({ outline, table }: WriteInput, { attr }: EntryStyle): Place | null {
  const program = outline.program?.();
  const decl = program?.classes.find(({ name }) => name === classOfSymbol(table.symbol));
  if (program === undefined || decl === undefined) return null;
  const own = decl.attrs.findLast(({ name, value }) => name === attr && value !== null);
  if (own === undefined) return { program, decl, list: null };
  const list = listOf(own, program);
  return list === null ? null : { program, decl, list };
}

function listOf({ value }: ProgramAttr, program: Program): Place['list'] {
  const span = value?.e === 'list' ? program.places[value.at] : undefined;
  if (value?.e !== 'list' || span === undefined) return null;
  const items = value.items.map((item) => spanOf(item, program));
  return items.includes(null) ? null : { value, items: { span, items: items.flatMap((item) => item ?? []) } };
}

/** A text's place is what stands between its quotes. */
function spanOf(item: ProgramExpr, program: Program): Span | null {
  const span = 'at' in item ? program.places[item.at] : undefined;
  return span === undefined ? null : item.e === 'text' ? { start: span.start - 1, end: span.end + 1 } : span;
}

function speaksOf(expr: ProgramExpr, name: string): boolean {
  if (expr.e === 'text') return expr.value === name || (/^\s*create\s/i.test(expr.value) && new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`).test(expr.value));
  if (expr.e === 'list') return expr.items.some((item) => speaksOf(item, name));
  if (expr.e === 'dict') return expr.entries.some(([, value]) => speaksOf(value, name));
  return expr.e === 'call' && [...expr.args, ...expr.keywords.map(({ value }) => value)].some((value) => speaksOf(value, name));
}

const unitOf = (text: string): string => (/\n([ \t]+)\S/.exec(text)?.[1]?.startsWith('\t') === true ? '\t' : /\n( {4})\S/.test(text) ? '    ' : indentUnit(text));

/** As the last entry is written; of none, as the strings of the file are quoted. */
function layoutFor(text: string, { list, program }: Place): EntryLayout {
  const last = list?.items.items.at(-1);
  const entry = list?.value.items.at(-1);
  if (last === undefined || entry === undefined) return { quote: quoteIn(text), lines: null };
  const source = text.slice(last.start, last.end);
  const quote = /["']/.exec(source)?.[0] ?? quoteIn(text);
  const inner = firstInside(entry, program);
  if (inner === null || !/^[^\S\n]*(?:#[^\n]*)?\r?\n/.test(text.slice(inner.open, inner.first))) return { quote, lines: null };
  const indent = indentAt(text, last.start);
  return { quote, lines: { newline: newlineOf(text), indent, step: indentAt(text, inner.first).slice(indent.length), comma: /,\s*(?:#[^\n]*\s*)?[)\]}]$/.test(source) } };
}

/** Where the items of an entry begin, behind its opening bracket. */
function firstInside(entry: ProgramExpr, program: Program): { readonly open: number; readonly first: number } | null {
  const span = 'at' in entry ? program.places[entry.at] : undefined;
  const item = entry.e === 'dict' ? entry.entries[0]?.[0] : entry.e === 'list' ? entry.items[0] : entry.e === 'call' ? entry.args[0] : null;
  const keyword = entry.e === 'call' && entry.args.length === 0 ? entry.keywords[0]?.at : undefined;
  const first = keyword !== undefined ? program.places[keyword] : item ? spanOf(item, program) : null;
  if (span === undefined || !first) return null;
  const open = entry.e === 'call' ? first.start : span.start + 1;
  return { open: entry.e === 'call' ? openBefore(program, entry, first.start) : open, first: first.start };
}

/** A call's bracket stands behind its name. */
function openBefore(program: Program, entry: Extract<ProgramExpr, { e: 'call' }>, first: number): number {
  const start = program.places[entry.at]?.start ?? first;
  const name = entry.of.e === 'name' ? entry.of.name.length : 0;
  return Math.min(first, start + name + 1);
}

function quoteIn(text: string): string {
  const count = (quote: string): number => text.split(quote).length;
  return count("'") > count('"') ? "'" : '"';
}

/** A list of its own for a class that has none, behind what says its table, as long as the class has a body to put it in. */
function ownAttribute(text: string, { decl, program }: Place, { attr, entry }: EntryStyle, source: string): readonly TextEdit[] | null {
  const after = decl.attrs.findLast(({ name }) => TABLE_ATTR.test(name)) ?? decl.attrs.at(-1);
  const span = after === undefined ? undefined : program.places[after.at];
  if (span === undefined || text.slice(span.end, lineEnd(text, span.end)).trim().replace(/^#.*/, '') !== '') return null;
  const [indent, newline] = [indentAt(text, span.start), newlineOf(text)];
  const at = lineEnd(text, span.end);
  const spaced = has(entry, 'statement') || source.length > 60 ? `[${newline}${indent}${unitOf(text)}${source},${newline}${indent}]` : `[${source}]`;
  return [{ span: { start: at, end: at }, newText: `${newline}${indent}${attr} = ${spaced}` }];
}

/** Takes the entry of that name out of the class's list; nothing where the class has none. */
export function removeIndex({ document: { text }, outline, table, spec }: WriteInput): readonly TextEdit[] | null {
  const program = outline.program?.();
  const decl = program?.classes.find(({ name }) => name === classOfSymbol(table.symbol));
  if (program === undefined || decl === undefined || spec.name === null) return [];
  for (const attr of decl.attrs) {
    const list = listOf(attr, program);
    const index = list?.value.items.findIndex((item) => speaksOf(item, spec.name ?? '')) ?? -1;
    if (list && index >= 0) return [removeItem(text, list.items, index, STYLE)];
  }
  return [];
}
