import type { Dialect } from '../facts/dialect.ts';
import type { EntryShape } from '../facts/entry.ts';
import type { ProgramExpr } from '../facts/program.ts';
import type { IndexDef, QualifiedName } from '../facts/schema.ts';
import { createIndexSql } from '../sql/ddl.ts';

const PLACE = -1;
const textExpr = (value: string): ProgramExpr => ({ e: 'text', value, at: PLACE });

/** What an entry is to say. `ifNotExists`: whole statements say so. */
export interface EntryIndex { readonly index: IndexDef<string>; readonly table: QualifiedName; readonly dialect: Dialect; readonly ifNotExists: boolean }

/** An entry of that shape for an index; null where the shape has no way to say it. */
export function entryFor(shape: EntryShape, wanted: EntryIndex): ProgramExpr | null {
  const { index, table } = wanted;
  const plain = plainKeys(index);
  switch (shape.x) {
    case 'statement': return statementOf(wanted);
    case 'as-is': return shape.value;
    case 'name': return index.name === null ? null : textExpr(index.name);
    case 'table': return textExpr(table.name);
    case 'unique': return { e: 'bool', value: index.unique };
    case 'column': return plain?.length === 1 && plain[0]?.descending === false ? textExpr(plain[0].name) : null;
    case 'columns': return plain === null ? null : columnsOf(shape, plain);
    case 'dict': { const entries = shape.entries.map(([key, inner]) => [textExpr(key), entryFor(inner, wanted)] as const); return entries.some(([, value]) => value === null) ? null : { e: 'dict', at: PLACE, entries: entries.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])) }; }
    case 'list': { const items = all(shape.items, wanted); return items === null ? null : { e: 'list', form: shape.form, items, at: PLACE }; }
    case 'call': {
      const [args, keywords] = [all(shape.args, wanted), all(shape.keywords.map(([, inner]) => inner), wanted)];
      return args === null || keywords === null ? null : { e: 'call', of: shape.of, args, at: PLACE, keywords: shape.keywords.flatMap(([name], at) => { const value = keywords[at]; return value === undefined ? [] : [{ name, value, at: PLACE }]; }) };
    }
    default: return null;
  }
}

/** Whether a shape can say an index at all: what it has no part for must be as it is by default. */
export const canSay = (shape: EntryShape, index: IndexDef<string>): boolean =>
  has(shape, 'statement') || (index.where === null && index.include.length === 0 && (!index.unique || has(shape, 'unique')) && plainKeys(index) !== null);

export function has(shape: EntryShape, x: EntryShape['x']): boolean {
  if (shape.x === x) return true;
  if (shape.x === 'dict') return shape.entries.some(([, inner]) => has(inner, x));
  if (shape.x === 'list') return shape.items.some((inner) => has(inner, x));
  return shape.x === 'call' && [...shape.args, ...shape.keywords.map(([, inner]) => inner)].some((inner) => has(inner, x));
}

function all(shapes: readonly EntryShape[], wanted: EntryIndex): readonly ProgramExpr[] | null {
  const made = shapes.flatMap((shape): readonly (ProgramExpr | null)[] => (shape.x === 'spread' ? spreadOf(wanted.index) : [entryFor(shape, wanted)]));
  return made.includes(null) ? null : made.flatMap((one) => one ?? []);
}

/** A direction has no place there. */
const spreadOf = (index: IndexDef<string>): readonly (ProgramExpr | null)[] => plainKeys(index)?.map(({ name, descending }) => (descending ? null : textExpr(name))) ?? [null];

interface PlainKey { readonly name: string; readonly descending: boolean }

/** The keys by their columns; null where one is an expression or says more than its direction. */
export function plainKeys({ keys }: IndexDef<string>): readonly PlainKey[] | null {
  const plain = keys.map(({ expr, direction, opclass, collation, prefixLength }) => (expr.kind === 'column' && opclass === undefined && collation === undefined && prefixLength === undefined ? { name: expr.column, descending: direction === 'desc' } : null));
  return plain.includes(null) ? null : plain.flatMap((key) => key ?? []);
}

function columnsOf({ form, direction }: Extract<EntryShape, { x: 'columns' }>, keys: readonly PlainKey[]): ProgramExpr | null {
  if (keys.some(({ descending }) => descending) && direction === null) return null;
  if (form === 'text') return textExpr(keys.map(({ name, descending }) => (descending ? `${name} DESC` : name)).join(', '));
  const items = keys.map(({ name, descending }): ProgramExpr => (!descending ? textExpr(name) : direction === 'tuple' ? { e: 'list', form: 'tuple', at: PLACE, items: [textExpr(name), textExpr('DESC')] } : textExpr(`${name} DESC`)));
  return { e: 'list', form, items, at: PLACE };
}

function statementOf({ index, table, dialect, ifNotExists }: EntryIndex): ProgramExpr | null {
  const sql = index.name === null ? null : createIndexSql({ ...index, name: index.name, table }, dialect, { ifNotExists });
  return sql === null ? null : textExpr(sql.replace(/;\s*$/, ''));
}

/** The shape of an entry that is known to make an index; null where nothing of it tells which columns. */
export function shapeOf(entry: ProgramExpr, index: IndexDef<string>, table: string): EntryShape | null {
  const keys = plainKeys(index);
  const shape = part(entry, { index, keys: keys ?? [], table });
  return has(shape, 'columns') || has(shape, 'column') || has(shape, 'statement') ? shape : null;
}

interface Known { readonly index: IndexDef<string>; readonly keys: readonly PlainKey[]; readonly table: string }

function part(expr: ProgramExpr, known: Known): EntryShape {
  const columns = columnsShape(expr, known.keys);
  if (columns !== null) return columns;
  switch (expr.e) {
    case 'text': return textPart(expr, known);
    case 'bool': return { x: 'as-is', value: expr };
    case 'dict': return { x: 'dict', entries: expr.entries.flatMap(([key, value]) => (key?.e === 'text' ? [[key.value, keyed(key.value, value, known)] as const] : [])) };
    case 'list': return { x: 'list', form: expr.form, items: expr.items.map((item) => (item.e === 'bool' && item.value === known.index.unique ? { x: 'unique' } : part(item, known))) };
    case 'call': return { x: 'call', of: expr.of, args: expr.args.map((arg) => part(arg, known)), keywords: expr.keywords.flatMap(({ name, value }) => (name === null ? [] : [[name, keyed(name, value, known)] as const])) };
    default: return { x: 'as-is', value: expr };
  }
}

const keyed = (key: string, value: ProgramExpr, known: Known): EntryShape => (value.e === 'bool' && /unique/i.test(key) ? { x: 'unique' } : part(value, known));

function textPart(expr: Extract<ProgramExpr, { e: 'text' }>, { index, table }: Known): EntryShape {
  if (/^\s*create\s/i.test(expr.value)) return { x: 'statement' };
  if (expr.value === index.name) return { x: 'name' };
  return expr.value === table ? { x: 'table' } : { x: 'as-is', value: expr };
}

/** A list, a tuple or a text that says all of the columns in order. */
function columnsShape(expr: ProgramExpr, keys: readonly PlainKey[]): EntryShape | null {
  if (keys.length === 0) return null;
  if (expr.e === 'text') {
    const names = expr.value.split(',').map((one) => one.trim());
    if (names.length !== keys.length || !names.every((name, at) => saysKey(name, keys[at]))) return null;
    return keys.length === 1 && !/\s/.test(expr.value) ? { x: 'column' } : { x: 'columns', form: 'text', direction: 'text' };
  }
  if (expr.e !== 'list' || expr.items.length !== keys.length) return null;
  const said = expr.items.map((item, at) => itemSays(item, keys[at]));
  if (said.includes(null)) return null;
  return { x: 'columns', form: expr.form, direction: said.find((one) => one === 'tuple' || one === 'text') === 'tuple' ? 'tuple' : said.includes('text') ? 'text' : null };
}

const saysKey = (text: string, key: PlainKey | undefined): boolean => key !== undefined && text.toLowerCase() === (key.descending ? `${key.name} desc` : key.name).toLowerCase();

function itemSays(item: ProgramExpr, key: PlainKey | undefined): 'tuple' | 'text' | 'plain' | null {
  if (key === undefined) return null;
  if (item.e === 'text') return saysKey(item.value, key) ? (key.descending ? 'text' : 'plain') : null;
  const [name, direction] = item.e === 'list' ? item.items : [];
  return name?.e === 'text' && direction?.e === 'text' && saysKey(direction.value.toLowerCase() === 'desc' ? `${name.value} desc` : name.value, key) ? 'tuple' : null;
}
