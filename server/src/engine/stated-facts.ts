import { settingsFor } from '../config/scope.ts';
import { NO_COLUMN, type Settings, type TableSettings } from '../config/settings.ts';
import type { Catalog, Column, Index, StatedFacts, Table } from '../facts/catalog.ts';
import { hasDescendingKeys } from '../facts/version.ts';
import { hashText } from '../text/hash.ts';
import type { Derived } from './project-files.ts';

/** Lays what the configuration says of a database and its tables over what was read of them. What it says nothing of stays the same object. */
export const withStatedFacts = (derived: Derived) => (catalog: Catalog): Catalog => {
  const settingsAt = (path: string): Settings => settingsFor(path, derived.settings, derived.outer);
  const home = catalog.tables.values().next().value?.declarations[0]?.path ?? `${catalog.root}/`;
  const version = settingsAt(home).version ?? undefined;
  const upwards = !hasDescendingKeys({ dialect: catalog.dialect, version });
  const tables = [...catalog.tables].map(([key, table]) => { const known = withFacts(table, settingsAt(table.declarations[0]?.path ?? home)); return [key, upwards ? ascending(known) : known] as const; });
  const changed = tables.filter(([key, table]) => table !== catalog.tables.get(key));
  if (changed.length === 0 && version === undefined) return catalog;
  const revision = hashText([catalog.revision, version?.join('.') ?? '', ...changed.map(([, table]) => table.revision)].join());
  return { ...catalog, tables: new Map(tables), ...(version !== undefined && { version }), revision };
};

/** The table as a database has it that passes over DESC in indexes. */
function ascending(table: Table): Table {
  const isUpwards = ({ keys }: Index): boolean => keys.every(({ direction }) => direction === 'asc');
  if (table.indexes.every(isUpwards)) return table;
  const indexes = table.indexes.map((index) => (isUpwards(index) ? index : { ...index, keys: index.keys.map((key) => ({ ...key, direction: 'asc' as const })) }));
  return { ...table, indexes, revision: hashText(`${table.revision}|asc`) };
}

/** What the configuration says of a table, by its key or its name. */
export const tableSettings = (settings: Settings, table: Pick<Table, 'key' | 'name'>): TableSettings | undefined => settings.tables.get(table.key) ?? settings.tables.get(table.name.toLowerCase());

function withFacts(table: Table, settings: Settings): Table {
  const said = settings.tables.size === 0 ? undefined : tableSettings(settings, table);
  if (said === undefined) return table;
  const stated: StatedFacts = { ...(said.rows !== null && { rows: said.rows }), ...(said.writeHeavy && { writeHeavy: true }) };
  const isFew = ({ name, few }: Column): boolean => few !== true && (said.columns.get(name.toLowerCase()) ?? NO_COLUMN).fewValues;
  const columns = table.columns.map((column): Column => (isFew(column) ? { ...column, few: true } : column));
  if (Object.keys(stated).length === 0 && columns.every((column, i) => column === table.columns[i])) return table;
  return { ...table, columns, stated, revision: hashText(`${table.revision}|${JSON.stringify([stated, columns.map((column) => column.few === true)])}`) };
}
