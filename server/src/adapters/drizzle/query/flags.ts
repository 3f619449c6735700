import type { ColumnRef, Expr } from '../../../facts/expr.ts';
import type { SymbolicQuery } from '../../../facts/query.ts';
import { childrenOf } from '../../../facts/walk.ts';

/** Whether some condition or sort key is sent only sometimes. */
export const isOptional = (query: SymbolicQuery): boolean => query.orderBy.some((key) => key.optional === true) || some(query, (expr) => expr.optional === true);

/** Whether a column is looked up by a name known only at run time. */
export const isDynamic = (query: SymbolicQuery): boolean => some(query, (expr) => expr.kind === 'opaque' && expr.reason === 'dynamic column');

function some(query: SymbolicQuery, test: (expr: Expr<ColumnRef>) => boolean): boolean {
  const stack: Expr<ColumnRef>[] = [query.where, query.having, ...query.sources.map((s) => s.on), ...query.orderBy.map((key) => key.expr)].flatMap((expr) => expr ?? []);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (test(next)) return true;
    stack.push(...childrenOf(next));
  }
  return false;
}
