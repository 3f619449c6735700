import type { AccessPath, Rejection } from '../facts/access.ts';
import { columnsTold, orderSpan } from './access.ts';
import type { AccessRule } from './rule.ts';
import { proposalOf } from './suggest.ts';
import { verdictOf } from './verdict.ts';
import { orderText } from './words/condition.ts';
import { capital, indexName } from './words/index.ts';

export const sortDirectionMismatch: AccessRule = {
  id: 'sort-direction-mismatch',
  family: 'index',
  summary: 'An index has the columns of the sort, but in directions or with nulls at an end that do not match.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    if (path.sort !== 'not-served' || path.oneRow || path.filter === 'unknown' || proposalOf(path)?.servesSort !== true) return null;
    const near = path.orderRejected.find((r) => r.reason === 'direction' || r.reason === 'nulls-order');
    if (near === undefined || path.order.some((key) => key.optional === true)) return null;
    return verdictOf(path, context, {
      severity: path.limited ? 'warning' : 'information',
      message: `${capital(indexName(near.index, context.table))} does not give the order ${orderText(path.order, path)}: ${why(near, path)}.`,
      span: orderSpan(path, context.callSpan),
      columns: columnsTold(path.conditions.filter((c) => c.used), path, true),
      about: near.index,
    });
  },
};

function why(near: Rejection, path: AccessPath): string {
  if (near.reason === 'direction') return 'it can be read forwards or backwards, and neither is that order';
  return path.order.length === 1 ? 'in either direction its nulls come at the other end' : 'nulls come at the other end of one of its columns';
}
