import type { AccessPath, BlockerKind, Condition, Rejection, RejectReason } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { Expr } from '../facts/expr.ts';
import { columnsOf } from '../facts/walk.ts';
import { columnsTold, conditionSpan } from './access.ts';
import { isProbe } from './conditions.ts';
import { atMost, worthOf } from './certainty.ts';
import { hasBetter } from './misfit.ts';
import type { AccessRule } from './rule.ts';
import { verdictOf } from './verdict.ts';
import { conditionText } from './words/condition.ts';
import { exprText, indexStyle } from './words/expression.ts';
import { capital, indexName } from './words/index.ts';

export const indexNotUsable: AccessRule = {
  id: 'index-not-usable',
  family: 'index',
  summary: 'There is an index on the column, but not one that this condition can use.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    if ((path.filter !== 'not-served' && path.filter !== 'none') || path.oneRow) return null;
    const found = nearest(path, context.table);
    if (found === null) return null;
    const { condition, near } = found;
    const worth = worthOf([condition], context.table);
    const instead = insteadOf(near, path);
    if (path.proposal === null && instead === null) return null;
    return verdictOf(path, context, {
      severity: fitsWhenSent(near, path) ? 'hint' : condition.optional ? atMost(worth, 'information') : worth,
      message: `${capital(indexName(near.index, context.table))} does not serve ${conditionText(condition, path)}: ${why(near, condition, context.catalog.dialect)}.`,
      span: conditionSpan(condition, path, context.callSpan),
      columns: columnsTold([condition], path, false),
      about: near.index,
      ...(instead === null ? {} : { instead }),
    });
  },
};

const reasons: ReadonlySet<RejectReason> = new Set<RejectReason>(['expression-mismatch', 'collation', 'opclass', 'method', 'partial-not-implied', 'parameter-for-partial', 'type-mismatch', 'not-usable']);
/** Conditions that no index at all can bound are no fault of an index. */
const hopeless: ReadonlySet<BlockerKind> = new Set<BlockerKind>(['negation', 'volatile', 'same-row', 'or', 'not-null', 'opaque', 'wildcard', 'pattern']);

/** The first condition whose column leads an index that is rejected for its own make, not for its columns. */
function nearest(path: AccessPath, table: Table): { readonly condition: Condition; readonly near: Rejection } | null {
  for (const condition of path.conditions) {
    if (condition.used || isProbe(condition) || isSearch(condition, path) || (condition.blockerKind !== null && (hopeless.has(condition.blockerKind) || hasBetter(path, condition, { table })))) continue;
    const near = path.rejected.find((r) => reasons.has(r.reason) && leads(r, condition));
    if (near !== undefined) return { condition, near };
  }
  return null;
}

/** Text searched for in several columns at once: that one of them has an index for something else is not what is wrong. */
const isSearch = (condition: Condition, path: AccessPath): boolean => condition.form === 'or' && path.proposal !== null && path.proposal.index.method !== 'btree';

function leads(rejection: Rejection, condition: Condition): boolean {
  const [key] = rejection.index.keys;
  return key !== undefined && columnsOf(key.expr).some((c) => condition.columns.includes(c.column));
}

function why(near: Rejection, condition: Condition, dialect: Dialect): string {
  if (near.reason === 'partial-not-implied' && near.index.where !== null) return `it holds only rows WHERE ${exprText(near.index.where, indexStyle)}`;
  if (condition.form === 'prefix' && (near.reason === 'opclass' || near.reason === 'collation')) return prefixNeeds(condition, dialect);
  return condition.blocker ?? near.detail;
}

/** LIKE is a range of the index only where both have the same idea of what equal letters are. */
function prefixNeeds(condition: Condition, dialect: Dialect): string {
  if (dialect === 'postgresql') return 'a prefix is a range only under the C collation or text_pattern_ops';
  return condition.expr.kind === 'like' && condition.expr.op === 'glob' ? 'GLOB minds the case of letters, and the index does not' : 'LIKE does not mind the case of letters, and the index does';
}

/** What the query could say instead, where that asks for the same rows. What is calculated from the column is told by the rules of predicates. */
const insteadOf = ({ reason, index }: Rejection, path: AccessPath): string | null =>
  (reason === 'partial-not-implied' && index.where !== null && isForgotten(index.where, path) ? `ask for ${exprText(index.where, indexStyle)} too` : null);

/** `deleted_at IS NULL` is easily left out of a query; a predicate on what the query does ask for was not meant. */
const isForgotten = (where: Expr<string>, path: AccessPath): boolean =>
  where.kind === 'is' && where.test === 'null' && !columnsOf(where).some((c) => path.conditions.some((condition) => condition.columns.includes(c.column)));

/** `if (!all) conditions.push('deleted_at IS NULL')`: the index is there for the form of the query that is sent with it. */
const fitsWhenSent = ({ reason, index }: Rejection, path: AccessPath): boolean =>
  reason === 'partial-not-implied' && index.where !== null && columnsOf(index.where).every(({ column }) => path.conditions.some((condition) => condition.optional && condition.columns.includes(column)));
