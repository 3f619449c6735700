import type { CompareOp } from '../../../facts/expr.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Env } from './env.ts';
import type { Cond, Draft } from './draft.ts';
import { isNone, opaque } from './literals.ts';
import { readOperand, readSql } from './values.ts';

const COMPARISONS: Readonly<Record<string, CompareOp>> = { '==': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };
const FLIPPED: Readonly<Record<CompareOp, CompareOp>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=', 'is-distinct': 'is-distinct', 'is-not-distinct': 'is-not-distinct' };
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '//', '<<', '>>', '@']);

/** Python's operators where one of the sides is SQL; null where none is. */
export function binary(draft: Draft, expr: Extract<HostExpr, { kind: 'binary' }>, env: Env | null, depth: number): Cond | null {
  const { op } = expr;
  if (op === '&' || op === '|') return logic(draft, expr, env, depth);
  const comparison = Object.hasOwn(COMPARISONS, op) ? COMPARISONS[op] : undefined;
  if (comparison === undefined && !ARITHMETIC.has(op)) return undecided(draft, expr, env, depth);
  const left = readSql(draft, expr.left, env, depth);
  const right = readSql(draft, expr.right, env, depth);
  if (left === null && right === null) return null;
  if (comparison !== undefined) return left === null && right !== null ? compared(draft, FLIPPED[comparison], right, expr.left, { expr, env, depth }) : left === null ? null : compared(draft, comparison, left, expr.right, { expr, env, depth, read: right });
  const args = [left ?? readOperand(draft, expr.left, env, depth), right ?? readOperand(draft, expr.right, env, depth)];
  return { kind: 'operator', op: op === '//' ? '/' : op === '+' && args.some(isText) ? '||' : op, args, span: expr.span };
}

/** Texts are joined by `||`, which `+` becomes for them. */
const isText = (arg: Cond): boolean => (arg.kind === 'literal' && arg.type === 'string') || (arg.kind === 'operator' && arg.op === '||');

interface At { readonly expr: HostExpr; readonly env: Env | null; readonly depth: number; readonly read?: Cond | null }

/** `x == None` is IS NULL. */
export function compared(draft: Draft, op: CompareOp, left: Cond, value: HostExpr, { expr, env, depth, read }: At): Cond {
  if ((op === '=' || op === '<>') && isNone(value)) return { kind: 'is', test: 'null', negated: op === '<>', arg: left, span: expr.span };
  return { kind: 'compare', op, left, right: read ?? readOperand(draft, value, env, depth), span: expr.span };
}

/** A column by itself in a condition is a boolean. */
export const asCondition = (cond: Cond): Cond => (cond.kind === 'column' ? { kind: 'compare', op: '=', left: cond, right: { kind: 'literal', type: 'boolean', value: true, span: cond.span }, span: cond.span, ...(cond.optional === true ? { optional: true } : {}) } : cond);

/** `a & b`, `a | b`. Long chains lean to the left, so they are walked and not followed. */
function logic(draft: Draft, expr: Extract<HostExpr, { kind: 'binary' }>, env: Env | null, depth: number): Cond | null {
  const sides: HostExpr[] = [];
  let at: HostExpr = expr;
  while (at.kind === 'binary' && at.op === expr.op) { sides.push(at.right); at = at.left; }
  sides.push(at);
  const read = sides.reverse().map((side) => readSql(draft, side, env, depth));
  if (read.every((cond) => cond === null)) return null;
  const args = read.map((cond, i) => (cond === null ? opaque('condition made elsewhere', sides[i] ?? expr) : asCondition(cond)));
  return { kind: expr.op === '&' ? 'and' : 'or', args, span: expr.span };
}

/** Python decides these itself (`and`, `in`, `is`), before SQLAlchemy sees anything. */
function undecided(draft: Draft, expr: Extract<HostExpr, { kind: 'binary' }>, env: Env | null, depth: number): Cond | null {
  const sides = [expr.left, expr.right].flatMap((side) => readSql(draft, side, env, depth) ?? []);
  // An attribute of a class is nothing but itself: `A.x is not None` always holds.
  if (sides.length === 1 && (expr.op === 'is not' || expr.op === 'is')) return { kind: 'literal', type: 'boolean', value: expr.op === 'is not', span: expr.span };
  return sides.length === 0 ? null : opaque('decided in the program', expr, sides);
}

export function unary(draft: Draft, expr: Extract<HostExpr, { kind: 'unary' }>, env: Env | null, depth: number): Cond | null {
  const arg = readSql(draft, expr.arg, env, depth);
  if (arg === null) return null;
  if (expr.op === '~') return negated(arg, expr);
  return expr.op === '-' ? { kind: 'operator', op: '-', args: [arg], span: expr.span } : opaque('decided in the program', expr, [arg]);
}

/** SQLAlchemy negates what it can in place: `~A.active` is `active = false`, `~A.x.in_(…)` NOT IN. */
export function negated(arg: Cond, at: { readonly span: HostExpr['span'] }): Cond {
  const { span } = at;
  switch (arg.kind) {
    case 'column': return { kind: 'compare', op: '=', left: arg, right: { kind: 'literal', type: 'boolean', value: false, span }, span };
    case 'in': case 'like': case 'between': case 'is': return { ...arg, negated: !arg.negated, span };
    case 'subquery': return arg.form === 'exists' || arg.form === 'in' ? { ...arg, negated: !arg.negated, span } : { kind: 'not', arg, span };
    case 'compare': return arg.op === '=' ? { ...arg, op: '<>', span } : arg.op === '<>' ? { ...arg, op: '=', span } : { kind: 'not', arg, span };
    case 'not': return arg.arg;
    default: return { kind: 'not', arg, span };
  }
}
