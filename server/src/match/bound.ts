import type { BoundColumn, Expr } from '../facts/expr.ts';
import type { BoundQuery } from '../facts/query.ts';
import { childrenOf } from '../facts/walk.ts';

/** An expression whose columns are those of sources of one statement. */
export type BoundExpr = Expr<BoundColumn>;

/** Every expression of one SELECT itself, its subqueries' own left out. */
export function expressionsOf(query: BoundQuery): readonly BoundExpr[] {
  const output = typeof query.output === 'string' ? [] : query.output.flatMap((o) => (o.expr === 'all' ? [] : [o.expr]));
  const single = [query.where, query.having, ...query.sources.map((s) => s.on)].flatMap((e) => (e === null ? [] : [e]));
  return [...single, ...output, ...query.groupBy, ...query.orderBy.map((o) => o.expr), ...(typeof query.distinct === 'boolean' ? [] : query.distinct)];
}

/** Calls `each` for a node and everything below it, subqueries left out. Iterative: code can make expressions thousands deep. */
export function visit(expr: BoundExpr, each: (node: BoundExpr) => void): void {
  const stack: BoundExpr[] = [expr];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    each(node);
    for (const child of childrenOf(node)) stack.push(child);
  }
}

/** Ids of the sources that an expression names from outside itself: columns in a subquery count, the subquery's own sources do not. */
export function sourcesIn(expr: BoundExpr): readonly number[] {
  if (expr.kind === 'column') return [expr.column.source];
  if (expr.kind === 'literal' || expr.kind === 'param') return NONE;
  const ids = new Set<number>();
  const own = new Set<number>();
  const stack: BoundExpr[] = [expr];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'column') ids.add(node.column.source);
    for (const child of childrenOf(node)) stack.push(child);
    if (node.kind === 'subquery') intoQuery(node.query, own, stack);
  }
  for (const id of own) ids.delete(id);
  return [...ids];
}

const NONE: readonly number[] = [];

/** All expressions of a query, those of its derived tables, CTEs and UNION arms with them, and the ids it gives out itself. */
function intoQuery(query: BoundQuery, own: Set<number>, found: BoundExpr[]): void {
  const stack: BoundQuery[] = [query];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    found.push(...expressionsOf(next));
    for (const cte of next.ctes) stack.push(cte.query);
    for (const source of next.sources) { own.add(source.id); if (source.relation.kind === 'subquery') stack.push(source.relation.query); }
    for (const arm of next.setOps) stack.push(arm.query);
  }
}

/** Columns of one source that an expression names outside subqueries, each once, in order. */
export function columnsOfSource(expr: BoundExpr, source: number): readonly string[] {
  if (expr.kind === 'column') return expr.column.source === source ? [expr.column.column] : [];
  const found = new Set<string>();
  const walk = (node: BoundExpr): void => {
    if (node.kind === 'column' && node.column.source === source) found.add(node.column.column);
    for (const child of childrenOf(node)) walk(child);
  };
  walk(expr);
  return [...found];
}

/** Subqueries that stand directly in an expression (not those inside them). */
export function subqueriesIn(expr: BoundExpr): readonly Extract<BoundExpr, { kind: 'subquery' }>[] {
  if (expr.kind === 'column' || expr.kind === 'literal' || expr.kind === 'param') return [];
  const found: Extract<BoundExpr, { kind: 'subquery' }>[] = [];
  visit(expr, (node) => { if (node.kind === 'subquery') found.push(node); });
  return found.reverse();
}
