import { kindId } from '../../../../server/src/report/map/draw.ts';
import { kindsOf } from '../../../../server/src/report/map/kinds.ts';
import { columnOf } from '../../../../server/src/report/map/page/cells.ts';
import type { ShownPlace, ShownTable } from '../../../../server/src/report/map/shown.ts';

export interface Cursor { readonly uri: string; readonly line: number }

/** What the cursor stands in: the smallest query there by its entries (a query over several tables has one in each), or else a table that is declared there. */
export interface Here { readonly tables: readonly ShownTable[]; readonly entries: readonly string[] }

export function hereAt(tables: readonly ShownTable[], cursor: Cursor): Here {
  const queries = tables.flatMap((table) => table.queries.filter((query) => holds(query.place, cursor)).map((query) => ({ table, query })));
  const smallest = Math.min(...queries.map(({ query }) => lines(query.place)));
  const chosen = queries.filter(({ query }) => lines(query.place) === smallest);
  if (chosen.length > 0) {
    const entries = chosen.flatMap(({ table, query }) => kindsOf(table).filter((kind) => kind.queries.includes(query)).map((kind) => kindId(table, kind)));
    return { tables: [...new Set(chosen.map(({ table }) => table))], entries: [...new Set(entries)] };
  }
  return { tables: tables.filter((table) => declaredAt(table, cursor)), entries: [] };
}

const holds = (place: ShownPlace, { uri, line }: Cursor): boolean => place.path === uri && place.line <= line && line <= place.endLine;
const lines = (place: ShownPlace): number => place.endLine - place.line;

const declaredAt = ({ declared, indexes }: ShownTable, cursor: Cursor): boolean =>
  declared.some((place) => holds(place, cursor)) || indexes.some(({ declared: place }) => place !== null && holds(place, cursor));

/** Marks it on the page, and gives what is worth bringing into sight. */
export function markHere(root: HTMLElement, { tables, entries }: Here, bandOf: (table: ShownTable) => HTMLElement | null): HTMLElement | null {
  for (const old of root.querySelectorAll('.here:not(.line)')) old.classList.remove('here');
  const bands = tables.flatMap((table) => bandOf(table) ?? []);
  for (const band of bands) band.classList.add('here');
  const found = entries.flatMap((id) => document.getElementById(id) ?? []);
  for (const entry of found) {
    entry.classList.add('here');
    const at = columnOf(entry);
    if (at !== null) for (const row of at.table.rows) row.cells[at.column]?.classList.add('here');
  }
  return bands[0] ?? null;
}
