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

/** Calls `visit` for a node and everything below it, the insides of subqueries too when `queries` is `inside`. Iterative: code can make expressions thousands deep. */
export function visit(expr: BoundExpr, queries: 'inside' | 'outside', each: (node: BoundExpr) => void): void {
  const stack: BoundExpr[] = [expr];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    each(node);
    for (const child of childrenOf(node)) stack.push(child);
    if (queries === 'inside' && node.kind === 'subquery') for (const inner of everyExpression(node.query)) stack.push(inner);
  }
}

/** All expressions of a query, those of its derived tables, CTEs and UNION arms with them. */
function everyExpression(query: BoundQuery): readonly BoundExpr[] {
  const found: BoundExpr[] = [];
  const stack: BoundQuery[] = [query];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    found.push(...expressionsOf(next));
    for (const cte of next.ctes) stack.push(cte.query);
    for (const source of next.sources) if (source.relation.kind === 'subquery') stack.push(source.relation.query);
    for (const arm of next.setOps) stack.push(arm.query);
  }
  return found;
}

/** Ids of the sources that an expression names, in subqueries too (where the ids of the subquery's own sources are among them). */
export function sourcesIn(expr: BoundExpr): readonly number[] {
  if (expr.kind === 'column') return [expr.column.source];
  if (expr.kind === 'literal' || expr.kind === 'param') return NONE;
  const ids = new Set<number>();
  visit(expr, 'inside', (node) => { if (node.kind === 'column') ids.add(node.column.source); });
  return [...ids];
}

const NONE: readonly number[] = [];

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
  visit(expr, 'outside', (node) => { if (node.kind === 'subquery') found.push(node); });
  return found.reverse();
}
