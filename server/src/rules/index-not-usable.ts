import type { AccessPath, BlockerKind, Condition, Rejection, RejectReason } from '../facts/access.ts';
import { columnsOf } from '../facts/walk.ts';
import { columnsTold, conditionSpan, isProbe } from './access.ts';
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
    const found = nearest(path);
    if (found === null) return null;
    const { condition, near } = found;
    const worth = worthOf([condition], context.table);
    const instead = insteadOf(near, condition);
    if (path.proposal === null && instead === null) return null;
    return verdictOf(path, context, {
      severity: condition.optional ? atMost(worth, 'information') : worth,
      message: `${capital(indexName(near.index, context.table))} does not serve ${conditionText(condition, path)}: ${why(near, condition)}.`,
      span: conditionSpan(condition, path, context.callSpan),
      columns: columnsTold([condition], path, false),
      ...(instead === null ? {} : { instead }),
    });
  },
};

const reasons: ReadonlySet<RejectReason> = new Set<RejectReason>(['expression-mismatch', 'collation', 'opclass', 'method', 'partial-not-implied', 'parameter-for-partial', 'type-mismatch', 'not-usable']);
/** Conditions that no index at all can bound are no fault of an index. */
const hopeless: ReadonlySet<BlockerKind> = new Set<BlockerKind>(['negation', 'volatile', 'same-row', 'or', 'not-null', 'opaque', 'wildcard', 'pattern']);

/** The first condition whose column leads an index that is rejected for its own make, not for its columns. */
function nearest(path: AccessPath): { readonly condition: Condition; readonly near: Rejection } | null {
  for (const condition of path.conditions) {
    if (condition.used || isProbe(condition) || (condition.blockerKind !== null && hopeless.has(condition.blockerKind))) continue;
    const near = path.rejected.find((r) => reasons.has(r.reason) && leads(r, condition));
    if (near !== undefined) return { condition, near };
  }
  return null;
}

function leads(rejection: Rejection, condition: Condition): boolean {
  const [key] = rejection.index.keys;
  return key !== undefined && columnsOf(key.expr).some((c) => condition.columns.includes(c.column));
}

function why(near: Rejection, condition: Condition): string {
  if (near.reason === 'partial-not-implied' && near.index.where !== null) return `it holds only rows WHERE ${exprText(near.index.where, indexStyle)}, which the query does not ask for`;
  if (condition.blocker !== null) return condition.blocker;
  return near.detail;
}

const rewritten: ReadonlySet<BlockerKind> = new Set<BlockerKind>(['cast', 'arithmetic', 'type', 'function', 'collation']);

/** What the query could say instead, where that is sure to help. */
function insteadOf(near: Rejection, condition: Condition): string | null {
  if (near.reason === 'partial-not-implied' && near.index.where !== null) return `ask for ${exprText(near.index.where, indexStyle)} too`;
  if (condition.blockerKind === 'type') return `give the value the type of ${condition.columns.join(', ')}`;
  return condition.blockerKind !== null && rewritten.has(condition.blockerKind) && near.index.keys[0]?.expr.kind === 'column' ? `compare ${condition.columns.join(', ')} itself, without what is wrapped around it` : null;
}
