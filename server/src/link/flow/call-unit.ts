import type { FlowSpan } from '../../facts/flow.ts';
import { actualsOf, after, mapArgs, valuesOf } from './args.ts';
import { callMethod, callValue } from './call.ts';
import { truthOf } from './conditions.ts';
import { around, emit } from './emit.ts';
import { awaited, flush, iterated } from './perform.ts';
import { readAttr } from './read.ts';
import { NONE, OTHER, queryKey, union, unionAll } from './roots.ts';
import { type Args, type Condition, during, type Happening, type Open, placeOf, type Run, step, waitsHere, type Worked } from './run.ts';
import { type Binding, rootsHere, valueHere } from './substitute.ts';
import type { Frame } from './summary.ts';
import { originOf } from './elements.ts';
import { rootsOf, unknown, type UnitValue, type Value } from './values.ts';

/** A call of a unit: all that it asks of the database is asked here, with what it was handed. Gives what it returns. */
export function callUnit(run: Run, callee: UnitValue, args: Args, at: FlowSpan): Value {
  const all = after(callee.bound, args);
  const roots = unionAll(valuesOf(all).map((value) => rootsOf(value)));
  const unit = run.world.code.unit(callee.ref);
  if (unit === null || !step(run)) return unknown(union(roots, new Set([OTHER])));
  const worked = run.workedOf(callee.ref);
  if (worked === 'working') {
    if (!run.silent && !run.guess) run.selfCalls.push({ of: callee.ref, at: run.frames?.at ?? placeOf(run, at), args: callee.self !== null && callee.ref.file.endsWith('.py') ? { ...all, list: [callee.self, ...all.list] } : all, loops: run.loops });
    return unknown(roots);
  }
  if (worked === null) return unknown(union(roots, new Set([OTHER])));
  const actuals = actualsOf(run, callee.ref, unit.fn, callee.self, all);
  // What was left open may call again, and that again: each way down takes its share of the depth.
  run.depth += 4;
  const { value } = applied(run, worked, { run, actuals, results: new Map(), loops: new Map(), events: new Map(), cells: new Map(), symbols: new Map() }, at, callee.memoised);
  run.depth -= 4;
  return value;
}

/** What a callee did, done here. `sets`: what it gave to fields of its instance. */
export function applied(run: Run, worked: Worked, binding: Binding, at: FlowSpan, memoised: boolean): { readonly value: Value; readonly sets: ReadonlyMap<string, Value> } {
  const frame: Frame = { call: placeOf(run, at), callee: worked.unit, name: worked.unit.unit };
  const told = new Map<string, Happening>();
  const here = around(run);
  const handed = handedUp(worked);
  worked.happenings.forEach((happening, index) => {
    if (happening.guess || !handed(happening) || !step(run)) return;
    const met = conditionsHere(run, happening.conditions, binding);
    if (met === null) return;
    const state = {
      loops: here.loops, frames: { at: here.frames?.at ?? placeOf(run, at), via: [...(here.frames?.via ?? []), frame, ...happening.via] }, sometimes: (happening.loops.length === 0 && run.sometimes) || happening.sometimes || met.sometimes, below: (happening.loops.length === 0 && run.below) || (happening.sometimes && happening.instead !== true) || met.sometimes,
      memoised: run.memoised || memoised || happening.memoised, conditions: [...run.conditions, ...met.conditions],
    };
    if (happening.open !== null) replay(run, worked, happening, happening.open, binding, state);
    else importEvent(run, happening, index, binding, told, state, at);
  });
  if (!run.silent && !run.guess) for (const call of worked.selfCalls) run.selfCalls.push({ of: call.of, at: run.frames?.at ?? placeOf(run, at), args: mapArgs(call.args, (value) => valueHere(value, binding)), loops: call.loops.length > 0 ? [...run.loops, ...call.loops.flatMap((id) => repeaterHere(run, worked, id, binding))] : run.loops });
  if (worked.waits !== null) waitsHere(run, worked.waits + 1);
  if (worked.changes !== null && !run.silent) run.changes = union(run.changes ?? NONE, rootsHere(worked.changes, binding));
  return { value: valueHere(worked.returns, binding), sets: new Map([...worked.sets].map(([name, value]) => [name, valueHere(value, binding)])) };
}

/** What a caller hears of one callee: a function that asks for more than this asks for enough. */
export const MOST_HANDED_UP = 40;
const depths = new WeakMap<Worked, number>();

/** Whether a caller hears of something that happens in a callee: of very many events of those that are the nearest to it. */
function handedUp(worked: Worked): (happening: Happening) => boolean {
  const known = depths.get(worked) ?? deepestOf(worked);
  depths.set(worked, known);
  return ({ what, via }) => what === null || via.length <= known;
}

function deepestOf({ happenings }: Worked): number {
  const sorted = happenings.flatMap(({ what, guess, via }) => (what === null || guess ? [] : [via.length])).sort((a, b) => a - b);
  return Math.max(1, (sorted[MOST_HANDED_UP] ?? Number.POSITIVE_INFINITY) - 1);
}

type State = Parameters<typeof during>[1];

/** An event that is certain without the caller. The same statement twice in one callee counts once for callers. */
function importEvent(run: Run, { what, varies, receiver, chosen }: Happening, index: number, binding: Binding, told: Map<string, Happening>, state: State, at: FlowSpan): void {
  if (what === null) return;
  const here = rootsHere(varies, binding);
  const key = what.kind === 'query' ? `${queryKey(what.query)}\n${state.sometimes}${state.below}\n${state.memoised}\n${state.conditions?.length}` : null;
  const before = key === null ? undefined : told.get(key);
  if (before !== undefined) { before.varies = union(before.varies, here); return; }
  const event = during(run, { ...state, sometimes: state.sometimes === true || run.sometimes, below: state.below === true || run.below }, () => emit(run, { what, at, varies: here, receiver: receiver === null ? null : receiverHere(valueHere(receiver, binding)), chosen: chosen === null ? null : valueHere(chosen, binding) }));
  const happening = event === null ? undefined : run.happenings[event];
  if (event === null || happening === undefined) return;
  binding.events.set(index, event);
  if (key !== null) told.set(key, happening);
}

/** Rows, models and statements are no connections. */
const receiverHere = (value: Value): Value | null => (value.v === 'symbol' || value.v === 'unknown' || value.v === 'instance' ? value : null);

function replay(run: Run, worked: Worked, happening: Happening, open: Open, binding: Binding, state: State): void {
  const loops = [...(state.loops ?? run.loops), ...happening.loops.flatMap((id) => repeaterHere(run, worked, id, binding))];
  const on = valueHere(open.on, binding);
  const at = open.at.at;
  if (open.op !== 'call' && open.op !== 'flush' && (on.v === 'unknown' || on.v === 'constant')) { binding.results.set(open.id, on); return; }
  const value = during(run, { ...state, loops, place: open.at.in }, (): Value => {
    switch (open.op) {
      case 'attr': return readOpen(run, on, open, at);
      case 'iterate': return iterated(run, on, at);
      case 'await': return awaited(run, on, at);
      case 'flush': flush(run, at); return unknown();
      case 'call': return calledHere(run, on, open, binding);
    }
  });
  binding.results.set(open.id, value);
}

const readOpen = (run: Run, on: Value, open: Open, at: FlowSpan): Value => (open.name === null ? on : readAttr(run, on, open.name, at));

function calledHere(run: Run, on: Value, { name, args, at }: Open, binding: Binding): Value {
  const here = mapArgs(args, (value) => valueHere(value, binding));
  const how = { at: at.at, head: at.at, awaited: true, of: null };
  return name === null ? callValue(run, on, here, how) : callMethod(run, on, name, here, how);
}

/** A repeater of the callee, as one of this unit. */
function repeaterHere(run: Run, { repeaters }: Worked, id: number, { loops, ...rest }: Binding): readonly number[] {
  const known = loops.get(id);
  const made = repeaters[id];
  if (known !== undefined || made === undefined) return known === undefined ? [] : [known];
  loops.set(id, run.repeaters.length);
  const iterable = valueHere(made.iterable, { ...rest, loops });
  const count = iterable.v === 'list' && iterable.cell.items !== null && iterable.cell.element === null ? iterable.cell.items.length : null;
  run.repeaters.push({ ...made, iterable, ...(count === null || made.rounds.rounds !== 'many' ? {} : { rounds: { rounds: 'constant', count } as const }) });
  return [run.repeaters.length - 1];
}

/** What callers know of a callee's conditions; null where it does not run. */
function conditionsHere(run: Run, conditions: readonly Condition[], binding: Binding): { readonly conditions: readonly Condition[]; readonly sometimes: boolean } | null {
  const left: Condition[] = [];
  let sometimes = false;
  for (const { on, is, weak } of conditions) {
    const value = valueHere(on, binding);
    const truth = truthOf(value);
    if (truth !== null && truth !== is) return null;
    if (truth !== null) continue;
    if (value.v === 'symbol') left.push({ on: value, is, weak, depth: run.loops.length, below: true });
    else sometimes ||= !weak && originOf(value) === null;
  }
  return { conditions: left, sometimes };
}
