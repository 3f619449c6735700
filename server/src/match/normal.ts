import type { CompareOp } from '../facts/expr.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { BoundExpr } from './bound.ts';

/**
 * The conjuncts of a condition, in the form the dialect's planner gives them. PostgreSQL and MariaDB push NOT down to the leaves (facts 7 and 25), SQLite does not (fact 18).
 * AND and OR come out flat, whatever way they were nested; nothing is ever multiplied out.
 */
export function conjunctsOf(expr: BoundExpr, dialect: Dialect): readonly BoundExpr[] {
  const pushed = dialect === 'sqlite' ? expr : pushNot(expr);
  return flat('and', pushed).map((e) => flatOr(e));
}

/** Arms of an OR, or of an AND; anything else is one arm. */
export function flat(kind: 'and' | 'or', expr: BoundExpr): readonly BoundExpr[] {
  if (expr.kind !== kind) return [expr];
  const found: BoundExpr[] = [];
  const stack: { readonly expr: BoundExpr; readonly optional: boolean }[] = [{ expr, optional: false }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const optional = next.optional || next.expr.optional === true;
    if (next.expr.kind !== kind) found.push(optional ? { ...next.expr, optional: true } : next.expr);
    else for (let i = next.expr.args.length - 1; i >= 0; i--) { const arg = next.expr.args[i]; if (arg !== undefined) stack.push({ expr: arg, optional }); }
  }
  return found;
}

const flatOr = (expr: BoundExpr): BoundExpr => (expr.kind === 'or' && expr.args.some((a) => a.kind === 'or') ? { ...expr, args: flat('or', expr) } : expr);

function pushNot(expr: BoundExpr): BoundExpr {
  switch (expr.kind) {
    case 'and': case 'or': return expr.args.some(hasNot) ? { ...expr, args: expr.args.map(pushNot) } : expr;
    case 'not': return { ...negate(expr.arg), ...(expr.optional === true ? { optional: true } : {}) };
    case 'between': return expr.negated ? notBetween(expr) : expr;
    default: return expr;
  }
}

const hasNot = (expr: BoundExpr): boolean => expr.kind === 'not' || expr.kind === 'and' || expr.kind === 'or' || (expr.kind === 'between' && expr.negated);

const OPPOSITE: Readonly<Record<CompareOp, CompareOp>> = { '=': '<>', '<>': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<', 'is-distinct': 'is-not-distinct', 'is-not-distinct': 'is-distinct' };

/** NOT of an expression, pushed as far down as the planner does. */
function negate(expr: BoundExpr): BoundExpr {
  switch (expr.kind) {
    case 'not': return pushNot(expr.arg);
    case 'and': return { ...expr, kind: 'or', args: expr.args.map(negate) };
    case 'or': return { ...expr, kind: 'and', args: expr.args.map(negate) };
    case 'compare': return { ...expr, op: OPPOSITE[expr.op] };
    case 'like': case 'in': case 'is': return { ...expr, negated: !expr.negated };
    case 'subquery': return expr.form === 'in' || expr.form === 'exists' ? { ...expr, negated: !expr.negated } : { kind: 'not', arg: expr, span: expr.span };
    case 'between': return pushNot({ ...expr, negated: !expr.negated });
    default: return { kind: 'not', arg: expr, span: expr.span };
  }
}

function notBetween(expr: Extract<BoundExpr, { kind: 'between' }>): BoundExpr {
  if (expr.symmetric === true) return expr;
  const { arg, low, high, span } = expr;
  return { kind: 'or', span, ...(expr.optional === true ? { optional: true } : {}), args: [{ kind: 'compare', op: '<', left: arg, right: low, span }, { kind: 'compare', op: '>', left: arg, right: high, span }] };
}
