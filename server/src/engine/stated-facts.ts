import { settingsFor } from '../config/scope.ts';
import { NO_COLUMN, type Settings, type TableSettings } from '../config/settings.ts';
import type { Catalog, Column, StatedFacts, Table } from '../facts/catalog.ts';
import { hashText } from '../text/hash.ts';
import type { Derived } from './project-files.ts';

/** Lays what the configuration says of a database and its tables over what was read of them. What it says nothing of stays the same object. */
export const withStatedFacts = (derived: Derived) => (catalog: Catalog): Catalog => {
  const settingsAt = (path: string): Settings => settingsFor(path, derived.settings, derived.outer);
  const tables = [...catalog.tables].map(([key, table]) => [key, withFacts(table, settingsAt(table.declarations[0]?.path ?? `${catalog.root}/`))] as const);
  const { version } = settingsAt(catalog.tables.values().next().value?.declarations[0]?.path ?? `${catalog.root}/`);
  const changed = tables.filter(([key, table]) => table !== catalog.tables.get(key));
  if (changed.length === 0 && version === null) return catalog;
  const revision = hashText([catalog.revision, version?.join('.') ?? '', ...changed.map(([, table]) => table.revision)].join());
  return { ...catalog, tables: new Map(tables), ...(version !== null && { version }), revision };
};

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
