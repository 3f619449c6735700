import type { FlowFunction, FlowParam } from '../../facts/flow.ts';
import { joined } from './args.ts';
import { assign } from './assign.ts';
import { chainsOf } from './chains.ts';
import { bind, type Env, functionEnv } from './env.ts';
import { evaluate } from './evaluate.ts';
import { originOf } from './elements.ts';
import { eventsOf } from './finish.ts';
import { runGiven } from './given-functions.ts';
import { listUsesOf } from './list-uses.ts';
import { waysOf } from './join.ts';
import { instanceOf, ownerOf, typed, workedConstant } from './meanings.ts';
import { recursion } from './recursion.ts';
import { NONE, only, paramKey, queryKey, THIS } from './roots.ts';
import { isOver, newRun, type Run, silently, type Worked } from './run.ts';
import { runSteps } from './steps.ts';
import type { QueryRef, UnitRef } from './summary.ts';
import { listOf, rowOf, type SymbolValue, type Value } from './values.ts';
import type { FlowWorld } from './world.ts';

/** Runs a unit once, with parameters that nobody knows. Null where it is not there, or costs too much. `workedOf`: what other units came to. */
export function workOut(unit: UnitRef, world: FlowWorld, workedOf: Run['workedOf']): Worked | null {
  const constant = workedConstant(unit, world, workedOf);
  if (constant !== null) return constant.worked;
  const found = world.code.unit(unit);
  if (found === null) return null;
  const run = newRun(world, unit, found.fn, workedOf);
  const env = functionEnv(null);
  bindUnit(run, env, found.fn);
  runSteps(run, env, found.fn.body);
  runGiven(run, run.returns);
  if (isOver(run)) return null;
  recursion(run, found.fn);
  const generated = found.fn.flags.includes('generator');
  const returns = generated ? listOf(run.yields.length === 0 ? null : joined(run.yields)) : joined(run.returns);
  const events = eventsOf(run.happenings);
  return { unit, happenings: run.happenings, repeaters: run.repeaters, returns, sets: run.sets, changes: run.changes, waits: run.waits, selfCalls: run.selfCalls, chains: chainsOf(found, unit, events, (callee, query) => givesRowsOf(workedOf(callee), query)), listUses: listUsesOf(found, unit, events) };
}

/** The parameters, and the instance that a method runs on. */
function bindUnit(run: Run, env: Env, fn: FlowFunction): void {
  const self = selfOf(run);
  const python = run.unit.file.endsWith('.py');
  if (self !== null && !python) bind(env, 'this', symbolOf(THIS, fn.flags.includes('static') ? classOf(run) : self));
  fn.params.forEach((param, index) => {
    const isSelf = python && index === 0 && self !== null && !fn.flags.includes('static');
    const hint = isSelf ? (fn.flags.includes('classmethod') ? classOf(run) : self) : hintOf(run, env, param);
    const symbol = symbolOf(index, param.rest === 'list' && hint !== null ? listOf(hint) : hint);
    assign(run, env, param.target, symbol, null);
  });
}

const symbolOf = (index: number, hint: Value | null): SymbolValue => ({ v: 'symbol', form: { is: 'param', index }, hint, roots: only(paramKey(index)) });

/** An instance of the class that the unit is a method of: of a model's class a row of it. */
function selfOf(run: Run): Value | null {
  const owner = ownerOf(run, run.unit);
  if (owner === null) return null;
  if (owner.meaning?.m === 'model') return rowOf({ query: null, event: null, model: owner.meaning.model, path: '', loaded: [] }, NONE);
  return instanceOf(owner.of);
}

function classOf(run: Run): Value | null {
  const owner = ownerOf(run, run.unit);
  return owner === null ? null : { v: 'class', of: owner.of, model: owner.meaning?.m === 'model' ? owner.meaning.model : null, roots: NONE };
}

/** What a parameter is as far as its annotation, its dependency or its default tells. */
function hintOf(run: Run, env: Env, param: FlowParam): Value | null {
  const { value } = param;
  const otherwise = value === null ? null : silently(run, () => evaluate(run, env, value));
  if (otherwise !== null && otherwise.v !== 'constant' && otherwise.v !== 'unknown' && otherwise.v !== 'place') return otherwise;
  return typed(run, run.world.code.given(run.unit.file, param));
}

/** Whether what a unit gives is, or may be, the rows of a query. */
function givesRowsOf(worked: Worked | 'working' | null, query: QueryRef): boolean {
  if (worked === null || worked === 'working') return false;
  return waysOf(worked.returns).some((way) => { const origin = originOf(way); return origin !== null && origin.query !== null && origin.path === '' && queryKey(origin.query) === queryKey(query); });
}
