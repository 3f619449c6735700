import { columnOf, type Ends, endsAt, entryOf, headOf, textOf } from './cells.ts';

/** What is pointed at or focused lights its row, its column and the entry below; a line names both ends. */
export function highlight(root: HTMLElement): void {
  let lit: readonly Element[] = [];
  const light = (elements: readonly Element[]): void => {
    for (const element of lit) element.classList.remove('lit', 'cross');
    lit = elements;
    for (const element of elements) element.classList.add('lit');
  };
  const look = (target: EventTarget | null): void => {
    const ends = endsAt(target);
    if (ends !== null) {
      light(elementsOf(ends));
      if (ends.row.classList.contains('row') && ends.column > 0) ends.cell.classList.add('cross');
      say(ends);
      return;
    }
    const entry = target instanceof Element ? target.closest('.kind-entry') : null;
    const column = entry === null ? null : columnOf(entry);
    light(column === null ? [] : columnCells(column.table, column.column));
  };
  root.addEventListener('pointerover', (event) => look(event.target));
  root.addEventListener('focusin', (event) => look(event.target));
  root.addEventListener('pointerleave', () => light([]));
}

const columnCells = (table: HTMLTableElement, column: number): readonly Element[] => [...table.rows].flatMap((row) => row.cells[column] ?? []);

function elementsOf({ row, table, column }: Ends): readonly Element[] {
  const entry = column > 0 ? entryOf(table, column) : null;
  return [...(row.classList.contains('row') ? [row] : []), ...(column > 0 ? columnCells(table, column) : []), ...(entry === null ? [] : [entry])];
}

function say({ cell, row, table, column }: Ends): void {
  const line = table.closest('.picture')?.querySelector('.ends');
  if (!line) return;
  const index = row.classList.contains('row') ? textOf(row.cells[0]?.querySelector('.keys')).replaceAll('›,', ',') : '';
  const query = column > 0 ? textOf(headOf(table, column)?.querySelector('.sr')) : '';
  const state = column > 0 && row.classList.contains('row') ? textOf(cell.querySelector('.sr')) || cell.title : '';
  line.textContent = [index, state, query].filter((part) => part !== '').join(' · ');
}
