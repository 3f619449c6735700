/** What the page's scripts know of a picture: its rows, its columns and what a cell brings together. */

export interface Ends { readonly cell: HTMLTableCellElement; readonly row: HTMLTableRowElement; readonly table: HTMLTableElement; /** Counted with the row's head. */ readonly column: number }

/** The cell of a picture around an element; null elsewhere and in the corner. */
export function endsAt(target: EventTarget | null): Ends | null {
  const cell = target instanceof Element ? target.closest('.matrix td, .matrix th') : null;
  const row = cell?.parentElement;
  const table = cell?.closest('table');
  return cell instanceof HTMLTableCellElement && row instanceof HTMLTableRowElement && table instanceof HTMLTableElement ? { cell, row, table, column: cell.cellIndex } : null;
}

export const headOf = (table: HTMLTableElement, column: number): HTMLTableCellElement | null => table.tHead?.rows[0]?.cells[column] ?? null;

/** The entry below the picture that a column stands for. */
export function entryOf(table: HTMLTableElement, column: number): HTMLElement | null {
  const id = headOf(table, column)?.querySelector('a')?.hash.slice(1) ?? '';
  return id === '' ? null : document.getElementById(id);
}

/** The picture's column of an entry; null where it has none. */
export function columnOf(entry: Element): { readonly table: HTMLTableElement; readonly column: number } | null {
  const link = document.querySelector(`.matrix a[href="#${CSS.escape(entry.id)}"]`);
  const ends = endsAt(link);
  return ends === null ? null : { table: ends.table, column: ends.column };
}

export const textOf = (element: Element | null | undefined): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
