import type { AccessPath, Condition } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import { columnsTold, conditionSpan, givesOrder, orderSpan, unserved } from './access.ts';
import { cardinalities, cardinality, isLabel, isOwner } from './columns.ts';
import { isBooleanTest, isNotNull } from './conditions.ts';
import type { AccessRule } from './rule.ts';
import { conditionsFor } from './suggest.ts';
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
    const rest = conditionsFor(unserved(path), path).filter((c) => isSelective(c, context));
    const [first] = rest;
    const sorts = path.limited && givesOrder(path);
    if (!sorts && (first === undefined || isLeftAsWell(path, context))) return null;
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

/** One plain column that leaves many rows: no key of any kind, not one that nearly singles out a row, not two columns already. */
function isExtendable(path: AccessPath, context: Context): boolean {
  const [serving] = path.serving;
  if (path.oneRow || path.serving.length !== 1 || path.depth !== 1 || serving === undefined || serving.unique) return false;
  const used = path.conditions.filter((c) => c.used);
  return used.length > 0 && !used.some((c) => c.columns.some((column) => cardinality(context.table, column) === 'unique-like')) && !path.conditions.some((c) => isByKey(c, context));
}

/**
 * Whether another index leaves nothing worth a further column: with one on user_id and one on organization_id either may be
 * taken for `user_id = … AND organization_id = …`, and the rows of one user are few whichever the matcher names.
 */
function isLeftAsWell(path: AccessPath, context: Context): boolean {
  const always = path.conditions.filter((c) => c.form !== 'other' && !c.optional);
  return path.rejected.some(({ index, reason }) => {
    const column = reason === 'less-useful' && index.where === null ? firstColumn(index) : null;
    if (column === null || !always.some((c) => isBy(c, column))) return false;
    return !always.some((c) => !isBy(c, column) && isSelective(c, context));
  });
}

const firstColumn = (index: Index): string | null => (index.keys[0]?.expr.kind === 'column' ? index.keys[0].expr.column : null);

const isBy = ({ form, columns }: Condition, column: string): boolean => (form === 'equality' || form === 'join') && columns.length === 1 && columns[0] === column;

/** Rows asked for by their own key, however many: what else is asked of them costs nothing. */
const isByKey = ({ form, columns }: Condition, { table }: Context): boolean =>
  (form === 'equality' || form === 'in' || form === 'join') && columns.length === 1 && table.indexes.some((index) => index.unique && index.keys.length === 1 && index.keys[0]?.expr.kind === 'column' && index.keys[0].expr.column === columns[0]);

/** A further boolean, enum or null test, a name, or whose row it is, is cheaper to check on the rows than to keep in an index. */
function isSelective(condition: Condition, context: Context): boolean {
  if (condition.optional || condition.lowCardinality || condition.form === 'is-null' || isNotNull(condition) || isBooleanTest(condition)) return false;
  const columns = condition.columns.filter((column) => !isOwner(column) && !isLabel(column));
  return columns.length > 0 && cardinalities({ expr: condition.expr, columns }, context.table).some((kind) => kind === 'many' || kind === 'unique-like');
}
