import { isTrouble } from '../../../../server/src/report/map/kinds.ts';
import { tableId } from '../../../../server/src/report/map/draw.ts';
import { filterBox } from '../../../../server/src/report/map/page/filter.ts';
import { highlight } from '../../../../server/src/report/map/page/highlight.ts';
import { cellClicks, showEntry } from '../../../../server/src/report/map/page/jump.ts';
import { gridKeys } from '../../../../server/src/report/map/page/keys.ts';
import type { ShownMap } from '../../../../server/src/report/map/shown.ts';
import { count } from '../../../../server/src/rules/words/list.ts';
import type { ToPage } from '../messages.ts';
import { Bands } from './bands.ts';
import { type Cursor, hereAt, markHere } from './cursor.ts';
import { drawView } from './draw.ts';
import { keep, state, tell } from './state.ts';
import { staying } from './stay.ts';

const root = document.getElementById('map');
const summary = document.getElementById('summary');
const filter = document.getElementById('filter');
const follow = document.getElementById('follow');
if (root && filter instanceof HTMLInputElement && follow instanceof HTMLInputElement) start(root, filter, follow);

function start(map: HTMLElement, box: HTMLInputElement, toggle: HTMLInputElement): void {
  const bands = new Bands(map, drawView(false));
  const texts = new WeakMap<object, string>();
  const narrowed = filterBox(map, (band) => { const table = bands.table(band); if (table === null) return ''; const text = texts.get(table) ?? JSON.stringify(table); texts.set(table, text); return text; });
  let cursor: Cursor | null = null;
  let restored = false;
  const mark = (reveal: boolean): void => {
    if (cursor === null) return;
    const here = hereAt(bands.tables(), cursor);
    if (reveal && toggle.checked) for (const table of here.tables.slice(0, 1)) bands.open(tableId(table));
    const band = markHere(map, toggle.checked ? here : { tables: [], entries: [] }, (table) => document.getElementById(tableId(table)));
    // Whoever reads here is not moved away.
    if (reveal && !document.hasFocus()) band?.scrollIntoView({ block: 'nearest' });
  };
  const draw = (message: Extract<ToPage, { kind: 'map' }>): void => {
    staying(map, () => { bands.update(message.map, drawView(message.databases)); narrowed.apply(); mark(false); });
    if (!restored) scrollTo(0, state().scroll);
    restored = true;
    say(message.map, message.reading);
  };
  addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    switch (data.kind) {
      case 'map': return draw(data);
      case 'cursor': cursor = { uri: data.uri, line: data.line }; return mark(true);
      case 'reveal': return revealTable(bands, data.table);
      case 'state': if (summary) summary.textContent = data.standing === 'failed' ? 'Sargable is not running.' : 'Reading the workspace…';
    }
  });
  [box.value, toggle.checked] = [state().filter, state().follow];
  box.addEventListener('input', () => keep({ filter: box.value }));
  toggle.addEventListener('change', () => { keep({ follow: toggle.checked }); mark(toggle.checked); });
  addEventListener('scroll', () => keep({ scroll: scrollY }), { passive: true });
  highlight(map);
  gridKeys(map, goOrShow);
  cellClicks(map, goOrShow);
  map.addEventListener('click', links);
  tell({ kind: 'ready' });
}

/** An entry with one place is left for that; of several one is chosen. */
function goOrShow(entry: HTMLElement): void {
  const places = entry.querySelectorAll<HTMLElement>('.places a.place');
  const [only] = places;
  if (only && places.length === 1) goTo(only, false);
  else showEntry(entry);
}

function goTo({ dataset }: HTMLElement, aside: boolean): void {
  tell({ kind: 'go', uri: dataset['uri'] ?? '', line: Number(dataset['line']), column: Number(dataset['column']), aside });
}

function links(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-uri], a[data-rule]') : null;
  if (link === null) return;
  event.preventDefault();
  if (link.dataset['rule'] === undefined) goTo(link, false);
  else tell({ kind: 'rule', rule: link.dataset['rule'] });
}

/** In a workspace of several folders the id of a table begins with its folder. */
function revealTable(bands: Bands, id: string): void {
  const table = bands.tables().find((one) => one.id === id || one.id.endsWith(`\n${id}`));
  const band = table === undefined ? null : bands.open(tableId(table));
  band?.scrollIntoView({ block: 'start' });
  band?.querySelector('summary')?.focus({ preventScroll: true });
}

function say(map: ShownMap, reading: boolean): void {
  if (!summary) return;
  const queries = map.tables.flatMap((table) => table.queries);
  const of = (verdict: string): number => queries.filter((query) => query.verdict === verdict).length;
  const text = `${count(map.tables.filter(isTrouble).length, 'table', 'tables')} of ${map.tables.length} to look at; of ${count(queries.length, 'query', 'queries')} ${of('unserved')} not served, ${of('partly')} half served`;
  const said = map.tables.length === 0 ? (reading ? 'Reading the workspace…' : 'No tables were found.') : `${text}.${reading ? ' A folder is still being read.' : ''}`;
  if (summary.textContent !== said) summary.textContent = said;
}
