import { count } from '../../rules/words/list.ts';
import type { Draw } from './draw.ts';
import { esc } from './escape.ts';
import { askOf, cellState, kindsOf, type Kind, labelOf } from './kinds.ts';
import { mark } from './marks.ts';
import type { ShownIndex, ShownTable } from './shown.ts';
import { indexFlags, indexShape, stateWords } from './words.ts';

/** More columns than this are no picture; those that are left out stand in the list below. Trouble comes first, so that none of it is. */
const mostColumns = 120;

/** Indexes as rows of columns in order, queries as columns of cells. A table for the eye, the keyboard and a screen reader. */
export function matrixHtml(table: ShownTable, draw: Draw): string {
  const kinds = kindsOf(table).slice(0, mostColumns);
  if (kinds.length === 0 && table.indexes.length === 0) return '';
  const rows = [...(kinds.some((kind) => cellState(kind, null) !== 'empty') ? [wholeRow(kinds)] : []), ...table.indexes.map((index) => indexRow(index, kinds, draw))];
  const name = esc(table.name);
  return `<div class="scroll"><div class="lean"><table class="matrix len-${lengthClass(kinds)}"><caption class="sr">${name}: indexes in rows, queries in columns</caption><thead><tr><th scope="col" class="corner"><span class="sr">Index</span></th>${kinds.map((kind, i) => head(kind, i, table, draw)).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></div>`;
}

/** How high the slanted heads must be, in steps of four characters. */
const lengthClass = (kinds: readonly Kind[]): number => Math.min(7, Math.max(1, ...kinds.map((kind) => Math.ceil((labelOf(kind).length + (kind.queries.length === 1 ? 0 : 3)) / 4))));

function head(kind: Kind, i: number, table: ShownTable, draw: Draw): string {
  const times = kind.queries.length === 1 ? '' : `<span class="times" aria-hidden="true">×${kind.queries.length}</span>`;
  return `<th scope="col" class="kind"><a href="#${draw.kindId(table, kind)}" tabindex="-1"><span class="n" aria-hidden="true">${i + 1}</span><span class="slant" aria-hidden="true"><span class="what">${esc(labelOf(kind))}</span>${times}</span><span class="sr">Query ${i + 1}: ${esc(askOf(kind))}, ${count(kind.queries.length, 'place', 'places')}</span></a></th>`;
}

function wholeRow(kinds: readonly Kind[]): string {
  return `<tr class="row whole"><th scope="row"><span class="shape"><span class="keys"><span class="none">whole table</span></span></span> <span class="about"><span class="name">every row is read</span></span></th>${kinds.map((kind) => cell(kind, null)).join('')}</tr>`;
}

function indexRow(index: ShownIndex, kinds: readonly Kind[], draw: Draw): string {
  const keys = index.keys.map((key) => `<span class="key">${esc(key)}</span>`).join('<span class="then" aria-hidden="true">›</span><span class="sr">, </span>');
  const gone = index.standing === 'redundant' ? `<del class="keys">${keys}</del>` : `<span class="keys">${keys}</span>`;
  const flags = indexFlags(index).map((flag) => `<span class="flag">${esc(flag)}</span>`).join(' ');
  const name = index.name === '' ? '' : `<span class="name">${index.declared === null ? esc(index.name) : draw.place(index.declared, index.name)}</span>`;
  const because = index.because === '' ? '' : `<span class="because">${esc(index.because)}</span>`;
  return `<tr class="row ${index.standing}" data-index="${esc(index.id)}"><th scope="row"><span class="shape">${gone} ${flags}</span> <span class="about">${name} ${because}</span></th>${kinds.map((kind) => cell(kind, index)).join('')}</tr>`;
}

function cell(kind: Kind, index: ShownIndex | null): string {
  const state = cellState(kind, index);
  if (state !== 'empty') return `<td class="c">${mark(state)}<span class="sr">${stateWords[state]}</span></td>`;
  const why = index === null || (kind.first.verdict !== 'unserved' && kind.first.verdict !== 'partly') ? undefined : kind.first.not.find((one) => one.index === index.id)?.why;
  return index === null || why === undefined ? '<td class="c"></td>' : `<td class="c" title="${esc(`${indexShape(index)} does not serve this: ${why}`)}"></td>`;
}
