import type { Site } from '../facts/finding.ts';
import { hashText } from '../text/hash.ts';

const known = new WeakMap<Site, string>();

/** Equal exactly when a client would be shown the same. Sites of tables about which nothing changed are the same objects, so most of it is known already. */
export const resultIdOf = (complete: boolean, sites: readonly Site[]): string => hashText(`${complete}|${sites.map(shown).join('\n')}`);

function shown(site: Site): string {
  const before = known.get(site);
  if (before !== undefined) return before;
  const related = site.related.map((r) => `${r.role} ${r.path} ${r.span.start} ${r.span.end} ${r.message}`).join('|');
  const text = hashText(`${site.rule}|${site.severity}|${site.span.start}|${site.span.end}|${site.fingerprint}|${site.message}|${site.advice}|${related}`);
  known.set(site, text);
  return text;
}
