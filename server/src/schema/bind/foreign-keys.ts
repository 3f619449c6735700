import type { Table } from '../../facts/catalog.ts';

/** Columns of one table with the columns of another that they are compared with. */
export type Pairs = readonly (readonly [string, string])[];

/** Every foreign key between two tables, in either direction, as pairs of a column of the first and a column of the second. */
export function foreignKeyPairs(one: Table, other: Table): readonly Pairs[] {
  const there = one.foreignKeys.filter((key) => key.refTable === other.key).map((key) => key.columns.map((column, i) => [column, refColumn(key.refColumns[i], other, i)] as const));
  if (one === other) return there;
  const back = other.foreignKeys.filter((key) => key.refTable === one.key).map((key) => key.columns.map((column, i) => [refColumn(key.refColumns[i], one, i), column] as const));
  return unique([...there, ...back]);
}

/** A foreign key that names no columns means the primary key. */
const refColumn = (named: string | undefined, table: Table, place: number): string => named ?? table.primaryKey[place] ?? '';

/** Models and migrations may both declare one. */
function unique(all: readonly Pairs[]): readonly Pairs[] {
  const seen = new Map(all.map((pairs) => [JSON.stringify(pairs), pairs] as const));
  return [...seen.values()];
}
