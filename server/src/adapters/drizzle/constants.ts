import type { HostExpr } from '../../lang/expression.ts';
import type { Binding } from '../../lang/outline.ts';
import { lookup, type Env } from './names/env.ts';
import { inlinedEnv } from './names/params.ts';
import { localFunction, type Names } from './names/names.ts';
import { spend } from '../../lang/work.ts';
import { propertiesOf } from './literals.ts';

const MAX_DEPTH = 12;

/** An expression together with what the names in it mean. */
export interface Placed { readonly expr: HostExpr; readonly env: Env | null }

/** Follows constants of this file (`const a = …`, parameters of inlined functions, members of object literals) to the expression that they were given; the expression itself where there is nothing to follow. */
export function follow(names: Names, expr: HostExpr, env: Env | null, depth = 0): Placed {
  if (depth > MAX_DEPTH || !spend(names.work)) return { expr, env };
  if (expr.kind === 'identifier') return followName(names, expr, env, depth);
  if (expr.kind === 'member') {
    const key = expr.property;
    const property = propertiesOf(follow(names, expr.object, env, depth + 1).expr).find((p) => p.kind === 'property' && p.key === key);
    return property?.kind === 'property' ? follow(names, property.value, env, depth + 1) : { expr, env };
  }
  if (expr.kind === 'await') return follow(names, expr.arg, env, depth + 1);
  return { expr, env };
}

function followName(names: Names, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): Placed {
  const binding = names.outline.resolve(expr.name, expr.span.start);
  if (binding === null) return { expr, env };
  const given = lookup(env, binding);
  if (given?.kind === 'expr') return follow(names, given.expr, given.env, depth + 1);
  return given === null && isConstant(names, binding) && binding.init !== null ? follow(names, binding.init, env, depth + 1) : { expr, env };
}

/** Never assigned to again. A `let` without assignments is as good as a `const`; a parameter's default is not its value. */
const isConstant = (names: Names, binding: Binding): boolean =>
  binding.kind === 'const' || binding.kind === 'function' || ((binding.kind === 'let' || binding.kind === 'var') && !names.outline.mutationsOf(binding).some((m) => m.kind === 'assign'));

/** A string that can be told without running anything: literals, constants, and templates and sums of these. */
export function constantString(names: Names, expr: HostExpr | null | undefined, env: Env | null, depth = 0): string | null {
  if (expr === null || expr === undefined || depth > MAX_DEPTH || !spend(names.work)) return null;
  const at = follow(names, expr, env);
  const inner = (part: HostExpr): string | null => constantString(names, part, at.env, depth + 1);
  switch (at.expr.kind) {
    case 'string': return at.expr.value;
    case 'number': return at.expr.raw;
    case 'template': return at.expr.tag === null ? joined(at.expr.quasis.map((q) => q.value), at.expr.holes.map(inner)) : null;
    case 'binary': return at.expr.op === '+' ? joined(['', '', ''], [inner(at.expr.left), inner(at.expr.right)]) : null;
    default: return null;
  }
}

function joined(quasis: readonly string[], holes: readonly (string | null)[]): string | null {
  if (holes.includes(null)) return null;
  return quasis.map((quasi, i) => quasi + (holes[i] ?? '')).join('');
}

/** The object literal an expression comes down to: itself, a constant, what a function of this file returns. */
export function objectOf(names: Names, expr: HostExpr, env: Env | null, depth = 0): Placed | null {
  if (depth > MAX_DEPTH) return null;
  const at = follow(names, expr, env);
  if (at.expr.kind === 'object') return at;
  if (at.expr.kind === 'function') return at.expr.returns[0] === undefined || at.expr.returns.length > 1 ? null : objectOf(names, at.expr.returns[0], at.env, depth + 1);
  if (at.expr.kind !== 'call') return null;
  const fn = localFunction(names, at.expr.callee, at.env);
  const [only] = fn?.returns ?? [];
  return fn === null || only === undefined || fn.returns.length > 1 ? null : objectOf(names, only, inlinedEnv(fn, at.expr.args, at.env, at.env), depth + 1);
}
