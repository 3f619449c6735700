import type { SuppressedSite } from '../../engine/api.ts';
import type { Finding, Site } from '../../facts/finding.ts';
import type { Span } from '../../text/span.ts';
import { type Report, wordsOf } from '../report.ts';
import { artifact, location, quoted, region } from './location.ts';
import { LEVELS } from './rules.ts';

type RuleIndex = ReadonlyMap<string, number>;

/** What is told; then, where it is asked for, what is known by a baseline or a commit, and what comments and the configuration silence. */
export function allResults(report: Report, index: RuleIndex): readonly object[] {
  const fresh = report.findings.map((finding) => ({ ...result(finding, report, index), ...fixes(finding, report), ...state(report, 'new') }));
  if (!report.suppressed) return fresh;
  const known = report.known.map((finding) => ({ ...result(finding, report, index), ...state(report, 'unchanged'), suppressions: [accepted(report)] }));
  const silent = report.snapshot.suppressed().filter(({ path }) => report.places.inScope(path)).map((site) => ({ ...result(site, report, index), suppressions: [silenced(site, report)] }));
  return [...fresh, ...known, ...silent];
}

function result(site: Site, report: Report, index: RuleIndex): object {
  const { related } = site;
  const at = index.get(site.rule);
  return {
    ruleId: site.rule, ...(at === undefined ? {} : { ruleIndex: at }), level: LEVELS[site.severity], message: { text: wordsOf(site) },
    locations: [{ physicalLocation: quoted(site, report), ...(site.within === '' ? {} : { logicalLocations: [{ fullyQualifiedName: site.within, kind: 'function' }] }) }],
    ...(related.length === 0 ? {} : { relatedLocations: related.map((place, id) => location(place, report, { id, message: place.message })) }),
    ...wayDown(site, report),
    partialFingerprints: { 'sargable/v1': site.fingerprint },
    properties: { severity: site.severity, confidence: site.confidence, ...(site.table === '' ? {} : { table: site.table, columns: site.columns }) },
  };
}

/** From a loop over each call on the way to the query. */
function wayDown({ related, message }: Site, report: Report): object {
  const steps = related.filter(({ role }) => role === 'loop' || role === 'call-site' || role === 'query');
  if (!steps.some(({ role }) => role === 'loop')) return {};
  return { codeFlows: [{ message: { text: message }, threadFlows: [{ locations: steps.map((step, i) => ({ location: location(step, report, { message: step.message }), nestingLevel: i })) }] }] };
}

/** The fix that can be made unseen, where there is one that edits files alone. */
function fixes(finding: Finding, report: Report): object {
  const fix = report.snapshot.fixes(finding.path, finding).find((one) => one.preferred && one.applicability === 'safe');
  const edits = fix?.edits() ?? null;
  if (fix === undefined || edits === null || edits.creates.length > 0 || edits.changes.length === 0) return {};
  const replacement = (path: string, edit: { readonly span: Span; readonly newText: string }): object => ({ deletedRegion: region(path, edit.span, report), insertedContent: { text: edit.newText } });
  return { fixes: [{ description: { text: fix.title }, artifactChanges: edits.changes.map(({ path, edits: own }) => ({ artifactLocation: artifact(path, report), replacements: own.map((edit) => replacement(path, edit)) })) }] };
}

const state = (report: Report, baselineState: 'new' | 'unchanged'): object => (report.against.length === 0 ? {} : { baselineState });

const accepted = ({ against }: Report): object => ({ kind: 'external', status: 'accepted', justification: `Known from ${against.map(({ name }) => name).join(' or ')}.` });

const silenced = ({ by, reason }: SuppressedSite, report: Report): object =>
  ({ kind: by === 'configuration' ? 'external' : 'inSource', status: 'accepted', ...(reason === '' ? {} : { justification: reason }), ...(by === 'configuration' ? {} : { location: location(by, report) }) });
