import type { Table } from '../facts/catalog.ts';

/** The database's own name, with its schema where that is not the default one. */
export const tableName = (table: Table): string => (table.schema !== null && table.key.includes('.') ? `${table.schema}.${table.name}` : table.name);

/** Names of tables that hold a few dozen rows in every application. */
const lookupNames = new Set([
  'country', 'countries', 'currency', 'currencies', 'language', 'languages', 'locale', 'locales', 'timezone', 'timezones', 'role', 'roles', 'permission', 'permissions',
  'setting', 'settings', 'config', 'configuration', 'status', 'statuses', 'unit', 'units', 'plan', 'plans',
]);

/**
 * A table that people fill once and keep small: `roles`, `currencies`, `payment_types`, `server_settings`. One that belongs to something
 * (`settings` with a user_id) grows with it and is none. Unlike `smallTables` of the configuration this is a guess,
 * so findings about such a table are hints and not silenced.
 */
export function isLookup(table: Table): boolean {
  // Somebody counted.
  if (table.stated?.rows !== undefined) return false;
  const name = table.name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const named = lookupNames.has(name) || /_(types|statuses)$/.test(name) || (/_(settings|config|configuration)$/.test(name) && !table.columns.some((c) => isForeign(c.name, table)));
  return named && table.foreignKeys.every((fk) => fk.refTable === table.key);
}

/** `user_id` of `user_settings`: rows for something else, though no key says so. */
const isForeign = (column: string, table: Table): boolean => /(_id|Id|ID)$/.test(column) && !table.primaryKey.includes(column);
