import type { FlowStep } from '../../facts/flow.ts';
import { assign } from './assign.ts';
import { cacheOf, isStored } from './caches.ts';
import { conditionsOf, endOf, isMissing, truthOf } from './conditions.ts';
import { around } from './emit.ts';
import { bind, branchOf, type Env, mergeBranches } from './env.ts';
import { evaluate, functionOf, sometimes } from './evaluate.ts';
import { joinAll } from './join.ts';
import { runLoop } from './loops.ts';
import { lastName, typed } from './meanings.ts';
import { during, type Happening, type Run, step as isStep, underCondition } from './run.ts';
import { constant, type Value, withRoots } from './values.ts';
import { MEMO } from './words.ts';

type If = Extract<FlowStep, { readonly s: 'if' }>;

/** Runs steps in order. What comes after a guard holds what the guard says. */
export function runSteps(run: Run, env: Env, steps: readonly FlowStep[]): void {
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step === undefined || !isStep(run)) return;
    const end = step.s === 'if' ? endOf(step.yes) : null;
    if (step.s !== 'if' || end === null || step.no.length > 0) { runStep(run, env, step); continue; }
    if (guard(run, env, step, end, steps.slice(i + 1))) return;
  }
}

/** `if …: return`, and all that comes after it. True where that was run. */
function guard(run: Run, env: Env, step: If, end: ReturnType<typeof endOf>, rest: readonly FlowStep[]): boolean {
  const truth = truthOf(evaluate(run, env, step.test));
  if (truth !== null) { if (truth) runSteps(run, env, step.yes); return truth; }
  const kept = cacheOf(run, env, step.test) === 'there' || isKept(run, env, step);
  const first = run.happenings.length;
  sometimes(run, conditionsOf(run, env, step.test, true), false, () => runSteps(run, branchOf(env), step.yes));
  if (rest.length === 0) return true;
  const second = run.happenings.length;
  const certain = end === 'throw' || isMissing(run, env, step.test);
  const conditions = conditionsOf(run, env, step.test, false, certain);
  during(run, { ...(certain || kept || conditions.length > 0 || end === 'break' ? {} : underCondition(run)), memoised: run.memoised || kept, conditions: [...run.conditions, ...conditions] }, () => runSteps(run, env, rest));
  markInstead(run, first, second);
  return true;
}

/** `if not found: found = …`, in a loop or out of it: what is there once is not asked for again. */
function isFilledOnce({ test, yes }: If): boolean {
  const [left, right] = test.e === 'op' ? test.parts : [];
  const none = right === undefined ? test.e === 'op' && (test.op === 'not' || test.op === '!') : test.e === 'op' && ['is', '==', '==='].includes(test.op) && ((right.e === 'literal' && right.value === null) || (right.e === 'name' && right.name === 'undefined'));
  return none && left?.e === 'name' && yes.some((step) => step.s === 'let' && step.target.t === 'name' && step.target.name === left.name);
}

/** Where each of two ways sends a statement, one is sent whatever happens. `first`, `second`: where what happens on each of them begins. */
function markInstead(run: Run, first: number, second: number): void {
  const loops = around(run).loops.length;
  const sends = ({ what, under, loops: own }: Happening): boolean => what?.kind === 'query' && under === run.under + 1 && own.length === loops;
  const ways = [run.happenings.slice(first, second).filter(sends), run.happenings.slice(second).filter(sends)];
  if (ways.every((way) => way.length > 0)) for (const happening of ways.flat()) happening.instead = true;
}

/** `if (cached) return cached`, where it was looked up in what this function fills. */
function isKept(run: Run, env: Env, { test }: If): boolean {
  const value = during(run, { silent: true }, () => evaluate(run, env, test.e === 'op' && test.parts.length === 2 && test.parts[1]?.e === 'literal' && test.parts[0] !== undefined ? test.parts[0] : test));
  return value.v === 'unknown' && value.lookup !== undefined && isStored(run, value.lookup);
}

function runStep(run: Run, env: Env, step: FlowStep): void {
  switch (step.s) {
    case 'let': letBe(run, env, step); return;
    case 'do': evaluate(run, env, step.value); return;
    case 'return': { run.returns.push(step.value === null ? constant(null) : evaluate(run, env, step.value)); return; }
    case 'leave': if (step.value !== null) evaluate(run, env, step.value); return;
    case 'if': runIf(run, env, step); return;
    case 'switch': runSwitch(run, env, step); return;
    case 'loop': runLoop(run, env, step); return;
    case 'try': runTry(run, env, step); return;
    case 'function': bind(env, step.name, { ...functionOf(run, env, step.fn, step.name), memoised: step.fn.decorators.some((decorator) => MEMO.has(lastName(decorator))) }); return;
    case 'block': runSteps(run, env, step.body); return;
  }
}

function letBe(run: Run, env: Env, { target, value, op, type }: Extract<FlowStep, { readonly s: 'let' }>): void {
  const given = evaluate(run, env, value);
  const name = target.t === 'name' && given.v === 'function' && given.name === '' ? { ...given, name: target.name } : given;
  const hint = type !== null && name.v === 'unknown' ? typed(run, run.world.code.type(run.place.file, type)) : null;
  assign(run, env, target, hint === null ? name : withRoots(hint, name.roots), op);
}

function runIf(run: Run, env: Env, step: If): void {
  const truth = truthOf(evaluate(run, env, step.test));
  if (truth !== null) { runSteps(run, env, truth ? step.yes : step.no); return; }
  const kept = cacheOf(run, env, step.test) ?? (keptIn(run, env, step.test) || isFilledOnce(step) ? 'missing' : null);
  const [yes, no] = [branchOf(env), branchOf(env)];
  const first = run.happenings.length;
  sometimes(run, conditionsOf(run, env, step.test, true), kept === 'missing', () => runSteps(run, yes, step.yes));
  const second = run.happenings.length;
  sometimes(run, conditionsOf(run, env, step.test, false), kept === 'there', () => runSteps(run, no, step.no));
  markInstead(run, first, second);
  const going = [...(endOf(step.yes) === null ? [yes] : []), ...(endOf(step.no) === null ? [no] : [])];
  mergeBranches(env, going.length === 0 ? [yes, no] : going, joinAll);
}

/** `if (!cached) { … }`. */
function keptIn(run: Run, env: Env, test: If['test']): boolean {
  const of = test.e === 'op' && (test.op === '!' || test.op === 'not' || ((test.op === 'is' || test.op === '===' || test.op === '==') && test.parts[1]?.e !== 'name')) ? test.parts[0] : undefined;
  if (of === undefined || (of.e !== 'name' && of.e !== 'call' && of.e !== 'index')) return false;
  const value = during(run, { silent: true }, () => evaluate(run, env, of));
  return value.v === 'unknown' && value.lookup !== undefined && isStored(run, value.lookup);
}

function runSwitch(run: Run, env: Env, { on, cases }: Extract<FlowStep, { readonly s: 'switch' }>): void {
  const value = evaluate(run, env, on);
  const branches = cases.map(({ test, body }) => {
    const branch = branchOf(env);
    const tested: Value | null = test === null ? null : evaluate(run, branch, test);
    const never = value.v === 'constant' && tested?.v === 'constant' && value.value !== tested.value;
    if (!never) during(run, underCondition(run), () => runSteps(run, branch, body));
    return branch;
  });
  mergeBranches(env, [...branches, branchOf(env)], joinAll);
}

function runTry(run: Run, env: Env, { body, handlers, last }: Extract<FlowStep, { readonly s: 'try' }>): void {
  runSteps(run, env, body);
  const branches = handlers.map((handler) => {
    const branch = branchOf(env);
    during(run, underCondition(run), () => runSteps(run, branch, handler));
    return endOf(handler) === null ? branch : branchOf(env);
  });
  if (branches.length > 0) mergeBranches(env, [branchOf(env), ...branches], joinAll);
  runSteps(run, env, last);
}
