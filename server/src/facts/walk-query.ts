import type { Expr, QueryOf } from './expr.ts';
import type { Query, Source } from './query.ts';
import { childrenOf } from './walk.ts';

/** Everything that a statement names, subqueries, CTEs and further arms included. */
export interface QueryParts<T, C> { readonly sources: readonly Source<T, C>[]; readonly exprs: readonly Expr<C>[] }

/** `nested` is the identity: it tells the compiler that a subquery is of the same kind as the query it is in. */
export function partsOf<T, C>(query: Query<T, C>, nested: (query: QueryOf<C>) => Query<T, C>): QueryParts<T, C> {
  const sources: Source<T, C>[] = [];
  const exprs: Expr<C>[] = [];
  const queries = [query];
  for (let next = queries.pop(); next !== undefined; next = queries.pop()) {
    sources.push(...next.sources);
    queries.push(...next.ctes.map((cte) => cte.query), ...next.setOps.map((arm) => arm.query), ...next.sources.flatMap(({ relation }) => (relation.kind === 'subquery' ? [relation.query] : [])));
    const stack = rootsOf(next);
    for (let expr = stack.pop(); expr !== undefined; expr = stack.pop()) {
      exprs.push(expr);
      stack.push(...childrenOf(expr));
      if (expr.kind === 'subquery') queries.push(nested(expr.query));
    }
  }
  return { sources, exprs };
}

function rootsOf<T, C>(query: Query<T, C>): Expr<C>[] {
  const output = typeof query.output === 'string' ? [] : query.output.flatMap(({ expr }) => (expr === 'all' ? [] : [expr]));
  const distinct = typeof query.distinct === 'boolean' ? [] : query.distinct;
  const on = query.sources.flatMap((source) => (source.on === null ? [] : [source.on]));
  return [...on, ...[query.where, query.having].filter((expr) => expr !== null), ...query.groupBy, ...distinct, ...query.orderBy.map((key) => key.expr), ...output];
}
