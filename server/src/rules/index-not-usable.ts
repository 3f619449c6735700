import type { AccessPath, BlockerKind, Condition, Rejection, RejectReason } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import { childrenOf, columnsOf } from '../facts/walk.ts';
import { columnsTold, conditionSpan, mandatory } from './access.ts';
import { isProbe } from './conditions.ts';
import { atMost, worthOf } from './certainty.ts';
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
    const instead = insteadOf(near, condition, path);
    if (path.proposal === null && instead === null) return null;
    return verdictOf(path, context, {
      severity: fitsWhenSent(near, path) ? 'hint' : condition.optional ? atMost(worth, 'information') : worth,
      message: `${capital(indexName(near.index, context.table))} does not serve ${conditionText(condition, path)}: ${why(near, condition, context.catalog.dialect)}.`,
      span: conditionSpan(condition, path, context.callSpan),
      columns: columnsTold([condition], path, false),
      about: near.index,
      ...(instead !== null && condition.blockerKind !== null && rewritten.has(condition.blockerKind) ? { suggestion: null } : {}),
      ...(instead === null ? {} : { instead }),
    });
  },
};

const reasons: ReadonlySet<RejectReason> = new Set<RejectReason>(['expression-mismatch', 'collation', 'opclass', 'method', 'partial-not-implied', 'parameter-for-partial', 'type-mismatch', 'not-usable']);
/** Conditions that no index at all can bound are no fault of an index. */
const hopeless: ReadonlySet<BlockerKind> = new Set<BlockerKind>(['negation', 'volatile', 'same-row', 'or', 'not-null', 'opaque', 'wildcard', 'pattern']);

/** Where an index on the column is there, the query is better put right than given an index on the calculation. */
const rewritten: ReadonlySet<BlockerKind> = new Set<BlockerKind>(['cast', 'arithmetic', 'type']);

/** The first condition whose column leads an index that is rejected for its own make, not for its columns. */
function nearest(path: AccessPath, table: Table): { readonly condition: Condition; readonly near: Rejection } | null {
  for (const condition of path.conditions) {
    if (condition.used || isProbe(condition) || (condition.blockerKind !== null && (hopeless.has(condition.blockerKind) || hasBetter(path, condition, table)))) continue;
    const near = path.rejected.find((r) => reasons.has(r.reason) && leads(r, condition));
    if (near !== undefined) return { condition, near };
  }
  return null;
}

/** What is wrong with a wrapped column matters little where a plain equality beside it has no index either. */
const hasBetter = (path: AccessPath, condition: Condition, table: Table): boolean =>
  mandatory(path).some((other) => other !== condition && !other.used && other.blockerKind === null && ['equality', 'in', 'join'].includes(other.form) && worthOf([other], table) === 'warning');

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

const dateCalls: ReadonlySet<string> = new Set(['date', 'date_trunc', 'date_part', 'extract', 'strftime', 'to_char', 'year', 'month', 'day', 'datetime', 'julianday', 'unixepoch']);

/** What the query could say instead, where that asks for the same rows. */
function insteadOf(near: Rejection, condition: Condition, path: AccessPath): string | null {
  if (near.reason === 'partial-not-implied') return near.index.where !== null && isForgotten(near.index.where, path) ? `ask for ${exprText(near.index.where, indexStyle)} too` : null;
  if (near.index.keys[0]?.expr.kind !== 'column') return null;
  const column = condition.columns.join(', ');
  switch (condition.blockerKind) {
    case 'type': return `give the value the type of ${column}`;
    case 'arithmetic': return `leave ${column} alone on its side`;
    case 'cast': return isOfTime(near.index.keys[0].expr.column, condition) ? `compare ${column} with a range` : `compare ${column} itself, without the cast`;
    case 'function': return callsIn(condition.expr).some((name) => dateCalls.has(name)) ? `compare ${column} with a range` : null;
    default: return null;
  }
}

/** `deleted_at IS NULL` is easily left out of a query; a predicate on what the query does ask for was not meant. */
const isForgotten = (where: Expr<string>, path: AccessPath): boolean =>
  where.kind === 'is' && where.test === 'null' && !columnsOf(where).some((c) => path.conditions.some((condition) => condition.columns.includes(c.column)));

/** `if (!all) conditions.push('deleted_at IS NULL')`: the index is there for the form of the query that is sent with it. */
const fitsWhenSent = ({ reason, index }: Rejection, path: AccessPath): boolean =>
  reason === 'partial-not-implied' && index.where !== null && columnsOf(index.where).every(({ column }) => path.conditions.some((condition) => condition.optional && condition.columns.includes(column)));

const isOfTime = (column: string, condition: Condition): boolean => castsIn(condition.expr).some((type) => type === 'date' || type === 'time') && condition.columns.includes(column);

const parts = (expr: Expr<BoundColumn>): readonly Expr<BoundColumn>[] => [expr, ...childrenOf(expr).flatMap((child) => [child, ...childrenOf(child)])];
const callsIn = (expr: Expr<BoundColumn>): readonly string[] => parts(expr).flatMap((e) => (e.kind === 'call' ? [e.name] : []));
const castsIn = (expr: Expr<BoundColumn>): readonly string[] => parts(expr).flatMap((e) => (e.kind === 'cast' ? [e.type] : []));
