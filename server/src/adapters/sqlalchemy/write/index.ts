import type { IndexKey, NamingConvention, TableDecl } from '../../../facts/schema.ts';
import { insert } from '../../../text/bracketed.ts';
import { indentAt, skipSpace, startsLine } from '../../../text/layout.ts';
import type { TextEdit } from '../../../text/span.ts';
import type { WriteInput } from '../../adapter.ts';
import { indexBehind } from './behind.ts';
import { columnCall, columnIn, indexColumn } from './column.ts';
import { newTableArgs } from './create.ts';
import { isThere } from './declared.ts';
import { importEdits } from './imports.ts';
import { callText, type Layout, layoutOf, listStyle } from './layout.ts';
import { nameByTemplate } from './name.ts';
import { callsIn, type Names, namesAt } from './names.ts';
import { type Place, placeOf } from './place.ts';
import { indexArguments } from './render.ts';
import { keyword, type Target, targetOf } from './target.ts';

/**
 * Adds an index to a model: `index=True` at its column where that makes an index of the very name, else an `Index` in `__table_args__` or among the arguments of
 * `Table`, else behind the class; and what it needs to the imports. Empty when it is there; null when the declaration cannot hold it.
 */
export function writeIndex(input: WriteInput): readonly TextEdit[] | null {
  const { document: { text }, outline, table, spec } = input;
  if (isThere(table, spec, input.attrs)) return [];
  const target = targetOf(outline, table);
  if (target === null) return null;
  const layout = layoutFor(input, target);
  const names = namesAt(outline, offsetIn(target), callsIn(target), target.kind === 'class' ? target.cls.bases : []);
  const edits = atColumn(input, target, names, layout) ?? amongIndexes(input, target, names, layout);
  return edits === null ? behindClass(input, target, layout) : [...edits, ...importEdits(text, outline, names.missing, layout)];
}

/** Where the names of the class's body mean nothing. */
function behindClass({ document: { text }, outline, spec, attrs, dialect }: WriteInput, target: Target, layout: Layout): readonly TextEdit[] | null {
  if (target.kind !== 'class') return null;
  const names = namesAt(outline, target.span.end, callsIn(target), target.cls.bases);
  const edits = indexBehind(target.cls, spec, attrs, { names, layout, dialect, text, key: (column) => column });
  return edits === null ? null : [...edits, ...importEdits(text, outline, names.missing, layout)];
}

const offsetIn = (target: Target): number => (target.kind === 'class' ? target.cls.bodySpan.start : target.span.start);

function layoutFor({ document: { text }, table }: WriteInput, target: Target): Layout {
  const first = text[table.nameSpan.start];
  const single = text.split("'").length > text.split('"').length;
  const quote = first === '"' || first === "'" ? first : single ? "'" : '"';
  return target.kind === 'class' ? layoutOf(text, { outer: target.cls.nameSpan.start, inner: target.cls.bodySpan.start, quote }) : layoutOf(text, { outer: target.span.start, inner: target.call.args.at(-1)?.span.start ?? target.span.start, quote });
}

/** `index=True` can say a column alone, and no name. */
function atColumn(input: WriteInput, target: Target, names: Names, layout: Layout): readonly TextEdit[] | null {
  const { document: { text }, spec } = input;
  const [key, more] = spec.keys;
  if (key?.expr.kind !== 'column' || more !== undefined || spec.unique || spec.method !== 'btree' || spec.where !== null || spec.include.length > 0) return null;
  if (key.direction !== 'asc' || !isPlainKey(key)) return null;
  const column = key.expr.column;
  if (spec.name !== null && spec.name !== givenName(input, column)) return null;
  return indexColumn(text, target, { column, attr: input.attrs.get(column) ?? column }, names, layout);
}

const isPlainKey = (key: IndexKey<string>): boolean => key.nulls === 'default' && key.opclass === undefined && key.collation === undefined && key.prefixLength === undefined;

function givenName({ table, bases, owner }: WriteInput, column: string): string | null {
  const name = owner ?? ('literal' in table.name ? { schema: table.schema !== null && 'name' in table.schema ? table.schema.name : null, name: table.name.literal } : null);
  const naming = namingOf(table, bases ?? []);
  return name === null || naming === null ? null : nameByTemplate(name, column, naming);
}

/** The nearest convention; null where there is one that cannot be told. */
function namingOf(table: TableDecl, bases: NonNullable<WriteInput['bases']>): NamingConvention | null {
  const [nearest] = [table, ...bases.map(({ model }) => model)].flatMap(({ naming }) => (naming === undefined ? [] : [naming]));
  return nearest === undefined ? (table.unnamed ?? {}) : nearest;
}

function amongIndexes(input: WriteInput, target: Target, names: Names, layout: Layout): readonly TextEdit[] | null {
  const { document: { text }, outline, spec, dialect } = input;
  const place = placeOf(text, outline, target);
  const args = place === null ? null : indexArguments(spec, { names, layout, dialect, text, key: (column) => keyOf(input, target, column) });
  if (place === null || args === null) return null;
  const callee = names.name('Index');
  const item = (indent: string): string => callText(callee, args, indent, layout);
  switch (place.kind) {
    case 'none': return isSingleTable(input) ? null : newTableArgs(text, outline, place.cls, input.bases ?? [], item, layout);
    case 'options': return aroundOptions(text, place.span, item, layout);
    case 'list': return intoList(text, place, item, layout);
  }
}

/** A class that shares the table of a class it inherits from may not say anything of the table. */
const isSingleTable = ({ table, bases }: WriteInput): boolean => 'byBases' in table.name && (bases ?? []).some(({ model }) => model.kind === 'table');

/** What the table calls a column: its name, or the `key` that its declaration gives it. */
function keyOf(input: WriteInput, target: Target, column: string): string {
  const attr = input.attrs.get(column) ?? column;
  const inherited = (input.bases ?? []).flatMap(({ model, outline }) => outline.classes.filter((cls) => cls.name === model.symbol).flatMap(({ members }) => members.flatMap((member) => (member.kind === 'assign' && member.name === attr ? (columnCall(member.value) ?? []) : []))));
  const call = columnIn(target, { column, attr }) ?? inherited[0];
  const key = call === undefined ? undefined : keyword(call, 'key');
  return key?.kind === 'string' ? key.value : column;
}

function aroundOptions(text: string, span: { readonly start: number; readonly end: number }, item: (indent: string) => string, layout: Layout): readonly TextEdit[] {
  const { newline, unit, widest } = layout;
  const options = text.slice(span.start, span.end);
  const indent = indentAt(text, span.start);
  const flat = item('');
  const column = span.start - (text.lastIndexOf('\n', span.start - 1) + 1);
  if (!(flat + options).includes('\n') && column + flat.length + options.length + 4 <= widest) return [{ span, newText: `(${flat}, ${options})` }];
  const inner = indent + unit;
  // What a text of three quotes holds is no layout.
  const moved = /"""|'''/.test(options) ? options : options.replaceAll(/\n(?=[^\r\n])/g, `\n${unit}`);
  return [{ span, newText: `(${newline}${inner}${item(inner)},${newline}${inner}${moved},${newline}${indent})` }];
}

function intoList(text: string, { list, before, bracketed, isTuple }: Extract<Place, { kind: 'list' }>, item: (indent: string) => string, layout: Layout): readonly TextEdit[] {
  const [previous, next] = [list.items[before - 1], list.items[before]];
  if (!bracketed) return [next === undefined ? { span: after(list.items.at(-1)?.end ?? 0), newText: `, ${item('')}` } : { span: after(next.start), newText: `${item('')}, ` }];
  const neighbour = previous ?? next;
  const indent = neighbour !== undefined && startsLine(text, neighbour.start) ? indentAt(text, neighbour.start) : indentAt(text, list.span.start) + layout.unit;
  const edits = insert(text, list, { item: item(indent), before }, listStyle(layout));
  const [only] = edits;
  // The comma that makes one item a tuple is not wanted behind two.
  const isPair = isTuple && list.items.length === 1 && edits.length === 1 && only?.newText.startsWith(' ') === true && text[skipSpace(text, only.span.start, list.span.end, '#')] === ')';
  return isPair ? [{ ...only, newText: only.newText.replace(/,$/, '') }] : edits;
}

const after = (offset: number) => ({ start: offset, end: offset });
