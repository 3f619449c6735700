import type { AccessPath } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import type { Severity } from '../facts/finding.ts';
import type { BoundQuery } from '../facts/query.ts';
import { contains, type Span } from '../text/span.ts';
import { atMost, leastSure } from './certainty.ts';
import type { QueryContext, QueryVerdict } from './rule.ts';

/** The base table that a statement is about: the target of a write, the first of FROM. */
export interface Subject { readonly access: AccessPath; readonly table: Table }

/** Null for a view, a derived table, a table too small to matter, and one that is not known. */
export function subjectOf(query: BoundQuery, { paths, tableOf }: QueryContext): Subject | null {
  const [first] = query.sources;
  if (first === undefined || first.relation.kind !== 'table') return null;
  const access = paths.find((path) => path.query === query && path.source === first.id);
  const table = access === undefined ? null : tableOf(access.table);
  return access === undefined || table === null || table.view !== null || table.virtual === true ? null : { access, table };
}

export interface StatementTold { readonly severity: Severity; readonly message: string; readonly advice: string; readonly columns?: readonly string[]; /** Where it is told; the table's name where that is not known. */ readonly at?: Span | undefined }

/** What a query rule answers. Where query or table were read in part it is a hint at most. */
export function statementVerdict({ access, table }: Subject, context: QueryContext, told: StatementTold): QueryVerdict {
  const confidence = leastSure(context.confidence, table.confidence);
  const named = access.query.sources.find((source) => source.id === access.source)?.span;
  const span = [told.at, named].find((s) => s !== undefined && s.end > s.start && contains(context.fact.span, s)) ?? context.fact.span;
  return {
    access,
    verdict: { severity: confidence === 'low' ? atMost(told.severity, 'hint') : told.severity, confidence, message: told.message, span, columns: told.columns ?? [], suggestion: null, related: [], instead: told.advice },
  };
}

/** Run by hand, or now and then by a clock, on all there is: scripts, jobs, exports, tools of the administrator. */
const byHand = /(^|[/_.-])(scripts?|bin|cli|cmd|tools?|tasks?|jobs?|crons?|workers?|queues?|admin|migrat\w*|seed\w*|backfill\w*|exports?|imports?|backups?|dumps?|sync\w*|maintenance|one-?off|playground|examples?|demos?|benchmarks?|tests?|mocks?|fixtures?|dev|debug|anonymi[sz]\w*|clean\w*|resets?|truncate|teardown|drop|deletes?|init|setup|install|uninstall)([/_.-]|$)/i;
const byHandWords = /(export|import|dump|backup|sync|migrat|seed|backfill|reindex|rebuild|cron|job|cleanup|sweep|admin|script|sitemap|warm|preload|reset|truncate|wipe|purge|clear|flush|bootstrap|anonymi[sz]|setup|install|init|teardown)/i;

/** Whether the place says that the statement is for all rows: by its path, or by the name of the function around it. */
export const isByHand = ({ path, fact }: QueryContext): boolean => byHand.test(path) || byHandWords.test(fact.enclosing);
