import type { FlowExpr, FlowFunction, FlowStep } from '../../facts/flow.ts';
import { insideExpr, insideStep, targetNames } from './rounds/walk.ts';

/** What stands around each expression of a function, and where each name is used and how often it is given something. */
export interface Parents {
  readonly of: ReadonlyMap<FlowExpr, FlowExpr | FlowStep>;
  readonly names: ReadonlyMap<string, readonly FlowExpr[]>;
  readonly given: ReadonlyMap<string, number>;
  /** Whether only its truth counts: in a test, or negated. */
  readonly isTruth: (expr: FlowExpr) => boolean;
}

export function parentsIn(fn: FlowFunction): Parents {
  const of = new Map<FlowExpr, FlowExpr | FlowStep>();
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
    waiting.push(...steps, ...exprs);
  }
  return { of, names, given, isTruth: (expr) => isTruth(expr, of) };
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
