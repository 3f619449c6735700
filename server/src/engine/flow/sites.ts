import { adviceText } from '../../advice/sentence.ts';
import { fingerprints, type Identity, normalQuery, shapeOf } from '../../advice/fingerprint.ts';
import { inFileOrder } from '../../advice/order.ts';
import type { FileFacts, Suppression } from '../../facts/file.ts';
import type { Severity, Site } from '../../facts/finding.ts';
import type { QueryRef, Summary } from '../../link/flow/summary.ts';
import type { SpokenOfFlow } from '../../rules/run.ts';
import { tableName } from '../../rules/tables.ts';
import { applySuppressions, joinUsed, type UsedSuppressions } from '../../suppress/apply.ts';
import { lineIndex, positionAt } from '../../text/lines.ts';
import { ignoredBecause, levelAt } from '../level.ts';
import type { Derived } from '../project-files.ts';
import type { Statement } from './statements.ts';

/** What a rule said of one unit. */
export interface Placed { readonly path: string; readonly enclosing: string; readonly summary: Summary; readonly spoken: SpokenOfFlow }

export interface SitesGround { readonly derived: Derived; readonly text: (path: string) => string | null; readonly statement: (ref: QueryRef) => Statement | null }

/** The verdicts that are to be told, as sites in file order, and which ignores did something. Each stands alone: one loop and its query are one finding. */
export interface FlowSites { readonly sites: readonly Site[]; readonly used: UsedSuppressions; readonly hidden: () => readonly HiddenSite[] }

/** A site that is not told, and what says so. */
export interface HiddenSite { readonly site: Site; readonly by: Suppression | 'configuration'; readonly reason: string }

interface Heard extends Placed { readonly rule: string; readonly severity: Severity }
interface Unheard { readonly heard: Heard; readonly by: HiddenSite['by']; readonly reason: string }

export function flowSites(files: readonly { readonly facts: FileFacts; readonly placed: readonly Placed[] }[], ground: SitesGround): FlowSites {
  const used: UsedSuppressions[] = [];
  const unheard: Unheard[] = [];
  const heard = files.flatMap(({ facts, placed }) => silenced(placed.flatMap((one) => levelled(one, ground.derived, unheard)), facts, ground, { used, unheard }));
  const sorted = heard.sort((a, b) => inFileOrder(orderOf(a), orderOf(b)));
  return { sites: sitesOf(sorted, ground), used: joinUsed(used), hidden: () => hiddenSites(unheard, ground) };
}

function hiddenSites(unheard: readonly Unheard[], ground: SitesGround): readonly HiddenSite[] {
  const sorted = [...unheard].sort((a, b) => inFileOrder(orderOf(a.heard), orderOf(b.heard)));
  const sites = sitesOf(sorted.map(({ heard }) => heard), ground);
  return sorted.flatMap(({ by, reason }, i) => { const site = sites[i]; return site === undefined ? [] : [{ site, by, reason }]; });
}

function sitesOf(sorted: readonly Heard[], ground: SitesGround): readonly Site[] {
  const identities = sorted.map((one) => identityOf(one, ground));
  const prints = fingerprints(identities);
  return sorted.flatMap((one, i) => { const identity = identities[i]; return identity === undefined ? [] : [siteOf(one, identity, prints[i] ?? '')]; });
}

const orderOf = ({ path, rule, spoken }: Heard) => ({ path, start: spoken.verdict.span.start, rule });

/** Off rules drop out, ignored tables hide; a configured severity replaces the rule's. */
function levelled(one: Placed, derived: Derived, unheard: Unheard[]): Heard[] {
  const { rule, table, verdict } = one.spoken;
  const asked = { rule, path: one.path, table: table?.key ?? '', columns: verdict.columns };
  const level = levelAt(asked, derived);
  if (level !== 'off') return [{ ...one, rule, severity: level ?? verdict.severity }];
  const reason = ignoredBecause(asked, derived);
  if (reason !== null) unheard.push({ heard: { ...one, rule, severity: verdict.severity }, by: 'configuration', reason });
  return [];
}

/** A finding may be ignored where it starts, at its loop, at the call that leads to the query, and at the query, as far as they stand in its file. */
function silenced(heard: readonly Heard[], facts: FileFacts, { text }: SitesGround, silence: { readonly used: UsedSuppressions[]; readonly unheard: Unheard[] }): readonly Heard[] {
  const source = facts.suppressions.length === 0 || heard.length === 0 ? null : text(facts.path);
  if (source === null) return heard;
  const index = lineIndex(source);
  const linesOf = ({ path, spoken: { verdict } }: Heard): readonly number[] =>
    [verdict.span, ...verdict.related.flatMap((place) => (place.path === path && place.role !== 'schema' && place.role !== 'index' ? [place.span] : []))].map(({ start }) => positionAt(index, start).line);
  const { kept, used, hidden } = applySuppressions(heard, facts.suppressions, linesOf);
  silence.used.push(used);
  silence.unheard.push(...hidden.map(({ item, by }) => ({ heard: item, by, reason: by.reason })));
  return kept;
}

/** Made of what the code means: the rule, the table and its columns, the function, its loops by what they go over, and the query. No offset, path or message. */
function identityOf({ enclosing, rule, summary, spoken }: Heard, { statement }: SitesGround): Identity {
  const event = spoken.event === null ? undefined : summary.events[spoken.event];
  const loops = event?.loops.map((id) => summary.repeaters.find((one) => one.id === id)?.name ?? '') ?? [];
  const sent = event?.what.kind === 'query' ? statement(event.what.query) : null;
  const what = event?.what.kind === 'lazy' ? event.what.relation : sent?.checked === undefined || sent.checked === null ? '' : normalQuery((sent.checked.judged ?? sent.checked).paths[0] ?? null);
  return { rule, table: spoken.table === null ? '' : tableName(spoken.table), columns: spoken.verdict.columns, enclosing, query: JSON.stringify([loops, what]) };
}

const known = new WeakMap<SpokenOfFlow, Site>();

function siteOf({ path, rule, severity, spoken }: Heard, identity: Identity, fingerprint: string): Site {
  const before = known.get(spoken);
  if (before !== undefined && before.fingerprint === fingerprint && before.severity === severity) return before;
  const { verdict, table, catalog } = spoken;
  const site: Site = {
    rule, severity, confidence: verdict.confidence, message: verdict.message, advice: adviceText({ indexes: [], others: 0, isQuery: true, instead: verdict.instead, table: table ?? undefined, extensions: [] }),
    path, span: verdict.span, database: catalog?.id ?? '', table: table === null ? '' : tableName(table), columns: verdict.columns, suggestion: null, related: verdict.related, fingerprint, shape: shapeOf(identity), within: identity.enclosing,
  };
  known.set(spoken, site);
  return site;
}
