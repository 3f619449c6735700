import type { Related, Site } from '../facts/finding.ts';
import type { MapFinding, MapLoop, MapStep } from '../facts/index-map.ts';
import { rules } from '../rules/index.ts';

const loopRules = new Set(rules.filter((rule) => rule.family === 'loops').map((rule) => rule.id));

/** Whether a finding speaks of statements that code sends again and again, and so hangs beside the table that they read. */
export const isLoop = (site: Site): boolean => loopRules.has(site.rule) || site.related.some((place) => place.role === 'loop');

export const findingOf = (site: Site): MapFinding => ({
  rule: site.rule, severity: site.severity, message: site.message, advice: site.advice, place: { path: site.path, span: site.span }, related: site.related.map(stepOf), fingerprint: site.fingerprint,
});

const stepOf = ({ role, path, span, message }: Related): MapStep => ({ role, place: { path, span }, message });

/** From the loop over the call that the finding marks down to the query; what is said of models and indexes is no step of it. */
export function loopOf(site: Site): MapLoop {
  const steps = site.related.map(stepOf);
  const head = steps.filter((step) => step.role === 'loop');
  const down = steps.filter((step) => step.role === 'call-site' || step.role === 'query');
  const here: MapStep = { role: down.length === 0 ? 'query' : 'call-site', place: { path: site.path, span: site.span }, message: down.length === 0 ? 'the query' : 'the call' };
  return { ...findingOf(site), path: [...head, here, ...down] };
}
