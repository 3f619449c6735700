import type { HostExpr } from '../../../lang/expression.ts';
import type { Binding, Mutation } from '../../../lang/outline.ts';
import { contains, type Span } from '../../../text/span.ts';
import { chainOf, type Step } from '../chain.ts';
import { lookup, type Env } from '../names/env.ts';
import { localFunction, type Names } from '../names/names.ts';
import { spend } from '../../../lang/work.ts';
import { inlinedEnv } from '../names/params.ts';

/** A query under construction as one chain, however many statements it is written over. `used` are the calls it was put together from. */
export interface Expanded { readonly receiver: HostExpr | null; readonly before: readonly Step[]; readonly steps: readonly Step[]; readonly used: readonly Span[] }

/** Methods that begin a statement; everything after one is a builder's. */
const STARTS: ReadonlySet<string> = new Set(['select', 'selectDistinct', 'selectDistinctOn', 'with', 'withRecursive', 'update', 'delete', 'insert', '$count', 'findMany', 'findFirst', 'execute', 'all', 'get', 'run', 'values']);

/** Also a method that a project puts beside `execute` (`executeOnReplica`); whether it is one is told by its argument. */
export const isExecute = (name: string): boolean => /^execute([A-Z]\w*)?$/.test(name);

export const isStart = (name: string): boolean => STARTS.has(name) || isExecute(name);

/** Methods of a statement under construction, and those that end it. */
export const BUILDS: ReadonlySet<string> = new Set([
  'from', 'where', 'having', 'groupBy', 'orderBy', 'limit', 'offset', 'for', 'set', 'values', 'returning', '$returningId', 'onConflictDoUpdate', 'onConflictDoNothing', 'onDuplicateKeyUpdate', 'overridingSystemValue',
  'leftJoin', 'rightJoin', 'innerJoin', 'fullJoin', 'crossJoin', 'leftJoinLateral', 'innerJoinLateral', 'crossJoinLateral', 'union', 'unionAll', 'intersect', 'intersectAll', 'except', 'exceptAll',
  '$dynamic', '$withCache', 'prepare', 'as', 'execute', 'all', 'get', 'run', 'iterator', 'then', 'catch', 'finally', 'toSQL', 'getSQL', 'comment',
]);

const MAX_DEPTH = 10;

/** Whether a chain of steps says that something already made is only carried on. */
const continues = (steps: readonly Step[]): boolean => steps.every((step) => step.args === null || BUILDS.has(step.name));

/**
 * Puts a chain together: `q.orderBy(…)` on a variable, `base().where(…)` on what a function of this file returns, `withPage(q)` through a helper,
 * with every `q = q.where(…)` between. Null when the expression does not start a query.
 */
export function expand(names: Names, expr: HostExpr, env: Env | null, depth = 0, self: Binding | null = null): Expanded | null {
  if (depth > MAX_DEPTH || !spend(names.work)) return null;
  const chain = chainOf(expr, env);
  const start = chain.steps.findIndex((step) => step.args !== null && isStart(step.name));
  if (start >= 0 && !isCarriedOn(names, chain.base, chain.steps, start, env, self)) return { receiver: chain.base, before: chain.steps.slice(0, start), steps: chain.steps.slice(start), used: [expr.span] };
  if (!continues(chain.steps)) return null;
  const base = chain.base.kind === 'identifier' ? expandName(names, chain.base, env, depth, self) : chain.base.kind === 'call' ? expandCall(names, chain.base, env, depth, self) : null;
  if (base !== null && chain.steps.some((step) => step.args !== null)) noteExtended(names, chain.base, env);
  return base === null ? null : { ...base, steps: [...base.steps, ...chain.steps], used: [...base.used, expr.span] };
}

/** What a function of this file builds is sent by whoever carries it on, or takes it into a statement. */
export function noteExtended(names: Names, base: HostExpr, env: Env | null): void {
  const fn = base.kind === 'call' ? localFunction(names, base.callee, env) : null;
  if (fn !== null) names.extended.add(fn);
}

/** `q.execute()` and `q.all()` carry on a builder that is kept in a variable; `db.execute(…)` starts. */
function isCarriedOn(names: Names, base: HostExpr, steps: readonly Step[], start: number, env: Env | null, self: Binding | null): boolean {
  const word = steps[start]?.name ?? '';
  if (start > 0 || base.kind !== 'identifier' || !BUILDS.has(word)) return false;
  const binding = names.outline.resolve(base.name, base.span.start);
  if (binding === null) return false;
  return binding === self || lookup(env, binding)?.kind === 'expr' || (binding.init?.kind === 'call' && isBuilder(names, binding.init));
}

const isBuilder = (names: Names, init: HostExpr): boolean => {
  const steps = chainOf(init, null).steps;
  return steps.some((step) => step.args !== null && /^(select|selectDistinct|selectDistinctOn|with|update|delete|insert)$/.test(step.name)) || (init.kind === 'call' && localFunction(names, init.callee, null) !== null);
};

/** Once `.prepare()` or `.then()` was called, what is left is no builder. */
const isFinished = (steps: readonly Step[]): boolean => steps.some((step) => /^(prepare|execute|all|get|run|iterator|then|catch|finally|toSQL)$/.test(step.name));

function expandName(names: Names, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number, self: Binding | null): Expanded | null {
  const binding = names.outline.resolve(expr.name, expr.span.start);
  if (binding === null || binding.import !== null) return null;
  if (binding === self) return { receiver: null, before: [], steps: [], used: [] };
  const given = lookup(env, binding);
  const init = given?.kind === 'expr' ? given : binding.init === null ? null : { expr: binding.init, env };
  if (init === null || init.expr.kind === 'await' || init.expr.kind === 'function') return null;
  const base = expand(names, init.expr, init.env, depth + 1, self);
  if (base === null || isFinished(base.steps)) return null;
  return withMutations(names, base, binding, (m) => m.span.start < expr.span.start, env, depth);
}

/** Every change of a builder's variable that `which` lets through, as further steps. */
export function withMutations(names: Names, base: Expanded, binding: Binding, which: (mutation: Mutation) => boolean, env: Env | null, depth = 0): Expanded {
  let [steps, used] = [base.steps, base.used];
  for (const mutation of names.outline.mutationsOf(binding)) {
    if (!which(mutation)) continue;
    const more = expand(names, mutation.kind === 'assign' ? mutation.value : mutation.call, env, depth + 1, binding);
    if (more === null || (more.receiver !== null && mutation.conditional) || isFinished(more.steps)) continue;
    const added = more.steps.map((step) => (mutation.conditional ? { ...step, optional: true } : step));
    [steps, used] = [more.receiver === null ? [...steps, ...added] : added, [...used, ...more.used, mutation.span]];
  }
  return { ...base, steps, used };
}

/** `base().where(…)`, `withPage(q.$dynamic(), 1)`: what a function of this file returns. Further returns are what happens only sometimes. The function's own query stays one of its own as well. */
function expandCall(names: Names, call: Extract<HostExpr, { kind: 'call' }>, env: Env | null, depth: number, self: Binding | null): Expanded | null {
  const fn = localFunction(names, call.callee, env);
  if (fn === null || fn.returns.length === 0) return null;
  const given = inlinedEnv(fn, call.args, env, env);
  const all = fn.returns.flatMap((value) => expand(names, value, given, depth + 3, self) ?? []);
  const longest = all.reduce<Expanded | null>((best, one) => (best === null || one.steps.length > best.steps.length ? one : best), null);
  if (longest === null || isFinished(longest.steps)) return null;
  const sure = Math.min(...all.map((one) => one.steps.length));
  return { ...longest, steps: longest.steps.map((step, i) => (i < sure ? step : { ...step, optional: true })), used: all.flatMap((one) => one.used).filter((span) => !contains(fn.span, span)) };
}
