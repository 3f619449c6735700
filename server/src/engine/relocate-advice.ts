import type { Advice } from '../advice/advise.ts';
import type { AdviceInput } from '../advice/input.ts';
import type { Place, Related, Site } from '../facts/finding.ts';
import type { Span } from '../text/span.ts';

/** Whether two inputs say the same but for where: one path moved from the other, or both from a third, under the same rule and words. */
export function sameButMoved(a: AdviceInput, b: AdviceInput): boolean {
  if (a === b) return true;
  // A verdict of a table rule is made anew each time, so what it says is compared where the object is another.
  if (a.access === null || b.access === null) return a.access === b.access && withoutPlace(a) === withoutPlace(b);
  return a.access === b.access && a.path === b.path && a.rule === b.rule && a.table === b.table && a.enclosing === b.enclosing && a.verdict.severity === b.verdict.severity && a.verdict.message === b.verdict.message;
}

const withoutPlace = (input: AdviceInput): string => JSON.stringify({ ...input, verdict: { ...input.verdict, span: null } });

/** Advice on queries that only moved since: the same, at the new places. What did not move is the same object. */
export function relocateAdvice(advice: Advice, before: readonly AdviceInput[], now: readonly AdviceInput[]): Advice {
  const spans = newPlaces(before, now);
  if (spans.size === 0) return advice;
  const moved = new Map<Site, Site>();
  const siteAt = <T extends Site>(site: T): T => {
    const related = site.related.map((place) => placeAt(place, spans));
    const stays = related.every((place, i) => place === site.related[i]);
    const span = newSpan(site, spans);
    return span === undefined && stays ? site : { ...site, span: span ?? site.span, related };
  };
  const of = (site: Site): Site => {
    const known = moved.get(site) ?? siteAt(site);
    moved.set(site, known);
    return known;
  };
  return {
    sites: advice.sites.map(of),
    findings: advice.findings.map((finding) => ({ ...siteAt(finding), sites: finding.sites.map(of) })),
    needs: advice.needs.map((need) => ({ ...need, sites: need.sites.map(of) })),
  };
}

/** By path, start and end. Most places are in files where nothing moved, and are told by the path alone. */
type NewPlaces = ReadonlyMap<string, ReadonlyMap<number, ReadonlyMap<number, Span>>>;

function newPlaces(before: readonly AdviceInput[], now: readonly AdviceInput[]): NewPlaces {
  const places = new Map<string, Map<number, Map<number, Span>>>();
  before.forEach(({ path, verdict: { span } }, i) => {
    const to = now[i]?.verdict.span;
    if (to === undefined || (to.start === span.start && to.end === span.end)) return;
    const inFile = places.get(path) ?? new Map<number, Map<number, Span>>();
    places.set(path, inFile.set(span.start, (inFile.get(span.start) ?? new Map<number, Span>()).set(span.end, to)));
  });
  return places;
}

const newSpan = ({ path, span }: Place, places: NewPlaces): Span | undefined => places.get(path)?.get(span.start)?.get(span.end);

/** A place of the catalog's, not of a query. */
export const isDeclaration = ({ role }: Related): boolean => role === 'schema' || role === 'index';

/** Declarations stand where they were linked, here; `toldAt` moves them. */
function placeAt<T extends Related>(place: T, places: NewPlaces): T {
  if (isDeclaration(place)) return place;
  const span = newSpan(place, places);
  return span === undefined ? place : { ...place, span };
}
