import type { AccessPath, Condition } from '../facts/access.ts';
import { columnsTold, conditionSpan, givesOrder, isNotNull, orderSpan, unserved } from './access.ts';
import { cardinality } from './columns.ts';
import type { AccessRule } from './rule.ts';
import { type Context, verdictOf } from './verdict.ts';
import { conditionsText, orderColumnsText } from './words/condition.ts';
import { capital, indexName } from './words/index.ts';

export const compositeIndex: AccessRule = {
  id: 'composite-index',
  family: 'index',
  summary: 'An index serves a part of the condition; one with a further column would serve all of it.',
  defaultSeverity: 'information',
  scope: 'access',
  check(path, context) {
    const [serving] = path.serving;
    if (path.filter !== 'partly' || serving === undefined || path.proposal === null || !isExtendable(path, context)) return null;
    const rest = unserved(path).filter((c) => isSelective(c, context));
    const [first] = rest;
    const sorts = path.limited && givesOrder(path);
    if (first === undefined && !sorts) return null;
    const left = [first === undefined ? '' : `${conditionsText(rest, path)} ${rest.length === 1 ? 'is' : 'are'} checked row by row`, sorts ? `the rows are sorted by ${orderColumnsText(path.order, path)}` : ''];
    return verdictOf(path, context, {
      severity: 'information',
      message: `${capital(indexName(serving, context.table))} serves only ${conditionsText(path.conditions.filter((c) => c.used), path)}: ${left.filter((text) => text !== '').join(' and ')}.`,
      span: first === undefined ? orderSpan(path, context.callSpan) : conditionSpan(first, path, context.callSpan),
      columns: columnsTold([...path.conditions.filter((c) => c.used), ...rest], path, sorts),
      about: serving,
    });
  },
};

/** One plain column that leaves many rows: not a key, not one that nearly singles out a row, not two columns already. */
function isExtendable(path: AccessPath, context: Context): boolean {
  if (path.oneRow || path.serving.length !== 1 || path.depth !== 1) return false;
  const used = path.conditions.filter((c) => c.used);
  const key = path.serving[0];
  if (key === undefined || used.length === 0 || (key.unique && key.keys.length === 1)) return false;
  return !used.some((c) => c.columns.some((column) => cardinality(context.table, column) === 'unique-like'));
}

/** A further boolean, enum or IS NULL is cheaper to check on the rows than to keep in an index. */
function isSelective(condition: Condition, context: Context): boolean {
  if (condition.optional || condition.lowCardinality || condition.form === 'is-null' || isNotNull(condition)) return false;
  return condition.columns.some((column) => ['many', 'unique-like'].includes(cardinality(context.table, column)));
}
