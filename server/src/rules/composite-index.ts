import type { AccessPath, Condition } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import { columnsTold, conditionSpan, givesOrder, mandatory, orderSpan } from './access.ts';
import { cardinalities, cardinality, isLabel, isOwner } from './columns.ts';
import { isBooleanTest, isNotNull } from './conditions.ts';
import type { AccessRule } from './rule.ts';
import { conditionsFor } from './suggest.ts';
import { type Context, verdictOf } from './verdict.ts';
import { conditionsText, conditionTexts, orderColumnsText } from './words/condition.ts';
import { capital, indexName } from './words/index.ts';
import { listOf } from './words/list.ts';

export const compositeIndex: AccessRule = {
  id: 'composite-index',
  family: 'index',
  summary: 'An index serves a part of the condition; one with a further column would serve all of it.',
  defaultSeverity: 'information',
  scope: 'access',
  check(path, context) {
    const serving = servingOf(path, context);
    if (path.filter !== 'partly' || serving === undefined || path.proposal === null || !isExtendable(path, context)) return null;
    const own = path.conditions.filter((c) => (serving === path.serving[0] ? c.used : isBy(c, firstColumn(serving))));
    const rest = conditionsFor(mandatory(path).filter((c) => !own.includes(c)), path).filter((c) => isSelective(c, context));
    const [first] = rest;
    const sorts = path.limited && givesOrder(path);
    if (!sorts && (first === undefined || isLeftAsWell(path, context))) return null;
    const others = sorts ? [] : indexesApart(rest, path);
    return verdictOf(path, context, {
      severity: others.length > 0 ? 'hint' : 'information',
      message: `${capital(indexName(serving, context.table))} serves only ${conditionsText(own, path)}${others.length > 0 ? apartText(others, rest, path, context) : leftText(rest, sorts, path)}.`,
      span: first === undefined ? orderSpan(path, context.callSpan) : conditionSpan(first, path, context.callSpan),
      columns: columnsTold([...own, ...rest], path, sorts),
      about: serving,
    });
  },
};

/** What is done without an index: `: made >= … is checked row by row and the rows are sorted by made`. */
function leftText(rest: readonly Condition[], sorts: boolean, path: AccessPath): string {
  const checked = rest.length === 0 ? [] : [`${conditionsText(rest, path)} ${conditionTexts(rest, path).length === 1 ? 'is' : 'are'} checked row by row`];
  return `: ${[...checked, ...(sorts ? [`the rows are sorted by ${orderColumnsText(path.order, path)}`] : [])].join(' and ')}`;
}

const apartText = (others: readonly Index[], rest: readonly Condition[], path: AccessPath, context: Context): string =>
  `, and ${listOf(others.map((index) => indexName(index, context.table)))} only ${conditionsText(rest, path)}: none serves ${others.length === 1 ? 'both' : 'all'}`;

/** An index on whose row it is (tenant_id) is the last that would be taken: another that the matcher thinks as good speaks for it. */
function servingOf(path: AccessPath, { table }: Context): Index | undefined {
  const [serving] = path.serving;
  const column = serving === undefined ? null : firstColumn(serving);
  if (column === null || !isOwner(column)) return serving;
  const always = path.conditions.filter((c) => !c.optional);
  return rivals(path).find((index) => { const other = firstColumn(index); return other !== null && !isOwner(other) && cardinality(table, other) === 'many' && always.some((c) => isBy(c, other)); }) ?? serving;
}

/** Indexes that would serve as well, but for the matcher's choice. */
const rivals = (path: AccessPath): readonly Index[] => path.rejected.filter(({ index, reason }) => reason === 'less-useful' && index.where === null).map(({ index }) => index);

/** One index of its own for each condition: the planner takes the one that leaves least, or combines them. Empty when one of them has none. */
function indexesApart(rest: readonly Condition[], path: AccessPath): readonly Index[] {
  const found = rest.map((c) => rivals(path).find((index) => isBy(c, firstColumn(index))));
  const known = found.filter((index) => index !== undefined);
  return known.length === found.length ? [...new Set(known)] : [];
}

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
  return rivals(path).some((index) => {
    const column = firstColumn(index);
    if (column === null || cardinality(context.table, column) === 'few' || !always.some((c) => isBy(c, column))) return false;
    return !always.some((c) => !isBy(c, column) && isSelective(c, context));
  });
}

const firstColumn = (index: Index): string | null => (index.keys[0]?.expr.kind === 'column' ? index.keys[0].expr.column : null);

const isBy = ({ form, columns }: Condition, column: string | null): boolean => (form === 'equality' || form === 'join' || form === 'in') && columns.length === 1 && columns[0] === column;

/** Rows asked for by their own key, however many: what else is asked of them costs nothing. */
const isByKey = ({ form, columns }: Condition, { table }: Context): boolean =>
  (form === 'equality' || form === 'in' || form === 'join') && columns.length === 1 && table.indexes.some((index) => index.unique && index.keys.length === 1 && index.keys[0]?.expr.kind === 'column' && index.keys[0].expr.column === columns[0]);

/** A further boolean, enum or null test, a name, or whose row it is, is cheaper to check on the rows than to keep in an index. */
function isSelective(condition: Condition, context: Context): boolean {
  if (condition.optional || condition.lowCardinality || condition.form === 'is-null' || isNotNull(condition) || isBooleanTest(condition)) return false;
  const columns = condition.columns.filter((column) => !isOwner(column) && !isLabel(column));
  return columns.length > 0 && cardinalities({ expr: condition.expr, columns }, context.table).some((kind) => kind === 'many' || kind === 'unique-like');
}
