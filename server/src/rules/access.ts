import type { AccessPath, Condition, Proposal } from '../facts/access.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import { columnsOf } from '../facts/walk.ts';
import { contains, type Span } from '../text/span.ts';
import { isProbe } from './conditions.ts';
import { proposalOf } from './suggest.ts';

/** Conditions that some index could bound: understood, not negated, not wrapped beyond help. */
export const indexable = (path: AccessPath): readonly Condition[] => path.conditions.filter((c) => c.form !== 'other' && canServe(c, path.proposal));

/** A blocked condition still counts where the proposed index is made for it: `(lower(email))`, a trigram index. */
function canServe(condition: Condition, proposal: Proposal | null): boolean {
  if (condition.blockerKind === null) return true;
  if (proposal === null || !madeFor.has(condition.blockerKind)) return false;
  return proposal.index.keys.some((key) => columnsOf(key.expr).some((c) => condition.columns.includes(c.column)));
}

const madeFor: ReadonlySet<string> = new Set(['function', 'cast', 'arithmetic', 'wildcard', 'pattern', 'needs-opclass', 'special', 'collation']);

/** The indexable ones that are always sent; all of them where none is. */
export function mandatory(path: AccessPath): readonly Condition[] {
  const able = indexable(path);
  const always = able.filter((c) => !c.optional);
  return always.length > 0 ? always : able;
}

export const unserved = (path: AccessPath): readonly Condition[] => mandatory(path).filter((c) => !c.used);

/** True when the need is one of a join: this source is reached from others, by a condition that no index bounds. */
export const isJoined = (path: AccessPath): boolean => path.role !== 'driving' && unserved(path).some(isProbe);

/**
 * Tight: the column inside a condition. Where that was not written (a relation's join), or stands outside the query (a
 * condition made before it, which two queries may share), the condition, the table, or the call.
 */
export function conditionSpan(condition: Condition, path: AccessPath, call: Span): Span {
  return firstWithin([ownColumn(condition.expr, path.source)?.span, condition.span, sourceSpan(path)], call);
}

export function orderSpan(path: AccessPath, call: Span): Span {
  return firstWithin([path.order[0]?.expr.span, path.order[0]?.span, sourceSpan(path)], call);
}

const ownColumn = (expr: Expr<BoundColumn>, source: number): Expr<BoundColumn> | undefined => columnsOf(expr).find((c) => c.column.source === source);
const sourceSpan = (path: AccessPath): Span | undefined => path.query.sources.find((s) => s.id === path.source)?.span;
const firstWithin = (spans: readonly (Span | undefined)[], call: Span): Span => spans.find((s) => s !== undefined && s.end > s.start && contains(call, s)) ?? call;

/** What a finding names: the columns of its conditions in order, then those of the order it also asks for, each once. */
export function columnsTold(conditions: readonly Condition[], path: AccessPath, withOrder: boolean): readonly string[] {
  const order = withOrder ? path.order.flatMap((key) => columnsOf(key.expr)).filter((c) => c.column.source === path.source).map((c) => c.column.column) : [];
  return [...new Set([...conditions.flatMap((c) => c.columns), ...order])];
}

export const givesOrder = (path: AccessPath): boolean => path.sort === 'not-served' && path.order.length > 0 && proposalOf(path)?.servesSort === true;
