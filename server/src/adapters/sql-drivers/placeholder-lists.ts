import type { CallHost, HostExpr } from '../../lang/expression.ts';
import { lastName } from './chain.ts';

const PLACEHOLDER = /^\s*,?\s*\(?\s*(?:\?|\$\d*|[:@]\w*|%s|%\()/;

/** `ids.map(() => '?').join(', ')`, `` ids.map((_, i) => `$${i + 1}`).join() ``, `Array(n).fill('?').join()`, `'?,'.repeat(n).slice(0, -1)`. */
export function isPlaceholderList(call: CallHost): boolean {
  const [list] = call.args;
  if (call.callee.kind === 'member' && call.callee.property === 'join' && isSeparator(call.callee.object) && list !== undefined) return isPlaceholders(list);
  for (let at: HostExpr = call, depth = 0; at.kind === 'call' && depth < 6; depth++) {
    const method = lastName(at.callee);
    const [arg] = at.args;
    if (method === 'map' && arg?.kind === 'function') return arg.returns.length > 0 && arg.returns.every(isPlaceholder);
    if (method === 'fill' && arg !== undefined) return isPlaceholder(arg);
    if (at.callee.kind !== 'member') return method === 'Array' || method === 'from' ? at.args.some((other) => other.kind === 'function' && other.returns.some(isPlaceholder)) : false;
    if (method === 'from') return at.args.some((other) => other.kind === 'function' && other.returns.some(isPlaceholder));
    if (method === 'repeat') return isPlaceholder(at.callee.object);
    if (!/^(?:join|slice|toString|trim|substring)$/.test(method)) return false;
    at = at.callee.object;
  }
  return false;
}

/** `['?'] * len(ids)`, `'?' * n`, `'?' for _ in ids`: what Python joins to a list. */
export function isPlaceholders(expr: HostExpr): boolean {
  if (expr.kind === 'binary' && expr.op === '*') return [expr.left, expr.right].some((side) => (side.kind === 'array' ? side.items.length > 0 && side.items.every(isPlaceholder) : side.kind !== 'number' && isPlaceholder(side)));
  return expr.kind === 'call' && (isPlaceholderList(expr) || isMapped(expr));
}

/** `map(lambda _: '?', ids)`, `map(sql.Literal, ids)`. */
function isMapped({ callee, args: [each] }: CallHost): boolean {
  if (callee.kind !== 'identifier' || callee.name !== 'map' || each === undefined) return false;
  return each.kind === 'function' ? each.returns.length > 0 && each.returns.every(isPlaceholder) : /^(?:Placeholder|Literal)$/.test(lastName(each));
}

/** What Python's `join` is called on: a string, or psycopg's `sql.SQL(', ')`. */
export const isSeparator = (expr: HostExpr): boolean => expr.kind === 'string' || (expr.kind === 'call' && lastName(expr.callee) === 'SQL' && expr.args[0]?.kind === 'string');

function isPlaceholder(expr: HostExpr): boolean {
  if (expr.kind === 'string') return PLACEHOLDER.test(expr.value) && !/[=<>]|\b(?:like|ilike|in|is|any)\b/i.test(expr.value);
  if (expr.kind === 'template') return expr.tag === null && PLACEHOLDER.test(expr.quasis[0]?.value ?? '');
  // psycopg's own: `sql.Placeholder()`, `sql.Literal(1)`.
  if (expr.kind === 'call') return /^(?:Placeholder|Literal)$/.test(lastName(expr.callee));
  return expr.kind === 'binary' && expr.op === '+' && isPlaceholder(expr.left);
}
