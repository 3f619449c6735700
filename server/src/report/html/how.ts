import { count } from '../../rules/words/list.ts';
import { esc } from '../map/escape.ts';
import type { Report } from '../report.ts';

/** More than this is told by `sargable check --unread`. */
const mostUnread = 500;

/** What was not understood, and how it was decided: silence must be tellable from blindness. */
export function howHtml({ snapshot, places, seconds }: Report): string {
  const unread = snapshot.stats().unread.filter((one) => places.inScope(one.path));
  const items = unread.slice(0, mostUnread).map((one) => `<li><span class="place">${esc(`${places.file(one.path)}:${places.range(one.path, one.span).start.line + 1}`)}</span> ${esc(one.reason)}</li>`);
  const more = unread.length > mostUnread ? `<p>${unread.length - mostUnread} more: sargable check --unread.</p>` : '';
  const databases = snapshot.catalogs().map((catalog) => `<li>${esc(catalog.name)} (${catalog.dialect}): ${count(catalog.tables.size, 'table', 'tables')}, from ${esc(catalog.origins.slice(0, 6).map(places.file).join(', '))}${catalog.origins.length > 6 ? ` and ${catalog.origins.length - 6} more` : ''}</li>`);
  const list = items.length === 0 ? '<p>Everything that looks like a query was understood.</p>' : `<details${items.length > 12 ? '' : ' open'}><summary>${count(unread.length, 'place', 'places')}</summary><ul class="unread">${items.join('')}</ul>${more}</details>`;
  return `<footer class="how"><section id="unread"><h2>Not understood</h2>${list}</section><section><h2>How it decides</h2><p>Tables and indexes are read from models, migrations and SQL of the project; queries from its code. Whether an index serves a query is worked out by the rules that the planners of PostgreSQL, SQLite and MariaDB follow. Nothing was run, and nothing left this machine; there are no statistics, so no promise of speed. Where something is not known, nothing is said.</p><ul class="databases">${databases.join('')}</ul><p class="took">${seconds.toFixed(1)} s</p></section></footer>`;
}
