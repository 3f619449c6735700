import type { Table } from '../facts/catalog.ts';
import { type Dialect, isMysql } from '../facts/dialect.ts';
import type { Bearing } from './access.ts';
import { fixedName, isFixed, type SortKey } from './order.ts';
import { preparedIndexes } from './prepared.ts';
import type { Compiled, Term } from './term.ts';

/**
 * Keys that a conjunct binds to one value: they may be left out of an order. NULL counts in SQLite and MySQL, not in PostgreSQL (fact 2). A boolean that PostgreSQL's
 * condition is (`f`, `f = true`) is passed over in an index, but an order by it stays one.
 */
export function fixedKeys(bearings: readonly Bearing[], order: readonly SortKey[], dialect: Dialect): ReadonlySet<string> {
  const keys = new Set<string>();
  const sorted = new Set(order.map((k) => k.key));
  const isKept = (t: Term): boolean => dialect === 'postgresql' && t.side.column?.type === 'bool' && sorted.has(t.key);
  for (const b of bearings) if (!b.conjunct.optional) for (const t of pointsOf(b.compiled)) if (isOneValue(t, dialect) && !isKept(t)) keys.add(fixedName(t.key, t.collation));
  return keys;
}

/** An equality that stands in every arm of an OR holds for the whole. */
function pointsOf(c: Compiled): readonly Term[] {
  if (c.arms === null) return c.terms;
  const [first, ...rest] = c.arms;
  if (first === undefined) return [];
  return first.flatMap((part) => part.means.terms).filter((t) => t.form === 'equality' && t.constants !== undefined && rest.every((arm) => arm.some((part) => part.means.terms.some((o) => o.key === t.key && o.form === 'equality' && o.collation === t.collation && o.constants?.[0] === t.constants?.[0]))));
}

function isOneValue(t: Term, dialect: Dialect): boolean {
  if (t.blocked !== null) return false;
  return t.form === 'equality' || (t.form === 'is-null' && dialect !== 'postgresql');
}

/** What is left of an order: without the keys that have one value, and without all that comes after a unique key. */
export function remaining(order: readonly SortKey[], fixed: ReadonlySet<string>, table: Table, dialect: Dialect): readonly SortKey[] {
  const left = order.filter((k) => !isFixed(k, fixed));
  // MySQL does not see that nothing is left to order by behind a unique key, and sorts.
  if (left.length < 2 || isMysql(dialect)) return left;
  const uniques = preparedIndexes(table, dialect).filter((i) => i.unique && i.usable && i.where.length === 0).map((i) => i.keys.slice(0, i.width)).filter((keys) => keys.every((k) => k.notNull));
  const seen = new Set<string>();
  for (const [i, k] of left.entries()) {
    // SQLite no longer sees that a key is unique once its nulls are moved, the rowid apart.
    if (dialect !== 'sqlite' || k.plainNulls || k.key === `[${table.rowidAlias}]`) seen.add(k.key);
    if (uniques.some((keys) => keys.every((key) => seen.has(key.key) || isFixed(key, fixed)))) return left.slice(0, i + 1);
  }
  return left;
}
