import type { Column, Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';

/** What the matcher knows of the tables behind the sources of one statement. */
export interface Ground {
  readonly dialect: Dialect;
  /** The oldest version that has to be served, where the configuration says one. */
  readonly version?: readonly number[] | undefined;
  /** The base table of a source; null for anything else. */
  readonly tableOf: (source: number) => Table | null;
}

const columnMaps = new WeakMap<Table, ReadonlyMap<string, Column>>();

/** The column of a table by its exact name. */
export function columnOf(table: Table | null, name: string): Column | null {
  if (table === null) return null;
  const known = columnMaps.get(table);
  if (known !== undefined) return known.get(name) ?? null;
  const made = new Map(table.columns.map((c) => [c.name, c]));
  columnMaps.set(table, made);
  return made.get(name) ?? null;
}
