import type { Finding, IndexSpec, Need, Related, Site } from '../facts/finding.ts';
import { louder } from '../rules/certainty.ts';
import { precedence } from '../rules/index.ts';
import { tableName } from '../rules/tables.ts';
import { shapeText } from '../rules/words/index.ts';
import { declaredHere } from './declared.ts';
import { fingerprints, normalQuery, shapeOf } from './fingerprint.ts';
import { groupBy } from './group.ts';
import { indexesFor } from './indexes.ts';
import type { AdviceContext, AdviceInput } from './input.ts';
import { compareText, inFileOrder } from './order.ts';
import { adviceText } from './sentence.ts';
import { withoutShared, withoutTold } from './told.ts';

/** Everything said of one database. Sites and findings are in file order, needs by table and columns. */
export interface Advice {
  /** One for each input that stands: a foreign key whose need a query tells has none. */
  readonly sites: readonly Site[];
  readonly findings: readonly Finding[];
  readonly needs: readonly Need[];
}

/**
 * Turns all verdicts of one database into sites, findings and needs: suggestions merged into the fewest indexes and
 * named, the advice written, equal needs told once. The result does not depend on the order of `inputs`.
 */
export function advise(inputs: readonly AdviceInput[], context: AdviceContext): Advice {
  const sorted = [...inputs].sort((a, b) => inFileOrder(placeOf(a), placeOf(b)) || compareText(a.verdict.message, b.verdict.message));
  const asked = withoutTold(sorted);
  const indexes = indexesFor(asked, context);
  const standing = withoutShared(asked, (input) => needId(input, indexes.get(input)?.[0]));
  const groups = groupBy(standing, (input) => needId(input, indexes.get(input)?.[0]));
  const prints = fingerprints(standing.map((input) => identityOf(input, context)));
  const printOf = new Map(standing.map((input, i) => [input, prints[i] ?? '']));
  const siteOf = new Map<AdviceInput, Site>();
  for (const group of groups.values()) for (const input of group) siteOf.set(input, site(input, { group, indexes: indexes.get(input) ?? [], context, printOf }));
  const sitesOf = (group: readonly AdviceInput[]): readonly Site[] => group.flatMap((input) => siteOf.get(input) ?? []);
  const findings = [...groups.values()].flatMap((group) => finding(sitesOf(group)));
  return { sites: sitesOf(standing), findings: findings.sort((a, b) => inFileOrder(placeOfSite(a), placeOfSite(b))), needs: needsOf(standing, indexes, siteOf) };
}

const placeOf = (input: AdviceInput) => ({ path: input.path, start: input.verdict.span.start, rule: input.rule });
const placeOfSite = (s: Site) => ({ path: s.path, start: s.span.start, rule: s.rule });

/** Sites of one index are one need; those that no index helps are one where they say the same. */
const needId = (input: AdviceInput, index: IndexSpec | undefined): string =>
  index === undefined ? JSON.stringify([input.rule, input.table, input.verdict.message]) : JSON.stringify([input.table, index.name, shapeText(index)]);

const displayTable = (input: AdviceInput, context: AdviceContext): string => {
  const table = context.catalog.tables.get(input.table);
  return table === undefined ? input.table : tableName(table);
};

const identityOf = (input: AdviceInput, context: AdviceContext) =>
  ({ rule: input.rule, table: displayTable(input, context), columns: input.verdict.columns, enclosing: input.enclosing, query: normalQuery(input.access) });

interface Surroundings {
  readonly group: readonly AdviceInput[];
  readonly indexes: readonly IndexSpec[];
  readonly context: AdviceContext;
  readonly printOf: ReadonlyMap<AdviceInput, string>;
}

/** Sites of an open document name this many others; the finding names all. */
const nearby = 8;

function site(input: AdviceInput, { group, indexes, context, printOf }: Surroundings): Site {
  const { verdict } = input;
  const index = indexes[0] ?? null;
  const table = context.catalog.tables.get(input.table);
  const others = group.filter((other) => other !== input && other.access !== null);
  return {
    rule: input.rule, severity: verdict.severity, confidence: verdict.confidence, message: verdict.message,
    advice: adviceText({ indexes, others: others.length, isQuery: input.access !== null, instead: verdict.instead, table, extensions: context.catalog.extensions ?? [] }),
    path: input.path, span: verdict.span, database: context.catalog.id, table: displayTable(input, context), columns: verdict.columns, suggestion: index, ...(indexes.length > 1 ? { together: indexes.slice(1) } : {}), ...(verdict.surplus === undefined ? {} : { surplus: verdict.surplus }),
    related: [...declaredHere(table), ...verdict.related, ...group.filter((other) => other !== input).slice(0, nearby).map((other) => callSite(other.path, other.verdict.span, printOf.get(other) ?? '', index))],
    fingerprint: printOf.get(input) ?? '', shape: shapeOf(identityOf(input, context)), within: input.enclosing,
  };
}

const callSite = (path: string, span: Site['span'], fingerprint: string, index: IndexSpec | null): Related =>
  ({ role: 'call-site', path, span, message: index === null ? 'the same here' : 'would be served too', fingerprint });

/** Without the sites that are not wanted: the same finding where all are, null where none is. */
export function findingOf(whole: Finding, wanted: (site: Site) => boolean): Finding | null {
  const sites = whole.sites.filter(wanted);
  return sites.length === whole.sites.length ? whole : (finding(sites)[0] ?? null);
}

/** One finding a need: told by the loudest of its sites, then by the rule that speaks first, then by the first in file order. */
function finding(sites: readonly Site[]): readonly Finding[] {
  const [head] = [...sites].sort((a, b) => (a.severity === b.severity ? 0 : louder(a.severity, b.severity) === a.severity ? -1 : 1) || precedence(a.rule) - precedence(b.rule) || inFileOrder(placeOfSite(a), placeOfSite(b)));
  if (head === undefined) return [];
  const others = sites.filter((s) => s !== head).map((s) => callSite(s.path, s.span, s.fingerprint, head.suggestion));
  return [{ ...head, related: [...head.related.filter((r) => r.role !== 'call-site'), ...others], sites: [head, ...sites.filter((s) => s !== head)] }];
}

/** Every index with all sites that need it: one that needs several indexes at once is a site of each. */
function needsOf(inputs: readonly AdviceInput[], indexes: ReadonlyMap<AdviceInput, readonly IndexSpec[]>, siteOf: ReadonlyMap<AdviceInput, Site>): readonly Need[] {
  const uses = inputs.flatMap((input) => (indexes.get(input) ?? []).map((index) => ({ index, site: siteOf.get(input) })));
  const needs = [...groupBy(uses, ({ index }) => `${index.table}\n${index.name ?? ''}`).values()].flatMap((group) => {
    const sites = group.flatMap(({ site: s }) => s ?? []);
    const [first] = sites;
    return group[0] === undefined || first === undefined ? [] : [{ index: group[0].index, database: first.database, sites }];
  });
  return needs.sort((a, b) => compareText(a.index.table, b.index.table) || compareText(a.index.name ?? '', b.index.name ?? ''));
}
