import type { AccessPath } from '../facts/access.ts';
import { columnsTold, orderSpan } from './access.ts';
import { cardinality } from './columns.ts';
import type { AccessRule } from './rule.ts';
import { proposalOf } from './suggest.ts';
import { tableName } from './tables.ts';
import { type Context, verdictOf } from './verdict.ts';
import { conditionsText, orderText } from './words/condition.ts';

export const unindexedSort: AccessRule = {
  id: 'unindexed-sort',
  family: 'index',
  summary: 'The first rows of an order are asked for and no index gives that order, so all are read and sorted.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    if (!isWorthIt(path, context)) return null;
    const used = path.filter === 'served' ? path.conditions.filter((c) => c.used) : [];
    const after = used.length === 0 ? '' : ` after ${conditionsText(used, path)}`;
    return verdictOf(path, context, {
      severity: path.filter === 'served' ? 'information' : path.order.some(isOptional) ? 'information' : 'warning',
      message: `No index on ${tableName(context.table)} gives the order ${orderText(path.order, path)}${after}, so ${used.length === 0 ? 'the whole table is' : 'all matching rows are'} read and sorted for the first few.`,
      span: orderSpan(path, context.callSpan),
      columns: columnsTold(used, path, true),
    });
  },
};

/** Only a bounded sort that one index would give; where the filter leaves a handful of rows sorting them costs nothing. */
function isWorthIt(path: AccessPath, context: Context): boolean {
  if (path.sort !== 'not-served' || !path.limited || path.oneRow) return false;
  if (path.filter !== 'served' && path.filter !== 'none') return false;
  if (path.order[0] === undefined || (path.order.length > 1 && path.order.some(isOptional))) return false;
  if (proposalOf(path)?.servesSort !== true) return false;
  return !path.conditions.some((c) => c.used && c.form === 'equality' && c.columns.some((column) => cardinality(context.table, column) === 'unique-like'));
}

/** `order === 'asc' ? asc(x) : desc(x)`: either way the index gives it, but not every call may ask. */
const isOptional = (key: AccessPath['order'][number]): boolean => key.optional === true || key.expr.optional === true;
