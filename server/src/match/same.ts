import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { IndexDef, IndexKey } from '../facts/schema.ts';
import { canonical, type Naming } from './canonical.ts';
import { nullsFirstByDefault } from './prepared.ts';

/** Whether two indexes are the same to every query: keys, directions, method, predicate and INCLUDE. Names and uniqueness apart. */
export function sameIndex(a: IndexDef<string>, b: IndexDef<string>, dialect: Dialect = 'postgresql'): boolean {
  return coversIndex(a, b, dialect) && coversIndex(b, a, dialect);
}

/** Whether `a` serves everything that `b` serves: `b`'s keys come first in it (as written, or all of them the other way round), over the same rows, with all that `b` includes. */
export function coversIndex(a: IndexDef<string>, b: IndexDef<string>, dialect: Dialect = 'postgresql'): boolean {
  if (a.method !== b.method || a.keys.length < b.keys.length || b.keys.length === 0) return false;
  const [x, y] = [shapeOf(a, dialect), shapeOf(b, dialect)];
  if (x.where !== y.where) return false;
  if (!y.keys.every((key, i) => x.keys[i] === key) && !y.mirrored.every((key, i) => x.keys[i] === key)) return false;
  return b.include.every((column) => a.include.includes(column) || a.keys.some((k) => k.expr.kind === 'column' && k.expr.column === column));
}

interface Shape { readonly keys: readonly string[]; readonly mirrored: readonly string[]; readonly where: string }

const shapes = new Map<Dialect, WeakMap<IndexDef<string>, Shape>>();

function shapeOf(index: IndexDef<string>, dialect: Dialect): Shape {
  const cache = shapes.get(dialect) ?? new WeakMap<IndexDef<string>, Shape>();
  shapes.set(dialect, cache);
  const known = cache.get(index);
  if (known !== undefined) return known;
  const naming: Naming<string> = { name: (c) => c, table: (): Table | null => null, column: (c) => c, dialect };
  const made = { keys: index.keys.map((k) => keyText(k, naming, 'forwards')), mirrored: index.keys.map((k) => keyText(k, naming, 'backwards')), where: index.where === null ? '' : canonical(index.where, naming) };
  cache.set(index, made);
  return made;
}

/** Everything about a key that a query can tell. Nulls count where a dialect can move them. */
function keyText(key: IndexKey<string>, naming: Naming<string>, way: 'forwards' | 'backwards'): string {
  const { dialect } = naming;
  const desc = (key.direction === 'desc') !== (way === 'backwards');
  const nullsFirst = (key.nulls === 'default' ? nullsFirstByDefault(key.direction === 'desc', dialect) : key.nulls === 'first') !== (way === 'backwards');
  return [canonical(key.expr, naming), desc ? 'desc' : 'asc', dialect === 'postgresql' && nullsFirst ? 'nulls first' : '', key.opclass ?? '', key.collation?.toLowerCase() ?? '', String(key.prefixLength ?? '')].join(' ');
}
