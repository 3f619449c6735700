/** Does something to the page so that whoever looks at it sees what he saw: the band at the top stays there, and the focus where it was. */
export function staying(root: HTMLElement, change: () => void): void {
  const anchor = [...root.querySelectorAll<HTMLElement>('.band')].find((band) => band.getBoundingClientRect().bottom > 0);
  const before = anchor?.getBoundingClientRect().top;
  const focus = focusOf(document.activeElement, root);
  change();
  if (anchor?.isConnected && before !== undefined && scrollY > 0) scrollBy(0, anchor.getBoundingClientRect().top - before);
  if (focus !== null && (document.activeElement === null || document.activeElement === document.body)) focus();
}

/** A way back to what has the focus, by what it is and not by its element, which may be drawn anew. */
function focusOf(element: Element | null, root: HTMLElement): (() => void) | null {
  if (!(element instanceof HTMLElement) || !root.contains(element)) return null;
  const band = element.closest<HTMLElement>('.band');
  const find = finder(element);
  return () => {
    const again = element.isConnected ? element : find(band === null ? root : document.getElementById(band.id) ?? root);
    again?.focus({ preventScroll: true });
  };
}

function finder(element: HTMLElement): (within: HTMLElement) => HTMLElement | null {
  const [row, cell] = [element.closest<HTMLElement>('tr'), element.closest<HTMLTableCellElement>('td, th')];
  if (row !== null && cell === element) {
    const [index, column] = [row.dataset['index'], cell.cellIndex];
    return (within) => {
      const again = [...within.querySelectorAll<HTMLElement>('.matrix tr')].find((one) => one.dataset['index'] === index && one.classList.contains('row') === row.classList.contains('row'));
      const found = again?.children[column] ?? within.querySelector('.matrix td');
      if (found instanceof HTMLElement) found.tabIndex = 0;
      return found instanceof HTMLElement ? found : null;
    };
  }
  if (element.id !== '') return (within) => within.querySelector<HTMLElement>(`#${CSS.escape(element.id)}`);
  if (element.tagName === 'SUMMARY') return (within) => within.querySelector('summary');
  const { uri, line } = element.dataset;
  return (within) => [...within.querySelectorAll<HTMLElement>('a.place')].find((link) => link.dataset['uri'] === uri && link.dataset['line'] === line) ?? within.querySelector('summary');
}
