import { matches } from '../config/scope.ts';
import type { Settings } from '../config/settings.ts';
import type { Table } from '../facts/catalog.ts';

/** A table that the configuration calls too small to matter: by its name, its key, or a glob of either, or by how many rows it has. */
export const isSmallTable = (table: Table, settings: Settings): boolean =>
  (table.stated?.rows !== undefined && table.stated.rows < settings.smallBelow) ||
  (settings.smallTables.length > 0 && (matches(settings.smallTables, table.key) || matches(settings.smallTables, table.name.toLowerCase())));
