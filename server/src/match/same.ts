import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { IndexDef } from '../facts/schema.ts';
import { canonical, type Naming } from './canonical.ts';

const naming: Naming<string> = { name: (c) => c, table: (): Table | null => null, column: (c) => c, dialect: 'sqlite' };

interface Shape { readonly keys: readonly string[]; readonly where: string; readonly include: readonly string[] }

const shapes = new WeakMap<IndexDef<string>, Map<Dialect, Shape>>();

function shapeOf(index: IndexDef<string>, dialect: Dialect): Shape {
  let known = shapes.get(index);
  if (known === undefined) shapes.set(index, (known = new Map()));
  let shape = known.get(dialect);
  if (shape === undefined) known.set(dialect, (shape = { keys: index.keys.map((key) => keyText(key, dialect)), where: index.where === null ? '' : canonical(index.where, { ...naming, dialect }), include: [...index.include].sort() }));
  return shape;
}

function keyText(key: IndexDef<string>['keys'][number], dialect: Dialect): string {
  const desc = key.direction === 'desc';
  const nullsFirst = key.nulls === 'default' ? (dialect === 'postgresql' ? desc : !desc) : key.nulls === 'first';
  return [canonical(key.expr, { ...naming, dialect }), desc ? 'desc' : 'asc', dialect === 'postgresql' && nullsFirst ? 'nulls first' : '', key.opclass ?? '', key.collation?.toLowerCase() ?? '', String(key.prefixLength ?? '')].join(' ');
}

/** Whether two indexes are the same to every query: keys, directions, method, predicate and INCLUDE. Names and uniqueness apart. */
export function sameIndex(a: IndexDef<string>, b: IndexDef<string>, dialect: Dialect = 'postgresql'): boolean {
  return coversIndex(a, b, dialect) && coversIndex(b, a, dialect);
}

/** Whether `a` serves everything that `b` serves: `b`'s keys come first in it, over the same rows, with all that `b` includes. A `b` read wholly backwards counts as the same. */
export function coversIndex(a: IndexDef<string>, b: IndexDef<string>, dialect: Dialect = 'postgresql'): boolean {
  if (a.method !== b.method || a.keys.length < b.keys.length || b.keys.length === 0) return false;
  const [x, y] = [shapeOf(a, dialect), shapeOf(b, dialect)];
  if (x.where !== y.where) return false;
  if (!y.keys.every((key, i) => x.keys[i] === key) && !isMirror(a, b, dialect)) return false;
  return y.include.every((column) => x.include.includes(column) || x.keys.some((k) => k.startsWith(`[${column}] `)));
}

/** (a desc, b) against (a, b desc): one is the other read backwards. */
function isMirror(a: IndexDef<string>, b: IndexDef<string>, dialect: Dialect): boolean {
  return b.keys.every((key, i) => { const other = a.keys[i]; return other !== undefined && keyText(mirrored(key, dialect), dialect) === keyText(other, dialect); });
}

function mirrored(key: IndexDef<string>['keys'][number], dialect: Dialect): IndexDef<string>['keys'][number] {
  const desc = key.direction === 'desc';
  const nullsFirst = key.nulls === 'default' ? (dialect === 'postgresql' ? desc : !desc) : key.nulls === 'first';
  return { ...key, direction: desc ? 'asc' : 'desc', nulls: nullsFirst ? 'last' : 'first' };
}
