import type { ColumnRef, Expr, TableRef } from '../facts/expr.ts';
import type { OrderKey, Source, SymbolicQuery } from '../facts/query.ts';
import { contains, type Span } from '../text/span.ts';
import type { Dropped } from './prepare.ts';

type SymbolicExpr = Expr<ColumnRef>;

const opaque = (reason: string, span: Span): SymbolicExpr => ({ kind: 'opaque', reason, args: [], span });

const withConjunct = (query: SymbolicQuery, conjunct: SymbolicExpr): SymbolicQuery => ({ ...query, where: query.where ? { kind: 'and', args: [...(query.where.kind === 'and' ? query.where.args : [query.where]), conjunct], span: query.where.span } : conjunct });

/** A query of which something was left out says so by a condition that nobody understands. */
export const doubted = (query: SymbolicQuery, reason: string, span: Span): SymbolicQuery => withConjunct(query, opaque(reason, span));

/** Tells what a hole left out could add: a condition of the innermost query around it, or the direction of a sort key. */
export function withDropped(query: SymbolicQuery, dropped: Dropped): SymbolicQuery {
  const place = { start: dropped.behind, end: dropped.behind };
  const inner = innerQueries(query, (nested) => (contains(nested.span, place) ? withDropped(nested, dropped) : nested));
  if (inner !== query) return inner;
  return dropped.kind === 'direction' ? withoutDirection(query) : doubted(query, 'a part known only at run time', dropped.span);
}

/** One sort key is served in either direction; of several, none is known when a direction is not. */
function withoutDirection(query: SymbolicQuery): SymbolicQuery {
  if (query.orderBy.length < 2) return query;
  return { ...query, orderBy: query.orderBy.map((key) => ({ ...key, expr: { kind: 'opaque', reason: 'a direction known only at run time', args: [key.expr], span: key.expr.span } })) };
}

/** The query with its CTEs and derived tables changed; itself when none of them was. */
function innerQueries(query: SymbolicQuery, change: (query: SymbolicQuery) => SymbolicQuery): SymbolicQuery {
  let changed = false;
  const apply = (inner: SymbolicQuery): SymbolicQuery => {
    const next = change(inner);
    changed ||= next !== inner;
    return next;
  };
  const ctes = query.ctes.map((cte) => ({ ...cte, query: apply(cte.query) }));
  const sources = query.sources.map((source): Source<TableRef, ColumnRef> => (source.relation.kind === 'subquery' ? { ...source, relation: { kind: 'subquery', query: apply(source.relation.query) } } : source));
  const setOps = query.setOps.map((arm) => ({ ...arm, query: apply(arm.query) }));
  return changed ? { ...query, ctes, sources, setOps } : query;
}

/** Marks what stands in fragments that are there only sometimes: conditions, whole joins' conditions, sort keys. */
export function withOptional(query: SymbolicQuery, spans: readonly Span[]): SymbolicQuery {
  if (spans.length === 0) return query;
  const inner = innerQueries(query, (nested) => withOptional(nested, spans));
  return {
    ...inner,
    where: mark(inner.where, spans),
    having: mark(inner.having, spans),
    sources: inner.sources.map((source) => ({ ...source, on: mark(source.on, spans) })),
    orderBy: inner.orderBy.map((key): OrderKey<ColumnRef> => (isWithin(key.span, spans) ? { ...key, optional: true } : key)),
  };
}

/** What is put together from several places of a document may end before it begins. */
const isWithin = ({ start, end }: Span, spans: readonly Span[]): boolean => spans.some((span) => contains(span, { start: Math.min(start, end), end: Math.max(start, end) }));

/** The outermost expression within an optional span is optional; AND and OR are gone through. */
export function markOptional(expr: SymbolicExpr, spans: readonly Span[]): SymbolicExpr {
  if (isWithin(expr.span, spans)) return { ...expr, optional: true };
  if (expr.kind === 'and' || expr.kind === 'or') return { ...expr, args: expr.args.map((arg) => markOptional(arg, spans)) };
  return expr;
}

const mark = (expr: SymbolicExpr | null, spans: readonly Span[]): SymbolicExpr | null => expr && markOptional(expr, spans);
