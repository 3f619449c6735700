import type { Finding, Need, Related, Site } from '../facts/finding.ts';
import { isDeclaration } from './relocate-advice.ts';
import { type MovedSpans, spanKey } from './same-structure.ts';
import { placed } from './shifted.ts';
import type { Told } from './tell.ts';

/** What was told, with the declarations it names at the places where they stand now. What names none that moved is the same object. */
export function toldAt(told: Told, moved: ReadonlyMap<string, MovedSpans>): Told {
  if (moved.size === 0) return told;
  const known = new Map<Site, Site>();
  const of = (site: Site): Site => {
    const at = known.get(site) ?? siteAt(site, moved);
    known.set(site, at);
    return at;
  };
  return {
    sites: new Map([...told.sites].map(([path, sites]) => [path, sites.map(of)])),
    findings: told.findings.map((finding): Finding => ({ ...siteAt(finding, moved), sites: finding.sites.map(of) })),
    needs: told.needs.map((need): Need => ({ ...need, sites: need.sites.map(of) })),
    suppressed: () => told.suppressed().map((site) => siteAt(site, moved)),
  };
}

function siteAt<T extends Site>(site: T, moved: ReadonlyMap<string, MovedSpans>): T {
  const related = site.related.map((place) => relatedAt(place, moved));
  const own = moved.get(site.path);
  // An index that can go is told where it is declared.
  if (site.surplus !== undefined && own !== undefined) return { ...site, related, surplus: { ...site.surplus, index: placed(site.surplus.index, (span) => own.get(spanKey(span)) ?? span) } };
  return related.every((place, i) => place === site.related[i]) ? site : { ...site, related };
}

function relatedAt(place: Related, moved: ReadonlyMap<string, MovedSpans>): Related {
  const span = isDeclaration(place) ? moved.get(place.path)?.get(spanKey(place.span)) : undefined;
  return span === undefined ? place : { ...place, span };
}
