import { filterBox } from './filter.ts';
import { highlight } from './highlight.ts';
import { cellClicks, reveal, showEntry } from './jump.ts';
import { gridKeys, makeGrids } from './keys.ts';
import { openForPrint } from './print.ts';

// What the report can do beyond being read: the page is whole without it.
const map = document.getElementById('map');
if (map) {
  makeGrids(map);
  highlight(map);
  gridKeys(map, showEntry);
  cellClicks(map, showEntry);
  filterBox(map).apply();
  openForPrint();
  const toHash = (): void => {
    const element = document.getElementById(location.hash.slice(1));
    if (element) reveal(element);
  };
  addEventListener('hashchange', toHash);
  toHash();
}
