import type { CallHost, FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding, Mutation } from '../../../lang/outline.ts';
import { contains, type Span } from '../../../text/span.ts';
import { chainOf, type Step } from './chain.ts';
import { inlinedEnv, lookup, withGiven, type Env } from './env.ts';
import { localFunction } from './names.ts';
import { mutationsOf, type Reading } from './reading.ts';
import { type Start, startOf } from './starts.ts';
import { CONVERSIONS, TERMINALS } from './vocabulary.ts';
import { spend } from '../../../lang/work.ts';

/** A statement under construction as one chain, however many places it is written in. `used` are the calls it was put together from. */
export interface Expanded { readonly start: Start; readonly steps: readonly Step[]; readonly used: readonly Span[] }

const MAX_DEPTH = 10;
/** More ways than this to come to one place are cut off. */
const MAX_WAYS = 6;
/** A step that stands for what a function of another file does with a statement. */
export const ELSEWHERE = '?';

/**
 * Every statement that an expression may be: `q.order_by(…)` on a variable with all that was done to it before, `self._base().where(…)` on what a function of
 * this file returns. Several where branches begin it differently; none where it is no statement.
 */
export function expand(reading: Reading, expr: HostExpr, env: Env | null, depth = 0): readonly Expanded[] {
  if (depth > MAX_DEPTH || !spend(reading.work)) return [];
  const chain = chainOf(expr, env);
  const started = startOf(reading, chain, env);
  if (started !== null) return [{ ...started, used: [expr.span] }];
  const carried = chain.base.kind === 'identifier' && chain.base.name !== 'this' ? expandName(reading, chain.base, env, depth) : null;
  if (carried !== null) return carried.map((one) => ({ ...one, steps: [...one.steps, ...chain.steps], used: [...one.used, expr.span] }));
  return expandCall(reading, expr, env, depth);
}

/** A statement that stands inside another; none where it was sent by itself, and what is left is a value. */
export const expandInner = (reading: Reading, expr: HostExpr, env: Env | null): Expanded | undefined => expand(reading, expr, env).find(({ steps }) => !steps.some((step) => step.args !== null && TERMINALS.has(step.name)));

/** Once it was sent or made into something else, what is left is no statement. */
export const isFinished = (steps: readonly Step[]): boolean => steps.some((step, i) => TERMINALS.has(step.name) || CONVERSIONS.has(step.name) || (i > 0 && step.args !== null && (step.name === 'update' || step.name === 'delete')));

function expandName(reading: Reading, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): readonly Expanded[] {
  const binding = reading.outline.resolve(expr.name, expr.span.start);
  if (binding === null || binding.import !== null || binding.kind === 'function' || binding.kind === 'class') return [];
  const given = lookup(env, binding);
  if (given === null) return [];
  const first = given === undefined ? binding.init : given.expr;
  const start = first === null || binding.kind === 'loop' || binding.kind === 'catch' || (binding.kind === 'param' && given === undefined) ? [] : unfinished(expand(reading, first, given === undefined ? env : given.env, depth + 1));
  return grown(reading, binding, { start, env, depth }, (mutation) => mutation.span.start < expr.span.start && !contains(mutation.span, expr.span));
}

const unfinished = (all: readonly Expanded[]): readonly Expanded[] => all.filter((one) => !isFinished(one.steps));

interface Grow { readonly start: readonly Expanded[]; readonly env: Env | null; readonly depth: number }

/** What a variable may be after every change of it that `which` lets through; nothing that is known once there were too many. */
export function grown(reading: Reading, binding: Binding, { start, env, depth }: Grow, which: (mutation: Mutation) => boolean): readonly Expanded[] {
  let ways: readonly Expanded[] = start.map(growing);
  for (const mutation of mutationsOf(reading, binding)) {
    if (mutation.kind !== 'assign' || !which(mutation)) continue;
    if (!spend(reading.work)) return [];
    const after = changed(reading, binding, ways, mutation, env, depth);
    ways = (mutation.conditional && !isOwn(mutation.value, binding) ? [...ways, ...after] : after).slice(0, MAX_WAYS);
  }
  return ways;
}

/** A way that is added to in place: copying it at each of thousands of changes would take quadratic time. */
interface Growing extends Expanded { readonly steps: Step[]; readonly used: Span[] }
const growing = (one: Expanded): Growing => ({ ...one, steps: [...one.steps], used: [...one.used] });
const isGrowing = (one: Expanded): one is Growing => Array.isArray(one.steps);

function add(one: Expanded, steps: readonly Step[], used: readonly Span[]): Expanded {
  if (!isGrowing(one)) return growing(one);
  for (const step of steps) one.steps.push(step);
  for (const span of used) one.used.push(span);
  return one;
}

/** Whether a new value is made of the variable's old one. */
export function isOwn(value: HostExpr, binding: Binding): boolean {
  const { base } = chainOf(value, null);
  const names = base.kind === 'call' ? [...base.args, ...(base.keywords ?? []).flatMap((k) => (k.kind === 'property' ? [k.value] : []))] : [base];
  return names.some((name) => { const at = chainOf(name, null).base; return at.kind === 'identifier' && at.name === binding.name; });
}

function changed(reading: Reading, binding: Binding, ways: readonly Expanded[], mutation: Extract<Mutation, { kind: 'assign' }>, env: Env | null, depth: number): readonly Expanded[] {
  const { value, conditional, span } = mutation;
  if (!isOwn(value, binding)) return unfinished(expand(reading, value, env, depth + 1)).map(growing);
  const { base, steps } = chainOf(value, env);
  if (isFinished(steps)) return conditional ? ways : [];
  const sometimes = (step: Step): Step => (conditional ? { ...step, optional: true } : step);
  if (base.kind === 'identifier') return ways.map((one) => add(one, steps.map(sometimes), [value.span, span]));
  // `query = paginate(query)`: through a function of this file, or one that nothing is known of here.
  return ways.map((one) => through(reading, binding, one, value, env, depth, sometimes));
}

function through(reading: Reading, binding: Binding, one: Expanded, value: HostExpr, env: Env | null, depth: number, sometimes: (step: Step) => Step): Expanded {
  const { base, steps } = chainOf(value, env);
  const rest = steps.map(sometimes);
  const fn = base.kind === 'call' ? localFunction(reading, base.callee, env) : null;
  const added = base.kind === 'call' && fn !== null ? addedBy(reading, base, fn, withGiven(env, binding, null), depth) : null;
  return add(one, [...(added ?? [elsewhere(value)]).map(sometimes), ...rest], [value.span]);
}

/** What a function of this file does to the statement that it is given, where it hands that statement on; null where that cannot be told. */
function addedBy(reading: Reading, call: CallHost, fn: NonNullable<ReturnType<typeof localFunction>>, env: Env | null, depth: number): readonly Step[] | null {
  const inner = inlinedEnv(fn, call, env);
  const [only, ...others] = fn.returns;
  if (only === undefined || others.length > 0 || depth > MAX_DEPTH) return null;
  const { base, steps } = chainOf(only, inner);
  const param = base.kind === 'identifier' ? reading.outline.resolve(base.name, base.span.start) : null;
  if (param === null || param.kind !== 'param') return null;
  const changes = mutationsOf(reading, param).flatMap((mutation): readonly (Step | null)[] => {
    if (mutation.kind !== 'assign') return [];
    const link = chainOf(mutation.value, inner);
    if (link.base.kind !== 'identifier' || link.base.name !== param.name) return [null];
    return link.steps.map((step) => (mutation.conditional ? { ...step, optional: true } : step));
  });
  const known = changes.flatMap((step) => step ?? []);
  return known.length === changes.length ? [...known, ...steps] : null;
}

const elsewhere = (at: HostExpr): Step => ({ name: ELSEWHERE, nameSpan: at.span, args: [], keywords: [], env: null, object: at, span: at.span, optional: false });

/** `self._base(x).where(…)`: what a function of this file returns. Steps that only some returns have happen sometimes. */
function expandCall(reading: Reading, expr: HostExpr, env: Env | null, depth: number): readonly Expanded[] {
  const found = innerCall(reading, expr, env);
  if (found === null) return [];
  const { call, fn, rest } = found;
  const given = inlinedEnv(fn, call, env);
  const all = fn.returns.flatMap((value) => unfinished(expand(reading, value, given, depth + 2)));
  if (all.length === 0) return [];
  // What a function sends by itself is told where it is written, unless it is only there to be carried on.
  const outside = (one: Expanded): readonly Span[] => (rest.length > 0 && isPrivate(reading, fn) ? one.used : one.used.filter((span) => !contains(fn.span, span)));
  return all.slice(0, MAX_WAYS).map((one) => ({ ...one, steps: [...one.steps, ...rest], used: [...outside(one), expr.span] }));
}

/** A function that no other file calls: inside another, or by its name. */
const isPrivate = (reading: Reading, fn: FunctionHost): boolean => fn.name !== null && (fn.name.startsWith('_') || reading.outline.enclosing(fn.span.start - 1) !== '' && !reading.outline.classes.some((one) => one.members.some((member) => member.kind === 'function' && member.value.span.start === fn.span.start)));

/** The first call of a chain that is one of a function of this file, and what follows it. */
function innerCall(reading: Reading, expr: HostExpr, env: Env | null): { readonly call: CallHost; readonly fn: NonNullable<ReturnType<typeof localFunction>>; readonly rest: readonly Step[] } | null {
  const { base, steps } = chainOf(expr, env);
  if (base.kind === 'call') {
    const fn = localFunction(reading, base.callee, env);
    return fn === null ? null : { call: base, fn, rest: steps };
  }
  const at = steps.findIndex((step) => step.args !== null);
  const link = steps[at];
  if (link === undefined || link.name === '[]') return null;
  const callee: HostExpr = { kind: 'member', object: link.object, property: link.name, propertySpan: link.nameSpan, span: link.span };
  const fn = localFunction(reading, callee, env);
  return fn === null ? null : { call: { kind: 'call', callee, args: link.args ?? [], keywords: link.keywords, isNew: false, argsSpan: link.span, span: link.span }, fn, rest: steps.slice(at + 1) };
}
