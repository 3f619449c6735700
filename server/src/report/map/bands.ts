import { count } from '../../rules/words/list.ts';
import { bandHtml } from './band.ts';
import type { Draw } from './draw.ts';
import { loopsHtml, findingHtml } from './findings.ts';
import { isTrouble } from './kinds.ts';
import type { ShownMap, ShownTable } from './shown.ts';

/** Bands with trouble that stand open from the beginning; the others are one act away. */
const opened = 30;

/** All bands: those with trouble, worst first; then the quiet ones, a line each; then what belongs to no table. */
export function bandsHtml(map: ShownMap, draw: Draw): string {
  const trouble = map.tables.filter(isTrouble);
  const quiet = map.tables.filter((table) => !isTrouble(table));
  return `${troubleHtml(trouble, draw)}${quietHtml(quiet, draw)}${elsewhereHtml(map, draw)}`;
}

function troubleHtml(tables: readonly ShownTable[], draw: Draw): string {
  if (tables.length === 0) return '<section class="bands trouble"><h2>Nothing to mend</h2><p class="fine">Nothing is said of any table.</p></section>';
  return `<section class="bands trouble"><h2>${count(tables.length, 'table', 'tables')} to look at</h2>${tables.map((table, i) => bandHtml(table, draw, { open: i < opened })).join('')}</section>`;
}

const quietHtml = (tables: readonly ShownTable[], draw: Draw): string =>
  (tables.length === 0 ? '' : `<section class="bands quiet"><h2>${count(tables.length, 'table', 'tables')} without trouble</h2>${tables.map((table) => bandHtml(table, draw, { open: false })).join('')}</section>`);

function elsewhereHtml({ elsewhere: { loops, findings } }: ShownMap, draw: Draw): string {
  if (loops.length + findings.length === 0) return '';
  return `<section class="bands elsewhere"><h2>Of no table that is known</h2>${loopsHtml(loops, draw)}${findings.map((finding) => findingHtml(finding, draw)).join('')}</section>`;
}
