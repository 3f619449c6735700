import { count } from '../../rules/words/list.ts';
import type { Draw } from './draw.ts';
import { esc } from './escape.ts';
import { findingHtml } from './findings.ts';
import { type Kind, kindsOf } from './kinds.ts';
import { mark } from './marks.ts';
import type { ShownFinding, ShownQuery, ShownTable } from './shown.ts';
import { roleWords, stateWords } from './words.ts';

/** More places than this are folded behind one line. */
const shownPlaces = 3;

/** What the columns of the picture stand for, in their order: those of which something is said first, the others folded. */
export function queriesHtml(table: ShownTable, draw: Draw): string {
  const kinds = kindsOf(table);
  const told = kinds.filter((kind) => kind.findings.length > 0);
  const rest = kinds.filter((kind) => kind.findings.length === 0);
  const list = (some: readonly Kind[], start: number): string => `<ol class="kinds" start="${start}">${some.map((kind, i) => kindHtml(kind, start + i, table, draw)).join('')}</ol>`;
  if (rest.length === 0) return told.length === 0 ? '' : list(told, 1);
  const queries = rest.reduce((sum, kind) => sum + kind.queries.length, 0);
  const more = `<details class="rest"${told.length === 0 ? ' open' : ''}><summary>${count(queries, told.length === 0 ? 'query' : 'other query', told.length === 0 ? 'queries' : 'other queries')}, of which nothing is said</summary>${list(rest, told.length + 1)}</details>`;
  return told.length === 0 ? more : list(told, 1) + more;
}

function kindHtml(kind: Kind, number: number, table: ShownTable, draw: Draw): string {
  const { first, queries } = kind;
  const cells = first.cells.map((cell) => `<li class="cell ${cell.fit}">${mark(cell.fit === 'none' ? (first.verdict === 'whole' ? 'whole' : 'unserved') : cell.fit)}<span class="sr">${cell.fit === 'none' ? 'not served' : stateWords[cell.fit]}, ${roleWords[cell.role]}: </span><code>${cell.role === 'sort' ? '<span aria-hidden="true">↕ </span>' : ''}${esc(cell.text)}</code></li>`);
  const asks = cells.length === 0 ? '<span class="all">all rows, in no order</span>' : `<ul class="cells">${cells.join('')}</ul>`;
  const findings = kind.findings.map(({ finding, times }, i) => findingHtml(finding, draw, { times, places: false, code: kind.findings.findIndex((other) => samePlace(other.finding, finding)) === i }));
  return `<li class="kind-entry ${first.verdict}" id="${draw.kindId(table, kind)}" tabindex="-1"><div class="ask"><span class="number" aria-hidden="true">${number}</span><span class="verdict ${first.verdict}">${mark(first.verdict)}${stateWords[first.verdict]}</span>${asks}</div>${placesHtml(queries, draw)}${findings.join('')}</li>`;
}

/** Code that was shown already says nothing new. */
const samePlace = ({ place: a }: ShownFinding, { place: b }: ShownFinding): boolean => a.path === b.path && a.line === b.line;

function placesHtml(queries: readonly ShownQuery[], draw: Draw): string {
  const items = queries.map((query) => `<li data-query="${esc(query.id)}" data-lines="${query.place.line}-${query.place.endLine}">${draw.place(query.place)}${query.within === '' ? '' : ` <span class="within">in ${esc(query.within)}</span>`}</li>`);
  const head = items.slice(0, queries.length <= shownPlaces + 1 ? items.length : shownPlaces);
  const rest = items.slice(head.length);
  return `<ul class="places">${head.join('')}</ul>${rest.length === 0 ? '' : `<details class="more"><summary>${count(rest.length, 'more place', 'more places')}</summary><ul class="places">${rest.join('')}</ul></details>`}`;
}
