import type { AccessPath } from '../../facts/access.ts';
import type { Table } from '../../facts/catalog.ts';
import type { Severity } from '../../facts/finding.ts';
import type { ListUse, Summary } from '../../link/flow/summary.ts';
import { atMost, leastSure } from '../certainty.ts';
import type { FlowContext, FlowVerdict, SentQuery } from '../rule.ts';
import { isLookup } from '../tables.ts';

/** A list of rows of one table, all that its conditions let through. */
export interface SeenList { readonly use: ListUse; readonly table: Table; readonly sent: SentQuery; readonly path: AccessPath }

/** The statement behind a use of a list, where it gives whole rows as many as there are: nothing that is limited, grouped or one row by its key. */
export function seenList(use: ListUse, context: FlowContext): SeenList | null {
  if (context.role !== 'application' && context.role !== 'script') return null;
  const sent = context.queryOf(use.query);
  if (sent === null || sent.table === null || sent.fact === null || sent.query === null) return null;
  const { table, fact, query } = sent;
  if (query.op !== 'select' || fact.one === true || fact.gives === 'row' || fact.gives === 'value' || query.limit !== null || query.offset !== null || query.groupBy.length > 0 || query.distinct !== false || query.setOps.length > 0) return null;
  const path = sent.paths.find((one) => one.role === 'driving' && one.table === table.key);
  if (path === undefined || path.oneRow || table.virtual === true || table.view !== null || context.settings.isSmall(table)) return null;
  return { use, table, sent, path };
}

/** What is said of it, where the list is used. */
export function listVerdict({ use, table, sent }: SeenList, summary: Summary, context: FlowContext, told: { readonly severity: Severity; readonly message: string; readonly advice: string; readonly columns: readonly string[] }): FlowVerdict | null {
  const place = context.placeOf(use.at);
  if (place.path !== context.path) return null;
  const confidence = leastSure(sent.fact?.confidence ?? 'medium', table.confidence);
  const event = summary.events.findIndex(({ what }) => what.kind === 'query' && what.query === use.query);
  return {
    table, catalog: sent.catalog, event: event < 0 ? null : event,
    verdict: {
      severity: confidence === 'low' || isLookup(table) ? atMost(told.severity, 'hint') : told.severity, confidence, message: told.message, span: place.span, columns: told.columns, suggestion: null,
      related: [{ role: 'query', ...sent.place, message: 'the statement that reads the rows' }], instead: told.advice,
    },
  };
}
