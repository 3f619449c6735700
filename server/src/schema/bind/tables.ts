import type { Expr, TableRef } from '../../facts/expr.ts';
import type { Query, SymbolicQuery } from '../../facts/query.ts';
import { childrenOf } from '../../facts/walk.ts';
import type { ColumnRef } from '../../facts/expr.ts';

/** Every base table a statement names, subqueries and CTEs included; names of its own CTEs left out. */
export function tableRefs(query: SymbolicQuery): readonly TableRef[] {
  const found: TableRef[] = [];
  walk(query, new Set(), found, 0);
  return found;
}

const MAX_DEPTH = 200;

function walk(query: SymbolicQuery, outer: ReadonlySet<string>, found: TableRef[], depth: number): void {
  if (depth > MAX_DEPTH) return;
  const names = new Set(outer);
  for (const cte of query.ctes) {
    if (cte.recursive) names.add(cte.name);
    walk(cte.query, names, found, depth + 1);
    names.add(cte.name);
  }
  for (const source of query.sources) {
    if (source.relationOf !== undefined || source.implied === 'mention') continue;
    const relation = source.relation;
    if (source.relationPath !== undefined) { found.push({ by: 'symbol', path: source.relationPath }); continue; }
    if (relation.kind === 'subquery') walk(relation.query, names, found, depth + 1);
    if (relation.kind === 'table' && !isCte(relation.table, names)) found.push(relation.table);
  }
  for (const arm of query.setOps) walk(arm.query, names, found, depth + 1);
  for (const expr of expressionsOf(query)) inExpression(expr, names, found, depth + 1);
}

export const isCte = (table: TableRef, names: ReadonlySet<string>): boolean => table.by === 'name' && table.schema === null && names.has(table.name);

function inExpression(expr: Expr<ColumnRef>, names: ReadonlySet<string>, found: TableRef[], depth: number): void {
  const stack: Expr<ColumnRef>[] = [expr];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.kind === 'subquery') walk(next.query, names, found, depth);
    stack.push(...childrenOf(next));
  }
}

/** Every expression of one query level, in no special order. */
export function expressionsOf<T, C>(query: Query<T, C>): readonly Expr<C>[] {
  const output = typeof query.output === 'string' ? [] : query.output.flatMap((o) => (o.expr === 'all' ? [] : [o.expr]));
  const distinct = typeof query.distinct === 'boolean' ? [] : query.distinct;
  const single = [query.where, query.having, ...query.sources.map((s) => s.on)].flatMap((e) => (e === null ? [] : [e]));
  return [...single, ...query.groupBy, ...query.orderBy.map((o) => o.expr), ...output, ...distinct];
}
