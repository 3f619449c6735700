import { mark } from './marks.ts';

const entries = [['served', 'an index serves it'], ['partly', 'half of it'], ['unserved', 'none does'], ['proposed', 'a proposed one would'], ['whole', 'asks for the whole table']] as const;

/** What the marks mean. */
export const legendHtml: string = `<ul class="legend" aria-label="What the marks mean">${entries.map(([name, words]) => `<li>${mark(name)}${words}</li>`).join('')}<li><span class="sample proposed" aria-hidden="true"></span>proposed index</li><li><del class="sample">index</del> can go</li></ul>`;

/** The box that narrows the map, and what it left. */
export const filterHtml: string = '<div class="filter" role="search"><label for="filter">Filter</label><input id="filter" type="search" placeholder="table, column, file or rule" autocomplete="off" spellcheck="false"><span id="filtered" class="filtered" role="status"></span></div>';
