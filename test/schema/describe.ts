import type { Index, Table } from '../../server/src/facts/catalog.ts';
import type { ReplayResult } from '../../server/src/schema/replay/index.ts';

/** A database as both an engine and the replay can tell it: columns, and for each index its name, keys (`(…)` for an expression), uniqueness, whether it is partial. */
export interface Described { readonly columns: readonly string[]; readonly indexes: readonly string[]; readonly foreignKeys: readonly string[] }
export type DescribedDatabase = Readonly<Record<string, Described>>;

export const describeKeys = (name: string | null, unique: boolean, keys: readonly string[], partial: boolean): string =>
  `${unique ? 'unique ' : ''}${String(name)} (${keys.join(', ')})${partial ? ' partial' : ''}`;

export interface KeyStyle { readonly index: (index: Index) => boolean; readonly key: (key: Index['keys'][number]) => string }

export function describeReplay(result: ReplayResult, style: KeyStyle): DescribedDatabase {
  return Object.fromEntries([...result.tables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, table]) => [key, describeTable(table, style)]));
}

function describeTable(table: Table, style: KeyStyle): Described {
  const indexes = table.indexes.filter(style.index);
  return {
    columns: table.columns.map((column) => column.name).sort(),
    indexes: indexes.map((index) => describeKeys(index.name, index.unique, [...index.keys.map(style.key), ...index.include.map((column) => `+${column}`)], index.where !== null)).sort(),
    foreignKeys: [...new Set(table.foreignKeys.map((key) => `${key.columns.join(', ')} -> ${key.refTable}`))].sort(),
  };
}
