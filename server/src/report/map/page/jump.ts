import { endsAt, entryOf } from './cells.ts';

/** Brings an element into sight, opening what is closed around it. */
export function reveal(element: HTMLElement): void {
  for (let around = element.parentElement; around !== null; around = around.parentElement) if (around instanceof HTMLDetailsElement) around.open = true;
  if (element instanceof HTMLDetailsElement) element.open = true;
  element.scrollIntoView({ block: 'nearest' });
}

/** A click on a cell goes to the entry that its column stands for. */
export function cellClicks(root: HTMLElement, go: (entry: HTMLElement) => void): void {
  root.addEventListener('click', (event) => {
    const ends = endsAt(event.target);
    if (ends === null || ends.column === 0 || (event.target instanceof Element && event.target.closest('a.place'))) return;
    const entry = entryOf(ends.table, ends.column);
    if (entry === null) return;
    event.preventDefault();
    go(entry);
  });
}

/** Shows an entry and gives it the focus. */
export function showEntry(entry: HTMLElement): void {
  reveal(entry);
  entry.focus({ preventScroll: true });
}
