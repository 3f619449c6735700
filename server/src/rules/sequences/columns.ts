import type { Table } from '../../facts/catalog.ts';

/** The column that an attribute of a row is: by its model, or by its name as SQL has it. Null where the table has none. */
export function columnOf(table: Table, attr: string): string | null {
  const named = table.attrs.get(attr) ?? attr;
  return table.columns.find(({ name }) => name === named)?.name ?? null;
}
