import type { Expr, LiteralExpr } from '../facts/expr.ts';

/**
 * One spelling for all ways to write an expression: for comparing a condition with an index's expression or predicate. Independent of
 * dialect, layout and brackets; words are in lower case, strings are not. What was not understood is equal to nothing but itself.
 */
export function canonical<C>(expr: Expr<C>, column: (column: C) => string): string {
  const go = (inner: Expr<C>): string => canonical(inner, column);
  const all = (items: readonly Expr<C>[]): string => items.map(go).join(', ');
  const not = (negated: boolean): string => (negated ? 'not ' : '');
  switch (expr.kind) {
    case 'column': return column(expr.column);
    case 'literal': return literal(expr);
    case 'param': return `?${expr.name}`;
    case 'call': return `${expr.name}(${all(expr.args)})`;
    case 'cast': return `cast(${go(expr.arg)} as ${expr.type})`;
    case 'collate': return `(${go(expr.arg)} collate ${expr.collation})`;
    case 'compare': return `(${go(expr.left)} ${expr.op} ${go(expr.right)})`;
    case 'like': return `(${go(expr.arg)} ${not(expr.negated)}${expr.op} ${go(expr.pattern)}${expr.escape ? ` escape ${go(expr.escape)}` : ''})`;
    case 'in': return `(${go(expr.arg)} ${not(expr.negated)}in (${all(expr.items)}))`;
    case 'between': return `(${go(expr.arg)} ${not(expr.negated)}between ${expr.symmetric ? 'symmetric ' : ''}${go(expr.low)} and ${go(expr.high)})`;
    case 'is': return `(${go(expr.arg)} is ${not(expr.negated)}${expr.test})`;
    case 'quantified': return `(${go(expr.arg)} ${expr.op} ${expr.quantifier} (${go(expr.array)}))`;
    case 'operator': return expr.args.length === 1 ? `(${expr.op} ${all(expr.args)})` : `(${expr.args.map(go).join(` ${expr.op} `)})`;
    case 'row': case 'array': return `${expr.kind}[${all(expr.items)}]`;
    case 'and': case 'or': return `(${expr.args.map(go).join(` ${expr.kind} `)})`;
    case 'not': return `(not ${go(expr.arg)})`;
    case 'subquery': case 'opaque': return `<${expr.kind} at ${expr.span.start}-${expr.span.end}>`;
  }
}

/** A literal as SQL writes it, in lower case. Numbers too big for a number are text, and no string for that. */
export function literal({ type, value }: LiteralExpr): string {
  if (type !== 'string' && type !== 'blob') return String(value);
  return `${type === 'blob' ? 'blob' : ''}'${String(value).replaceAll("'", "''")}'`;
}
