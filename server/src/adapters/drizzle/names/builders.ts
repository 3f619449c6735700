import type { HostExpr } from '../../../lang/expression.ts';

/** Methods that start a query which can stand as a subquery. */
const STARTS: ReadonlySet<string> = new Set(['select', 'selectDistinct', 'selectDistinctOn', 'with', 'insert', 'update', 'delete']);

/** Whether an expression may be a query under construction: a chain with `.select(…)` or its kind in it, a name, or calls on a name (`base.where(…)`). */
export function isBuilderCall(expr: HostExpr): boolean {
  let called = false;
  for (let at: HostExpr = expr; ; ) {
    if (at.kind === 'call' && at.callee.kind === 'member') {
      if (STARTS.has(at.callee.property)) return true;
      called = true;
      at = at.callee.object;
    } else if (at.kind === 'member') at = at.object;
    else return at.kind === 'identifier' && (called || expr.kind === 'identifier');
  }
}
