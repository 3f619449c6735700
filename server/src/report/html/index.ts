import type { Place } from '../../facts/finding.ts';
import { count } from '../../rules/words/list.ts';
import { bandsHtml } from '../map/bands.ts';
import { esc } from '../map/escape.ts';
import { isTrouble } from '../map/kinds.ts';
import { filterHtml, legendHtml } from '../map/legend.ts';
import { mark, markSprite } from '../map/marks.ts';
import { type ShownMap, type ShownPlace, withPlaces } from '../map/shown.ts';
import { notReadIn, type Report } from '../report.ts';
import { reportScript, reportScriptHash, reportStyle, reportStyleHash } from './assets.generated.ts';
import { drawReport } from './draw.ts';
import { howHtml } from './how.ts';
import { narrowed } from './narrowed.ts';

export interface HtmlOptions {
  /** The project's name, for the title; left out: the report's. */
  readonly name?: string;
  /** Where a place of the code can be opened (`vscode://file/…`, a page of a repository); null, or left out, where places are only named. Line and column count from 1. */
  readonly link?: (path: string, line: number, column: number) => string | null;
}

/**
 * The report as one page that needs nothing else: style and script stand in it and are let in by their hashes, and whatever else a name of the workspace might bring is kept out.
 * It can be read without the script, which adds the filter, the keys and the marking of both ends.
 */
export function htmlReport(report: Report, options: HtmlOptions = {}): string {
  const name = options.name ?? report.project ?? '';
  const map = withPlaces(narrowed(report.snapshot.indexMap(), report), (place) => shown(place, report));
  const policy = `default-src 'none'; style-src '${reportStyleHash}'; script-src '${reportScriptHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const title = name === '' ? 'Sargable' : `${name}: Sargable`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><title>${esc(title)}</title><style>${reportStyle}</style></head>
<body class="report">${markSprite}<a class="skip" href="#map">To the map</a>
<header class="top"><p class="tool">Sargable</p><h1>${esc(name === '' ? 'Index Map' : name)}</h1>${summaryHtml(report, map)}<div class="tools">${filterHtml}</div>${legendHtml}</header>
<main id="map">${bandsHtml(map, drawReport(report, options))}</main>
${howHtml(report)}
<script>${reportScript}</script></body></html>
`;
}

function shown({ path, span }: Place, { places }: Report): ShownPlace {
  const { start, end } = places.range(path, span);
  return { file: places.file(path), path, line: start.line + 1, column: start.character + 1, endLine: end.line + 1 };
}

/** What there is and what is wrong, in figures. */
function summaryHtml(report: Report, map: ShownMap): string {
  const { snapshot, places } = report;
  const stats = snapshot.stats();
  const queries = map.tables.flatMap((table) => table.queries);
  const of = (verdict: string): number => queries.filter((query) => query.verdict === verdict).length;
  const loops = map.tables.reduce((sum, table) => sum + table.loops.length, map.elsewhere.loops.length);
  const proposed = map.tables.reduce((sum, table) => sum + table.indexes.filter((index) => index.standing === 'proposed').length, 0);
  const tile = (name: 'unserved' | 'partly' | 'served' | 'proposed' | 'loop', n: number, words: string): string => `<li class="tile ${name}">${mark(name)}<strong>${n}</strong> ${words}</li>`;
  const unread = stats.unread.filter((one) => places.inScope(one.path)).length;
  const before = report.against.map((one) => ` ${count(one.known, 'finding', 'findings')} of before (${esc(one.name)}) left out.`).join('');
  const tools = notReadIn(report).map(({ title, path }) => `${title} (${places.file(path)})`).join(', ');
  return `<ul class="tiles">${tile('unserved', of('unserved'), 'not served')}${tile('partly', of('partly'), 'half served')}${tile('served', of('served'), 'served')}${tile('proposed', proposed, proposed === 1 ? 'index proposed' : 'indexes proposed')}${tile('loop', loops, loops === 1 ? 'loop' : 'loops')}</ul><p class="read">${count(map.tables.filter(isTrouble).length, 'table', 'tables')} of ${map.tables.length} to look at. ${count(stats.queriesRead, 'query', 'queries')} read in ${count(stats.files, 'file', 'files')}, <a href="#unread">${unread} not understood</a>.${before}${tools === '' ? '' : ` ${esc(tools)} found, not read yet.`}</p>`;
}
