import { type Draw, kindId, tableId } from '../map/draw.ts';
import { esc } from '../map/escape.ts';
import type { ShownFinding, ShownPlace } from '../map/shown.ts';
import { placeText } from '../map/words.ts';
import type { Report } from '../report.ts';
import { excerptHtml } from './excerpt.ts';
import type { HtmlOptions } from './index.ts';

/** Places are named, and linked where there is a way to open them; findings bring their code with them. */
export function drawReport(report: Report, { link }: HtmlOptions): Draw {
  return {
    place: (place, words) => placeHtml(place, words ?? placeText(place), link?.(place.path, place.line, place.column) ?? null),
    excerpt: (finding: ShownFinding) => excerptHtml(finding.place, report.places),
    rule: (rule) => `<code class="rule">${esc(rule)}</code>`,
    databases: report.snapshot.catalogs().length > 1, kindId, tableId,
  };
}

const placeHtml = (place: ShownPlace, words: string, href: string | null): string =>
  (href === null ? `<span class="place" title="${esc(placeText(place))}">${esc(words)}</span>` : `<a class="place" href="${esc(href)}" title="${esc(placeText(place))}">${esc(words)}</a>`);
