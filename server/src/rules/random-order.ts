import type { BoundColumn, Expr } from '../facts/expr.ts';
import type { QueryRule } from './rule.ts';
import { isBounded } from './bounded.ts';
import { statementVerdict, subjectOf } from './statement.ts';
import { isLookup, tableName } from './tables.ts';

export const randomOrder: QueryRule = {
  id: 'random-order',
  family: 'queries',
  summary: 'Rows are sorted by a random number, so all of them are read and sorted for a few.',
  defaultSeverity: 'information',
  scope: 'query',
  check(query, context) {
    const key = query.orderBy.find(({ expr }) => isRandom(expr));
    const subject = key === undefined ? null : subjectOf(query, context);
    if (key === undefined || subject === null || query.op !== 'select' || query.groupBy.length > 0 || isLookup(subject.table) || isBounded(subject)) return [];
    const name = tableName(subject.table);
    const few = query.limit !== null || context.fact.one === true;
    return [statementVerdict(subject, context, {
      severity: few ? 'information' : 'hint', at: key.span,
      message: `${name} is sorted by a random number, so every matching row is read and sorted${few ? ' for a few' : ''}.`,
      advice: few ? `draw a key at random and read from there on${context.catalog.dialect === 'postgresql' ? ', or take a sample with TABLESAMPLE' : ''}` : 'shuffle the rows where they are used',
    })];
  },
};

/** With a seed MySQL's RAND gives the same order each time, which is another thing. */
const isRandom = (expr: Expr<BoundColumn>): boolean => expr.kind === 'call' && (expr.name === 'random' || expr.name === 'rand' || expr.name === 'newid') && expr.args.length === 0;
