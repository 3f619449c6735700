import type { Advice } from '../advice/advise.ts';
import type { AdviceInput } from '../advice/input.ts';
import type { Place, Site } from '../facts/finding.ts';
import type { Span } from '../text/span.ts';

/** Whether two inputs say the same but for where: one path moved from the other, or both from a third, under the same rule and words. */
export function sameButMoved(a: AdviceInput, b: AdviceInput): boolean {
  if (a === b) return true;
  // A verdict of a table rule is made anew each time, so what it says is compared where the object is another.
  if (a.access === null || b.access === null) return a.access === b.access && JSON.stringify(a) === JSON.stringify(b);
  const root = (input: AdviceInput): object | null => input.access?.root ?? input.access;
  return root(a) === root(b) && a.path === b.path && a.rule === b.rule && a.table === b.table && a.enclosing === b.enclosing && a.verdict.severity === b.verdict.severity && a.verdict.message === b.verdict.message;
}

/** Advice on queries that only moved since: the same, at the new places. What did not move is the same object. */
export function relocateAdvice(advice: Advice, before: readonly AdviceInput[], now: readonly AdviceInput[]): Advice {
  const spans = new Map<string, Span>();
  before.forEach((input, i) => {
    const to = now[i]?.verdict.span;
    if (to !== undefined && (to.start !== input.verdict.span.start || to.end !== input.verdict.span.end)) spans.set(keyOf({ path: input.path, span: input.verdict.span }), to);
  });
  if (spans.size === 0) return advice;
  const moved = new Map<Site, Site>();
  const siteAt = <T extends Site>(site: T): T => {
    const related = site.related.map((place) => placeAt(place, spans));
    const stays = related.every((place, i) => place === site.related[i]);
    const span = spans.get(keyOf(site));
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

const keyOf = ({ path, span }: Place): string => `${path}:${span.start}:${span.end}`;

function placeAt<T extends Place>(place: T, spans: ReadonlyMap<string, Span>): T {
  const span = spans.get(keyOf(place));
  return span === undefined ? place : { ...place, span };
}
