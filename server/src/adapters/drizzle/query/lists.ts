import type { CallHost, FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import { chainOf } from '../chain.ts';
import { follow } from '../constants.ts';
import { lookup, type Env } from '../names/env.ts';
import { localFunction } from '../names/names.ts';
import { inlinedEnv } from '../names/params.ts';
import { spend } from '../../../lang/work.ts';
import { mutationsBefore, opaque, optional, readCondition } from './conditions.ts';
import { mayBeAddedTo } from './handed.ts';
import type { Scope } from './scope.ts';
import type { Cond } from './values.ts';

const MAX_DEPTH = 60;

/** The arguments of `and(…)` and `or(…)`, spreads and locally built arrays included. */
export function readList(scope: Scope, items: readonly HostExpr[], env: Env | null, depth: number): readonly Cond[] {
  return items.flatMap((item) => {
    if (item.kind === 'spread') return readSpread(scope, item.arg, env, depth + 1);
    const cond = readCondition(scope, item, env, depth + 1);
    return cond === null ? [] : [cond];
  });
}

/** The conditions of an array: a literal, a variable that conditions are pushed to, `.filter(Boolean)` and `.map(…)` of one. */
export function readSpread(scope: Scope, expr: HostExpr, env: Env | null, depth: number): readonly Cond[] {
  if (depth > MAX_DEPTH || !spend(scope.reading.names.work)) return [opaque('nested too deeply', expr)];
  switch (expr.kind) {
    case 'array': return readList(scope, expr.items, env, depth);
    case 'nothing': return [];
    case 'conditional': return [...readSpread(scope, expr.then, env, depth + 1), ...readSpread(scope, expr.otherwise, env, depth + 1)].map(optional);
    case 'binary': return expr.op === '&&' ? readSpread(scope, expr.right, env, depth + 1).map(optional) : [...readSpread(scope, expr.left, env, depth + 1), ...readSpread(scope, expr.right, env, depth + 1)].map(optional);
    case 'identifier': return readArrayName(scope, expr, env, depth);
    case 'call': return readArrayCall(scope, expr, env, depth);
    default: return [opaque('conditions made elsewhere', expr)];
  }
}

function readArrayName(scope: Scope, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): readonly Cond[] {
  const binding = scope.reading.names.outline.resolve(expr.name, expr.span.start);
  const given = binding === null ? null : lookup(env, binding);
  if (given?.kind === 'expr') return readSpread(scope, given.expr, given.env, depth + 1);
  if (binding === null || binding.init === null || binding.pattern !== null || binding.kind === 'param') return [opaque('conditions made elsewhere', expr)];
  const found = [...readSpread(scope, binding.init, env, depth + 2)];
  for (const mutation of mutationsBefore(scope, binding, expr.span.start)) {
    const added = mutation.kind === 'call' ? pushed(scope, mutation.call, env, depth + 2) : readSpread(scope, mutation.value, selfArray(env, binding), depth + 2);
    found.push(...(mutation.conditional ? added.map(optional) : added));
  }
  return mayBeAddedTo(scope.reading.names, binding, expr.span.start) ? [...found, opaque('conditions added elsewhere', expr)] : found;
}

/** Inside `conditions = [...conditions, x]` the array itself adds nothing new. */
const selfArray = (env: Env | null, binding: Binding): Env => ({ given: new Map([[binding.span.start, { kind: 'expr', expr: { kind: 'array', items: [], span: binding.span }, env: null } as const]]), outer: env });

function pushed(scope: Scope, call: CallHost, env: Env | null, depth: number): readonly Cond[] {
  const last = chainOf(call, env).steps.at(-1);
  return last !== undefined && (last.name === 'push' || last.name === 'unshift') && last.args !== null ? readList(scope, last.args, env, depth) : [];
}

function readArrayCall(scope: Scope, call: CallHost, env: Env | null, depth: number): readonly Cond[] {
  if (call.callee.kind !== 'member') return readArrayHelper(scope, call, env, depth);
  const [fn] = call.args;
  switch (call.callee.property) {
    case 'filter': case 'flat': case 'slice': case 'reverse': return readSpread(scope, call.callee.object, env, depth + 1);
    case 'concat': return [...readSpread(scope, call.callee.object, env, depth + 1), ...call.args.flatMap((arg) => readSpread(scope, arg, env, depth + 1))];
    case 'map': case 'flatMap': return fn?.kind === 'function' ? readMapped(scope, call.callee.object, fn, env, depth) : [opaque('conditions made elsewhere', call)];
    default: return [opaque('conditions made elsewhere', call)];
  }
}

/** What `.map(…)` makes: a condition for each item that is written out, else the shape that every item sends, of which there may be none. */
function readMapped(scope: Scope, over: HostExpr, fn: FunctionHost, env: Env | null, depth: number): readonly Cond[] {
  const at = follow(scope.reading.names, over, env);
  if (at.expr.kind !== 'array' || at.expr.items.some((item) => item.kind === 'spread') || at.expr.items.length > 50) return readList(scope, fn.returns, env, depth + 1).map(optional);
  return at.expr.items.flatMap((item) => readList(scope, fn.returns, inlinedEnv(fn, [item], at.env, env), depth + 5));
}

/** A function of this file that returns an array of conditions. */
function readArrayHelper(scope: Scope, call: CallHost, env: Env | null, depth: number): readonly Cond[] {
  const fn = localFunction(scope.reading.names, call.callee, env);
  if (fn === null || fn.returns.length === 0 || depth > 20) return [opaque('conditions made elsewhere', call)];
  const inner = inlinedEnv(fn, call.args, env, env);
  const read = fn.returns.map((value) => readSpread(scope, value, inner, depth + 10));
  return read.length === 1 ? (read[0] ?? []) : read.flat().map(optional);
}
