import type { Catalog, Table } from '../../facts/catalog.ts';
import { hashText } from '../../text/hash.ts';

/** A catalog with its tables and their revisions as `tableOf` gives them, and with its own. */
export function revised(catalog: Catalog, tableOf: (table: Table) => Table): Catalog {
  const tables = new Map([...catalog.tables].map(([key, table]) => [key, tableOf(table)]));
  const told = [...[...tables.values()].map((table) => `${table.key}:${table.revision}`).sort(), ...(catalog.extensions ?? []), catalog.version?.join('.') ?? ''];
  return { ...catalog, tables, revision: hashText(told.join('\n')) };
}

/** A table with its revision: the hash of everything in it but where that stands. */
export const revisedTable = (table: Table): Table => ({ ...table, revision: hashText(JSON.stringify({ ...table, revision: '', attrs: [...table.attrs] }, withoutPlaces)) });

const withoutPlaces = (key: string, value: unknown): unknown => (key === 'span' ? undefined : value);

/** The same catalog at other places, with the revisions that it has there. */
export const revisedAs = (catalog: Catalog, other: Catalog): Catalog =>
  ({ ...catalog, revision: other.revision, tables: new Map([...catalog.tables].map(([key, table]) => [key, { ...table, revision: other.tables.get(key)?.revision ?? '' }])) });
