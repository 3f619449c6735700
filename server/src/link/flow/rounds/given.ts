import type { FlowExpr, FlowFunction, FlowStep } from '../../../facts/flow.ts';
import type { RoundsInput } from '../rounds.ts';
import { calledName, everyExpr, everyStep, targetNames } from './walk.ts';

/** What a function's own names are given: null where that is more than one thing, or is added to later. */
type Given = ReadonlyMap<string, FlowExpr | null>;

const kept = new WeakMap<FlowFunction, Given>();

/** Methods that put something into a list, set or dict. */
const adds = new Set(['append', 'extend', 'add', 'insert', 'update', 'push', 'unshift', 'splice', 'setdefault', 'set']);

function givenIn(fn: FlowFunction): Given {
  const known = kept.get(fn);
  if (known !== undefined) return known;
  const all = new Map<string, FlowExpr | null>();
  for (const param of fn.params) for (const name of targetNames(param.target)) all.set(name, null);
  const steps = everyStep(fn.body, 'with loops');
  for (const step of steps) for (const [name, value] of bindings(step)) all.set(name, all.has(name) ? null : value);
  for (const name of grown(fn.body)) if (all.has(name)) all.set(name, null);
  kept.set(fn, all);
  return all;
}

function bindings(step: FlowStep): readonly (readonly [string, FlowExpr | null])[] {
  if (step.s === 'let') return targetNames(step.target).map((name) => [name, step.target.t === 'name' && step.op === null ? step.value : null] as const);
  if (step.s === 'loop') return targetNames(step.target).map((name) => [name, null] as const);
  return step.s === 'function' ? [[step.name, null]] : [];
}

function grown(steps: readonly FlowStep[]): readonly string[] {
  const called = everyExpr([], steps).flatMap((e) => (e.e === 'call' && e.of.e === 'attr' && e.of.of.e === 'name' && adds.has(calledName(e)) ? [e.of.of.name] : []));
  const items = everyStep(steps, 'with loops').flatMap((s) => (s.s === 'let' && s.target.t === 'item' && s.target.of.e === 'name' ? [s.target.of.name] : []));
  return [...called, ...items];
}

/** What an expression stands for, one step on: a local name's only value, or what is known outside of the function. */
export function standsFor(expr: FlowExpr, input: RoundsInput): FlowExpr | number | null {
  if (expr.e === 'name') {
    const own = givenIn(input.around);
    if (own.has(expr.name)) return own.get(expr.name) ?? null;
  }
  return expr.e === 'name' || expr.e === 'attr' ? input.known(expr) : null;
}
