import { isNarrowed } from './bounded.ts';
import type { QueryRule } from './rule.ts';
import { isByHand, statementVerdict, subjectOf } from './statement.ts';
import { isLookup, tableName } from './tables.ts';
import { orderText } from './words/condition.ts';

export const offsetPagination: QueryRule = {
  id: 'offset-pagination',
  family: 'queries',
  summary: 'Pages are reached by OFFSET, so each page reads all the rows before it.',
  defaultSeverity: 'hint',
  scope: 'query',
  check(query, context) {
    if (query.op !== 'select' || query.offset?.kind !== 'param' || query.limit === null || query.orderBy.length === 0 || query.groupBy.length > 0 || isByHand(context)) return [];
    const subject = subjectOf(query, context);
    if (subject === null || isLookup(subject.table) || isNarrowed(subject) || subject.access.order.length === 0) return [];
    const [first] = query.orderBy;
    return [statementVerdict(subject, context, {
      severity: 'hint', at: first?.span,
      message: `Each page of ${tableName(subject.table)} by ${orderText(subject.access.order, subject.access)} reads and skips all the rows before it.`,
      advice: 'for far pages, go on from the last row of the page before (a condition on the sort columns) instead of OFFSET',
    })];
  },
};
