import type { Dialect } from '../facts/dialect.ts';
import type { Table } from '../facts/catalog.ts';
import type { Bearing } from './access.ts';
import type { SortKey } from './order.ts';
import { preparedIndexes } from './prepared.ts';

/** Keys that a conjunct binds to one value: they may be left out of an order. NULL counts in SQLite and MariaDB, not in PostgreSQL (fact 2). */
export function fixedKeys(bearings: readonly Bearing[], dialect: Dialect): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const b of bearings) {
    if (b.conjunct.optional || b.compiled.arms !== null) continue;
    for (const t of b.compiled.terms) if (t.blocked === null && (t.form === 'equality' || (t.form === 'is-null' && dialect !== 'postgresql'))) { keys.add(t.key); keys.add(underCollation(t.key, t.collation)); }
  }
  return keys;
}

/** A key is one value only to those who compare as the condition does. */
const underCollation = (key: string, collation: string): string => `${key} ${collation}`;

export const isFixed = (k: SortKey, fixed: ReadonlySet<string>): boolean => fixed.has(underCollation(k.key, k.collation)) || fixed.has(underCollation(k.key, '*'));

/** What is left of an order: without the keys that have one value, and without all that comes after a unique key. */
export function remaining(order: readonly SortKey[], fixed: ReadonlySet<string>, table: Table, dialect: Dialect): readonly SortKey[] {
  const left = order.filter((k) => !isFixed(k, fixed));
  if (left.length < 2) return left;
  const uniques = preparedIndexes(table, dialect).filter((i) => i.unique && i.usable && i.where.length === 0).map((i) => i.keys.slice(0, i.width)).filter((keys) => keys.every((k) => k.notNull));
  const seen = new Set(fixed);
  for (const [i, k] of left.entries()) {
    // SQLite no longer sees that a key is unique once its nulls are moved.
    if (dialect !== 'sqlite' || k.plainNulls) seen.add(k.key);
    if (uniques.some((keys) => keys.every((key) => seen.has(key.key)))) return left.slice(0, i + 1);
  }
  return left;
}
