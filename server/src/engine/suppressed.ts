import type { Advice } from '../advice/advise.ts';
import { inFileOrder } from '../advice/order.ts';
import type { AdviceInput } from '../advice/input.ts';
import type { Suppression } from '../facts/file.ts';
import type { Site } from '../facts/finding.ts';
import { hashText } from '../text/hash.ts';
import type { SuppressedSite } from './api.ts';
import type { HiddenSite } from './flow/sites.ts';
import type { HiddenVerdict, JudgedFile } from './judge.ts';

export type { SuppressedSite };

/** `told`: what is advised without them; `advise`: what would be advised on a catalog, by its id. */
export interface SuppressedGround { readonly flow: readonly HiddenSite[]; readonly told: readonly Advice[]; readonly advise: (catalog: string, inputs: readonly AdviceInput[]) => Advice }

/** The sites that comments and the configuration hide, as they would have been told beside the others. A need that something else tells is not told here either. */
export function suppressedSites(judged: readonly JudgedFile[], ground: SuppressedGround): readonly SuppressedSite[] {
  const hidden = judged.flatMap((file) => file.hidden);
  const taken = new Set(ground.told.flatMap((advice) => advice.sites.map((site) => site.fingerprint)));
  const sites = [...new Set(hidden.map(({ placed }) => placed.catalog.id))].flatMap((id) => sitesIn(id, hidden.filter(({ placed }) => placed.catalog.id === id), judged, ground));
  const all = [...sites, ...ground.flow.map(({ site, by, reason }) => suppressedSite(site, by, reason))];
  return all.map((site) => (taken.has(site.fingerprint) ? { ...site, fingerprint: hashText(`${site.fingerprint}#suppressed`) } : site)).sort((a, b) => inFileOrder(orderOf(a), orderOf(b)));
}

const orderOf = ({ path, rule, span }: Site) => ({ path, rule, start: span.start });

function sitesIn(id: string, hidden: readonly HiddenVerdict[], judged: readonly JudgedFile[], { advise }: SuppressedGround): readonly SuppressedSite[] {
  const standing = judged.flatMap((file) => file.kept.filter((placed) => placed.catalog.id === id).map(({ input }) => input));
  const byPlace = new Map(hidden.map((one) => [placeText(one.placed.input.path, one.placed.rule, one.placed.input.verdict), one]));
  return advise(id, [...standing, ...hidden.map(({ placed }) => placed.input)]).sites.flatMap((site) => {
    const by = byPlace.get(placeText(site.path, site.rule, site));
    return by === undefined ? [] : [suppressedSite(site, by.by, by.reason)];
  });
}

const placeText = (path: string, rule: string, { span, message }: Pick<Site, 'span' | 'message'>): string => JSON.stringify([path, rule, span.start, span.end, message]);

const suppressedSite = (site: Site, by: Suppression | 'configuration', reason: string): SuppressedSite => ({ ...site, reason, by: by === 'configuration' ? by : { path: site.path, span: by.span } });
