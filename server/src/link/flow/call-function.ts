import type { FlowSpan } from '../../facts/flow.ts';
import { after, dictOf, joined, keywordOf } from './args.ts';
import { assign } from './assign.ts';
import { functionEnv } from './env.ts';
import { around } from './emit.ts';
import { evaluate } from './evaluate.ts';
import { queryIndex } from './query-index.ts';
import { OTHER, only, unionAll, unitKey } from './roots.ts';
import { type Args, during, type Frames, placeOf, type RepeaterMade, type Run, step } from './run.ts';
import { runSteps } from './steps.ts';
import { type FunctionValue, listOf, NOTHING, unknown, type Value } from './values.ts';

/** How often one function may be inside of itself. */
const MOST_NESTED = 24;

/**
 * Runs a function inside of a unit where it is called. What stands in this unit is told where it stands, but that a function that is called by its name is told at the call
 * (`name`, empty where it has none). One of another unit is told at the call in any case.
 */
export function callFunction(run: Run, callee: FunctionValue, args: Args, at: FlowSpan, name: string): Value {
  const { fn } = callee;
  const all = after(callee.bound, args);
  const roots = unionAll(all.list.map((value) => value.roots));
  if (run.active.includes(fn) || run.active.length > MOST_NESTED || !step(run)) return unknown(roots);
  run.active.push(fn);
  run.depth += 3;
  const env = functionEnv(callee.env);
  const own = unitKey(callee.unit) === unitKey(run.unit);
  const here = unitKey(callee.unit) === unitKey(run.place);
  const frames = (name !== '' && callee.name !== '') || (!own && run.frames === null) ? framesOf(run, callee, at, name) : own && run.frames?.loops === undefined ? null : around(run).frames;
  const queries = here ? run.queries : queryIndex(run.world.queriesIn(callee.unit));
  const [first, repeaters] = [run.happenings.length, run.repeaters.length];
  const returns = during(run, { loops: around(run).loops, place: callee.unit, queries, fn, frames, returns: [], yields: [], memoised: run.memoised || callee.memoised }, () => {
    bindParams(run, callee, env, all);
    runSteps(run, env, fn.body);
    return fn.flags.includes('generator') ? [listOf(run.yields.length === 0 ? null : joined(run.yields))] : run.returns;
  });
  if (frames?.loops !== undefined) seenFromCall(run, first, repeaters, frames);
  run.depth -= 3;
  run.active.pop();
  return returns.length === 0 ? NOTHING : joined(returns);
}

/** Repeaters that say nothing of how often what is in them runs: what a function reads by pages, or tries again, is read once for each call of it. */
const PASSED: ReadonlySet<RepeaterMade['rounds']['rounds']> = new Set(['pages', 'retry', 'once']);

/** What a function of this unit repeats by pages is seen from its call as well, where that stands in a repeater. */
function seenFromCall(run: Run, first: number, repeaters: number, { at, via }: Frames): void {
  const { loops } = run;
  if (run.silent || loops.length === 0) return;
  for (const one of run.happenings.slice(first)) {
    const own = one.loops.filter((id) => id >= repeaters);
    if (one.what === null || own.length === 0 || !own.every((id) => PASSED.has(run.repeaters[id]?.rounds.rounds ?? 'many'))) continue;
    run.happenings.push({ ...one, at, via: [...via, ...one.via], loops, sometimes: run.sometimes, below: run.below });
  }
}

/** Seen from the call; of a function of this unit what it repeats itself is seen from there. */
function framesOf(run: Run, { unit, name }: FunctionValue, at: FlowSpan, called: string): Run['frames'] {
  const { frames } = around(run);
  const own = unitKey(unit) === unitKey(run.unit) && (frames === null || frames.loops !== undefined);
  return { at: frames?.at ?? placeOf(run, at), via: [...(frames?.via ?? []), { call: placeOf(run, at), callee: unit, name: name === '' ? called : name }], ...(own ? { loops: around(run).loops.length } : {}) };
}

function bindParams(run: Run, { fn }: FunctionValue, env: ReturnType<typeof functionEnv>, args: Args): void {
  const { list, more } = args;
  fn.params.forEach((param, index) => {
    const keyword = keywordOf(run, param, args);
    const rest = param.rest === 'list' ? listOf(list.length > index ? joined(list.slice(index)) : more) : param.rest === 'dict' ? dictOf(args) : null;
    const value = rest ?? list[index] ?? keyword ?? (param.value === null ? (more ?? unknown(only(OTHER))) : evaluate(run, env, param.value));
    assign(run, env, param.target, value, null);
  });
}
