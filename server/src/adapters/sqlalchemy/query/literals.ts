import type { HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import type { Cond } from './draft.ts';

/** A string known as it stands: a literal, or literals side by side. */
export function stringOf(expr: HostExpr | null | undefined): string | null {
  if (expr?.kind === 'string') return expr.value;
  if (expr?.kind !== 'binary' || expr.op !== '+') return null;
  const [left, right] = [stringOf(expr.left), stringOf(expr.right)];
  return left === null || right === null ? null : left + right;
}

export const isNone = (expr: HostExpr | null | undefined): boolean => expr?.kind === 'nothing';

export const isTrue = (expr: HostExpr | null | undefined): boolean => expr?.kind === 'boolean' && expr.value;

/** Literals as they are written; `span` is where they are used. Null for what is known only at run time. */
export function literalOf(expr: HostExpr, span: Span = expr.span): Cond | null {
  switch (expr.kind) {
    case 'string': return { kind: 'literal', type: 'string', value: expr.value, span };
    case 'number': return numeric(expr.raw, expr.value, span);
    case 'boolean': return { kind: 'literal', type: 'boolean', value: expr.value, span };
    case 'nothing': return { kind: 'literal', type: 'null', value: null, span };
    case 'unary': return expr.op === '-' && expr.arg.kind === 'number' ? numeric(`-${expr.arg.raw}`, -expr.arg.value, span) : null;
    default: return null;
  }
}

const numeric = (raw: string, value: number, span: Span): Cond => ({ kind: 'literal', type: /^-?(?:0[xob])?[\da-f_]+$/i.test(raw) && Number.isInteger(value) ? 'integer' : 'numeric', value, span });

export const paramAt = (span: Span, list = false): Cond => ({ kind: 'param', name: '', ...(list ? { list: true } : {}), span });

export const opaque = (reason: string, at: { readonly span: Span }, args: readonly Cond[] = []): Cond => ({ kind: 'opaque', reason, args, span: at.span });

/** The same condition, sent only sometimes. A conjunction is optional in each of its parts, so that the parts stay visible. */
export const optional = (cond: Cond): Cond => (cond.kind === 'and' ? { ...cond, args: cond.args.map(optional) } : { ...cond, optional: true });

/** All of them; null for none. */
export function allOf(conds: readonly Cond[], span: Span): Cond | null {
  const [only] = conds;
  return only === undefined ? null : conds.length === 1 ? only : { kind: 'and', args: conds, span };
}

export function anyOf(conds: readonly Cond[], span: Span): Cond | null {
  const [only] = conds;
  return only === undefined ? null : conds.length === 1 ? only : { kind: 'or', args: conds, span };
}
