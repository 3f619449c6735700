import type { FlowExpr, FlowFunction, FlowStep } from '../../facts/flow.ts';
import { insideExpr, insideStep, targetNames } from './rounds/walk.ts';

/** What stands around each expression of a function, and where each name is used and how often it is given something. */
export interface Parents {
  readonly of: ReadonlyMap<FlowExpr, FlowExpr | FlowStep>;
  readonly names: ReadonlyMap<string, readonly FlowExpr[]>;
  readonly given: ReadonlyMap<string, number>;
  /** Whether only its truth counts: in a test, or negated. */
  readonly isTruth: (expr: FlowExpr) => boolean;
  /** What may run an expression several times, or another time than what stands around it: loops, functions, comprehensions. */
  readonly repeats: (expr: FlowExpr) => readonly (FlowExpr | FlowStep)[];
}

export function parentsIn(fn: FlowFunction): Parents {
  const of = new Map<FlowExpr, FlowExpr | FlowStep>();
  const stepsOf = new Map<FlowStep, FlowExpr | FlowStep>();
  const names = new Map<string, FlowExpr[]>();
  const given = new Map<string, number>();
  const give = (all: readonly string[]): void => { for (const name of all) given.set(name, (given.get(name) ?? 0) + 1); };
  const waiting: (FlowExpr | FlowStep)[] = [...fn.body].reverse();
  give(fn.params.flatMap(({ target }) => targetNames(target)));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    give(namesGiven(next));
    if ('e' in next && next.e === 'name') names.set(next.name, [...(names.get(next.name) ?? []), next]);
    const { exprs, steps } = 'e' in next ? insideExpr(next) : insideStep(next);
    for (const expr of exprs) of.set(expr, next);
    for (const step of steps) stepsOf.set(step, next);
    waiting.push(...steps, ...exprs);
  }
  return { of, names, given, isTruth: (expr) => isTruth(expr, of), repeats: (expr) => repeatsAround(expr, of, stepsOf) };
}

function repeatsAround(expr: FlowExpr, of: Parents['of'], stepsOf: ReadonlyMap<FlowStep, FlowExpr | FlowStep>): readonly (FlowExpr | FlowStep)[] {
  const found: (FlowExpr | FlowStep)[] = [];
  let inner: FlowExpr | FlowStep = expr;
  for (let next = of.get(expr); next !== undefined; next = 'e' in next ? of.get(next) : stepsOf.get(next)) {
    // What a loop goes over is asked for once, before its first round.
    const isHead: boolean = 's' in next ? next.s === 'loop' && next.of === inner : next.e === 'comprehension' && next.clauses[0]?.of === inner;
    if (!isHead && ('e' in next ? next.e === 'function' || next.e === 'comprehension' : next.s === 'loop' || next.s === 'function')) found.push(next);
    inner = next;
  }
  return found;
}

function namesGiven(next: FlowExpr | FlowStep): readonly string[] {
  if ('s' in next) return next.s === 'let' || next.s === 'loop' ? targetNames(next.target) : next.s === 'function' ? [next.name] : [];
  if (next.e === 'set') return targetNames(next.target);
  if (next.e === 'function') return next.fn.params.flatMap(({ target }) => targetNames(target));
  return next.e === 'comprehension' ? next.clauses.flatMap(({ target }) => targetNames(target)) : [];
}

function isTruth(expr: FlowExpr, of: Parents['of'], depth = 0): boolean {
  const parent = of.get(expr);
  if (parent === undefined || depth > 12) return false;
  if ('s' in parent) return (parent.s === 'if' || parent.s === 'loop') && parent.test === expr;
  if (parent.e === 'op') return parent.op === '!' || parent.op === 'not';
  if (parent.e === 'if') return parent.test === expr;
  return parent.e === 'either' && parent.op !== '??' && isTruth(parent, of, depth + 1);
}
