import { type Ends, endsAt, entryOf } from './cells.ts';

/** Makes a grid of every picture below `root`: one stop for the Tab key, arrows from cell to cell. */
export function gridKeys(root: HTMLElement, go: (entry: HTMLElement, ends: Ends) => void): void {
  root.addEventListener('keydown', (event) => {
    const ends = endsAt(event.target);
    if (ends === null || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      if (event.target !== ends.cell) return;
      const entry = entryOf(ends.table, ends.column);
      if (entry !== null) go(entry, ends);
      event.preventDefault();
      return;
    }
    const to = target(ends, event.key, event.ctrlKey);
    if (to === null) return;
    event.preventDefault();
    focusCell(ends.table, to);
  });
  root.addEventListener('focusin', (event) => {
    const ends = endsAt(event.target);
    if (ends !== null && event.target === ends.cell) rove(ends.table, ends.cell);
  });
}

/** Called for pictures as they come. Their first cell can be reached. */
export function makeGrids(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>('.matrix:not([role])')) {
    table.setAttribute('role', 'grid');
    const first = table.tBodies[0]?.rows[0]?.cells[0];
    if (first) first.tabIndex = 0;
  }
}

function focusCell(table: HTMLTableElement, cell: HTMLTableCellElement): void {
  rove(table, cell);
  cell.focus();
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function rove(table: HTMLTableElement, cell: HTMLTableCellElement): void {
  for (const other of table.querySelectorAll<HTMLElement>('td[tabindex="0"], th[tabindex="0"]')) if (other !== cell) other.tabIndex = -1;
  cell.tabIndex = 0;
}

function target({ table, row, column }: Ends, key: string, control: boolean): HTMLTableCellElement | null {
  const rows = [...table.rows];
  const at = rows.indexOf(row);
  const last = row.cells.length - 1;
  switch (key) {
    case 'ArrowRight': return row.cells[Math.min(last, column + 1)] ?? null;
    case 'ArrowLeft': return row.cells[Math.max(0, column - 1)] ?? null;
    case 'ArrowDown': return rows[Math.min(rows.length - 1, at + 1)]?.cells[column] ?? null;
    case 'ArrowUp': return rows[Math.max(0, at - 1)]?.cells[column] ?? null;
    case 'Home': return (control ? rows[0] : row)?.cells[0] ?? null;
    case 'End': return (control ? rows.at(-1) : row)?.cells[last] ?? null;
    default: return null;
  }
}
