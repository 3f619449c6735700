import type { FlowExpr, FlowFunction, FlowSpan, FlowStep } from '../../facts/flow.ts';
import { calledName, insideExpr, insideStep } from './rounds/walk.ts';

/**
 * One of the things that a function does one after the other. A guard leaves the function where its test says so; `leaves` is what it does then. `under`: names that must
 * hold something for it to be reached, by an `if` around it.
 */
export type Item =
  | { readonly kind: 'step'; readonly step: FlowStep; readonly under: readonly string[]; readonly branch: boolean; readonly at: FlowSpan }
  | { readonly kind: 'guard'; readonly test: FlowExpr; readonly leaves: readonly FlowStep[]; readonly under: readonly string[]; readonly branch: boolean; readonly at: FlowSpan };

export type Sequence = readonly Item[];

type Around = Pick<Item, 'under' | 'branch'>;

/** Calls after which nothing more is done: they throw. */
const LEAVING: ReadonlySet<string> = new Set(['notFound', 'redirect', 'permanentRedirect', 'abort', 'exit', 'unauthorized', 'forbidden', 'fail', '_exit']);

/**
 * What a function does as far as it does it in any case, one after the other: blocks and what is tried are taken apart, an `if` that leaves is a guard and what it does
 * not leave goes on. Branches, loops and functions in there are sequences of their own.
 */
export function sequencesOf(fn: FlowFunction): readonly Sequence[] {
  const found: Sequence[] = [];
  const waiting: (readonly FlowStep[])[] = [fn.body];
  for (let steps = waiting.pop(); steps !== undefined; steps = waiting.pop()) {
    const items: Item[] = [];
    addAll(steps, { under: [], branch: false }, items, waiting);
    found.push(items);
  }
  return found;
}

function addAll(steps: readonly FlowStep[], around: Around, items: Item[], waiting: (readonly FlowStep[])[]): void {
  for (const [index, step] of steps.entries()) {
    const goesOn = step.s === 'if' ? addIf(step, around, items, waiting) : add(step, around, items, waiting);
    if (goesOn) continue;
    if (index < steps.length - 1) waiting.push(steps.slice(index + 1));
    return;
  }
}

/** Whether what stands after it goes on with the same sequence. */
function add(step: FlowStep, around: Around, items: Item[], waiting: (readonly FlowStep[])[]): boolean {
  if (step.s === 'block') addAll(step.body, around, items, waiting);
  else if (step.s === 'try') {
    addAll(step.body, around, items, waiting);
    waiting.push(...step.handlers);
    addAll(step.last, around, items, waiting);
  } else addStep(step, around, items, waiting);
  return step.s !== 'return' && step.s !== 'leave';
}

function addStep(step: FlowStep, around: Around, items: Item[], waiting: (readonly FlowStep[])[]): void {
  items.push({ kind: 'step', step, ...around, at: step.at });
  if (step.s === 'if') waiting.push(step.yes, step.no);
  if (step.s === 'switch') waiting.push(...step.cases.map((one) => one.body));
  if (step.s === 'loop') waiting.push(step.body);
  if (step.s === 'function') waiting.push(step.fn.body);
  for (const fn of functionsIn(insideStep(step).exprs)) waiting.push(fn.body);
}

type If = Extract<FlowStep, { s: 'if' }>;

/** One branch leaves, or the test only asks for something to be there: then the other branch goes on. Of two that leave the one that is no error does. */
function addIf(step: If, around: Around, items: Item[], waiting: (readonly FlowStep[])[]): boolean {
  const asked = step.no.length === 0 ? askedFor(step.test) : null;
  const [yes, no] = [leaves(step.yes), leaves(step.no)];
  if (asked === null && !yes && !no) {
    addStep(step, around, items, waiting);
    return true;
  }
  const taken = asked !== null || (no && (!yes || isError(step.no))) ? step.yes : step.no;
  const left = taken === step.yes ? step.no : step.yes;
  items.push({ kind: 'guard', test: step.test, leaves: left, ...around, at: step.at });
  waiting.push(left);
  addAll(taken, { under: asked === null ? around.under : [...around.under, asked], branch: around.branch || taken === step.yes || step.no.length > 0 }, items, waiting);
  return !leaves(taken);
}

const isError = (steps: readonly FlowStep[]): boolean => { const last = steps.at(-1); return last?.s === 'leave' && last.how === 'throw'; };

/** `if (row)`, `row !== null`, `row is not None`: the name. */
function askedFor(test: FlowExpr): string | null {
  if (test.e === 'name') return test.name;
  if (test.e !== 'op' || !/^(?:!==?|is not)$/.test(test.op)) return null;
  const [one, other] = test.parts;
  return one?.e === 'name' && other?.e === 'literal' && other.value === null ? one.name : null;
}

/** Whether the steps end the function, whatever happens in them. */
export function leaves(steps: readonly FlowStep[]): boolean {
  const last = steps.at(-1);
  switch (last?.s) {
    case 'return': case 'leave': return true;
    case 'if': return last.no.length > 0 && leaves(last.yes) && leaves(last.no);
    case 'block': return leaves(last.body);
    case 'do': return LEAVING.has(calledName(last.value.e === 'await' ? last.value.of : last.value));
    default: return false;
  }
}

/** Functions in expressions, those inside of them left to themselves. */
function functionsIn(exprs: readonly FlowExpr[]): readonly FlowFunction[] {
  const found: FlowFunction[] = [];
  const waiting = [...exprs];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.e === 'function') found.push(next.fn);
    else waiting.push(...insideExpr(next).exprs);
  }
  return found;
}

/** Every expression that an item evaluates itself: those of branches, loops and functions inside of it are left out. */
export function exprsOf(item: Item): readonly FlowExpr[] {
  const found: FlowExpr[] = [];
  const waiting = item.kind === 'guard' ? [item.test] : [...insideStep(item.step).exprs];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    if (next.e !== 'function') waiting.push(...insideExpr(next).exprs);
  }
  return found;
}
