import type { Draw } from './draw.ts';
import { esc } from './escape.ts';
import { findingHtml, loopsHtml } from './findings.ts';
import { isTrouble, kindsOf } from './kinds.ts';
import { mark } from './marks.ts';
import { matrixHtml } from './matrix.ts';
import { plainText } from './plain.ts';
import { queriesHtml } from './queries.ts';
import type { ShownTable } from './shown.ts';
import { tableCounts } from './words.ts';

/** One table. A band with trouble is open; one without is a line that opens. `body`: `later` leaves it out, for who draws it when it is opened. */
export function bandHtml(table: ShownTable, draw: Draw, { open, body = 'now' }: { readonly open: boolean; readonly body?: 'now' | 'later' }): string {
  return `<details class="band ${isTrouble(table) ? 'trouble' : 'quiet'}" id="${draw.tableId(table)}"${open ? ' open' : ''}>${bandHead(table, draw)}<div class="body">${body === 'now' ? bandBody(table, draw) : ''}</div></details>`;
}

/** The line that stands when the band is closed: name, what there is, and a small picture of it. */
export function bandHead(table: ShownTable, draw: Draw): string {
  const counts = tableCounts(table).map(({ state, text }) => `<span class="count ${state}">${state === 'plain' ? '' : mark(state === 'empty' ? 'unknown' : state)}${esc(text)}</span>`);
  const database = draw.databases ? ` <span class="database">${esc(table.databaseName)}</span>` : '';
  return `<summary><h3>${esc(table.name)}</h3>${database}<span class="counts">${counts.join('')}</span>${stripHtml(table)}</summary>`;
}

/** Marks of the kinds of queries, worst first, as far as a line has room. */
const stripLength = 24;

function stripHtml(table: ShownTable): string {
  const kinds = kindsOf(table);
  return kinds.length === 0 ? '' : `<span class="strip" aria-hidden="true">${kinds.slice(0, stripLength).map((kind) => mark(kind.first.verdict)).join('')}${kinds.length > stripLength ? '<span class="and">…</span>' : ''}</span>`;
}

export function bandBody(table: ShownTable, draw: Draw): string {
  const declared = table.declared.slice(0, 4).map((place) => draw.place(place)).join(' · ');
  const doubts = table.doubts.map((doubt) => `<p class="doubt">${esc(doubt)}</p>`).join('');
  const picture = matrixHtml(table, draw);
  const loops = loopsHtml(table.loops, draw);
  const findings = table.findings.map((finding) => findingHtml(finding, draw)).join('');
  const own = findings === '' ? '' : `<div class="own"><h4>Of the table itself</h4>${findings}</div>`;
  const queries = queriesHtml(table, draw);
  const listed = queries === '' ? '' : `<div class="queries"><h4>Queries</h4>${queries}</div>`;
  return `<p class="declared">${declared === '' ? '' : `Declared in ${declared}`}</p>${doubts}<div class="columns"><div class="main">${picture === '' ? '' : `<div class="picture">${picture}<p class="ends" aria-hidden="true"></p></div>`}${listed}${own}</div>${loops}</div><details class="plain"><summary>In words</summary><pre tabindex="0">${escLines(plainText(table))}</pre></details>`;
}

/** Line by line, so that a long text is not cut as one name. */
const escLines = (text: string): string => text.split('\n').map(esc).join('\n');
