import type { BoundColumn, Expr } from '../facts/expr.ts';
import { childrenOf, columnsOf } from '../facts/walk.ts';

/**
 * Whether a condition may be on columns that nobody knows of, so that an index may serve it after all: something that was not understood, by itself, as an
 * arm, or compared with a value. Where a known column is compared with it, it is only a value.
 */
export function isUnknown(expr: Expr<BoundColumn>): boolean {
  if (expr.kind === 'and' || expr.kind === 'or') return expr.args.some(isUnknown);
  if (expr.kind === 'not') return isUnknown(expr.arg);
  return columnsOf(expr).length === 0 && hasOpaque(expr);
}

function hasOpaque(expr: Expr<BoundColumn>): boolean {
  const stack: Expr<BoundColumn>[] = [expr];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.kind === 'opaque') return true;
    stack.push(...childrenOf(next));
  }
  return false;
}
