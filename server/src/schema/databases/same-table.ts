import type { Table } from '../../facts/catalog.ts';
import { foldName, indexSignature } from '../replay/index.ts';

/** Equal for two tables of which every query is told the same: their columns, and what is indexed how. */
export const tableSignature = (table: Table): string => JSON.stringify([
  table.columns.map(({ name, type, notNull }) => [foldName(name), type, notNull]).sort(),
  table.indexes.map((index) => [index.kind, index.usable, indexSignature(index)]).sort(),
  table.view === null, table.virtual === true, table.partitioned === true, table.confidence,
]);
