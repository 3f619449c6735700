import type { AccessPath } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import { rules } from './index.ts';
import type { BoundQuery } from '../facts/query.ts';
import type { Summary } from '../link/flow/summary.ts';
import type { AccessContext, AccessRule, CatalogContext, CatalogRule, CatalogVerdict, FlowContext, FlowRule, FlowVerdict, QueryContext, QueryRule, QueryVerdict, RuleContext, TableContext, TableRule, Verdict } from './rule.ts';

export interface Spoken { readonly rule: string; readonly verdict: Verdict }
export type SpokenOfQuery = QueryVerdict & { readonly rule: string };
export interface SpokenOfCatalog { readonly rule: string; readonly verdict: CatalogVerdict }
export interface SpokenOfTable { readonly rule: string; readonly verdict: Verdict & { readonly path: string } }
export type SpokenOfFlow = FlowVerdict & { readonly rule: string };

const accessRules: readonly AccessRule[] = rules.filter((rule) => rule.scope === 'access');
const queryRules: readonly QueryRule[] = rules.filter((rule) => rule.scope === 'query');
const catalogRules: readonly CatalogRule[] = rules.filter((rule) => rule.scope === 'catalog');
const flowRules: readonly FlowRule[] = rules.filter((rule) => rule.scope === 'flow');
const tableRules: readonly TableRule[] = rules.filter((rule) => rule.scope === 'table');

/**
 * What is said of one access path: the first rule in order that speaks. Nothing where nothing can be said, where a row
 * at most is left, or where the table is small by configuration. A rule that is switched off still takes its turn:
 * its need is not told by another one.
 */
export function checkPath(path: AccessPath, context: RuleContext & AccessContext): Spoken | null {
  if (path.oneRow || (path.filter === 'unknown' && path.sort === 'unknown') || context.settings.isSmall(context.table)) return null;
  for (const rule of accessRules) {
    const verdict = rule.check(path, context);
    if (verdict !== null) return { rule: rule.id, verdict };
  }
  return null;
}

/** What is said of one statement as a whole: every query rule is asked. */
export const checkStatement = (query: BoundQuery, context: RuleContext & QueryContext): readonly SpokenOfQuery[] =>
  queryRules.flatMap((rule) => rule.check(query, context).map((told) => ({ rule: rule.id, ...told })));

/** What is said of one database as a whole: every catalog rule is asked. */
export const checkCatalog = (context: RuleContext & CatalogContext): readonly SpokenOfCatalog[] =>
  catalogRules.flatMap((rule) => rule.check(context).map((verdict) => ({ rule: rule.id, verdict })));

/** What is said of one table: every table rule is asked. What queries say of the same need is weighed later, in advice/. */
export const checkTable = (table: Table, context: RuleContext & TableContext): readonly SpokenOfTable[] =>
  tableRules.flatMap((rule) => rule.check(table, context).map((verdict) => ({ rule: rule.id, verdict })));

/**
 * What is said of what one function asks of the database. Every flow rule is asked; of one event the first in order that speaks is heard. `attempt` runs a rule:
 * one that crashes has said nothing, and the others still speak.
 */
export function checkFlow(summary: Summary, context: FlowContext, attempt: (rule: string, run: () => readonly FlowVerdict[]) => readonly FlowVerdict[]): readonly SpokenOfFlow[] {
  const told = new Set<number>();
  return flowRules.flatMap((rule) => {
    const spoken = attempt(rule.id, () => rule.check(summary, context)).filter(({ event }) => event === null || !told.has(event));
    for (const { event } of spoken) if (event !== null) told.add(event);
    return spoken.map((verdict) => ({ rule: rule.id, ...verdict }));
  });
}
