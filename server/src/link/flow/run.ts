import type { FlowExpr, FlowFunction, FlowSpan } from '../../facts/flow.ts';
import type { QueryIndex } from './query-index.ts';
import { queryIndex } from './query-index.ts';
import { NONE, type Roots, union } from './roots.ts';
import type { Chain, FlowEvent, Frame, ListUse, Repeater, UnitPlace, UnitRef } from './summary.ts';
import type { SymbolValue, Value } from './values.ts';
import type { FlowWorld } from './world.ts';

/** A test that only a caller may be able to answer. `weak`: where nobody can, the event is as certain as without it. `depth`: how many repeaters are around the test. `below`: it stands in a callee. */
export interface Condition { readonly on: SymbolValue; readonly is: boolean; readonly weak: boolean; readonly depth: number; readonly below: boolean }

/** What is handed over at a call. `more`: there are others, not known which; `spread`: the list whose elements they are. `dict`: one whose entries are keywords. */
export interface Args { readonly list: readonly Value[]; readonly keywords: ReadonlyMap<string, Value>; readonly more: Value | null; readonly spread?: Value; readonly dict?: Value }

/** Something done with a value that only a caller knows: done again there. `receiver`: of a call of a method. */
export interface Open { readonly id: number; readonly op: 'attr' | 'call' | 'iterate' | 'await' | 'flush'; readonly on: Value; readonly name: string | null; readonly args: Args; readonly at: UnitPlace }

/** An event of the run, before it is told; with `open` something that may be one for a caller. `guess`: what an open one is as far as types tell; callers do the open one again instead. */
export interface Happening {
  readonly what: FlowEvent['what'] | null;
  readonly open: Open | null;
  readonly guess: boolean;
  readonly at: UnitPlace;
  readonly via: readonly Frame[];
  readonly loops: readonly number[];
  varies: Roots;
  /** What is asked (a connection, a session), where it is something of a caller's or of a repeater's. */
  readonly receiver: Value | null;
  /** What names the table, where the code chooses it. */
  readonly chosen: Value | null;
  sometimes: boolean;
  below: boolean;
  /** How many conditions of this function are around it. */
  readonly under: number;
  /** It runs sometimes; else another statement runs in its place. */
  instead?: true;
  readonly memoised: boolean;
  readonly conditions: readonly Condition[];
}

/** A repeater of the run. `iterable`: what it goes over. `receivers`: something that is asked in it differs by round. */
export interface RepeaterMade { form: Repeater['form']; rounds: Repeater['rounds']; guarded?: true; changes?: true; waits?: true; readonly iterable: Value; readonly name: string; readonly head: UnitPlace; readonly whole: UnitPlace }

/** What a unit came to. `sets`: fields of its instance. `changes`: something is waiting for a flush when it ends. */
export interface Worked {
  readonly unit: UnitRef;
  readonly happenings: readonly Happening[];
  readonly repeaters: readonly RepeaterMade[];
  readonly returns: Value;
  readonly sets: ReadonlyMap<string, Value>;
  readonly changes: Roots | null;
  /** Something is asked over a wire: so many calls below; null where nothing is. */
  readonly waits: number | null;
  /** Calls of units that were being worked out themselves. */
  readonly selfCalls: readonly SelfCall[];
  /** Made here and not when it is told: they rest on the unit's code, of which all else may stay as it is. */
  readonly chains: readonly Chain[];
  readonly listUses: readonly ListUse[];
}

/** Calls of units that are being worked out. */
export interface SelfCall { readonly of: UnitRef; readonly at: UnitPlace; readonly args: Args; readonly loops: readonly number[] }

/** Where it happens as seen from a unit. `loops`: how many repeaters were around the call of a function of this unit; what that one repeats itself is told where it stands. */
export interface Frames { readonly at: UnitPlace; readonly via: readonly Frame[]; readonly loops?: number }

/** The state of one run. */
export interface Run {
  readonly world: FlowWorld;
  /** Null where the callee has no summary; `working`: it is being worked out. */
  readonly workedOf: (ref: UnitRef) => Worked | 'working' | null;
  readonly unit: UnitRef;
  /** The unit whose code is run now: functions of others may be run in this one. */
  place: UnitRef;
  queries: QueryIndex;
  fn: FlowFunction;
  /** Where it happens as seen from the unit, while code of others is run. */
  frames: Frames | null;
  readonly happenings: Happening[];
  readonly repeaters: RepeaterMade[];
  loops: readonly number[];
  sometimes: boolean;
  /** A condition that it is under stands in a callee. */
  below: boolean;
  /** How many conditions are around what runs now. */
  under: number;
  memoised: boolean;
  conditions: readonly Condition[];
  guess: boolean;
  silent: boolean;
  /** What was read while an expression was evaluated. */
  reading: Roots;
  returns: Value[];
  yields: Value[];
  readonly sets: Map<string, Value>;
  changes: Roots | null;
  waits: number | null;
  readonly selfCalls: SelfCall[];
  /** What statements were made of, by their keys. */
  readonly made: Map<string, Roots>;
  readonly opened: Set<string>;
  opens: number;
  readonly active: FlowFunction[];
  steps: number;
  depth: number;
  readonly constants: Map<FlowExpr, Value>;
}

/** How much one unit may cost: beyond it nothing is told of it. */
export const MOST_STEPS = 60_000;
const MOST_DEPTH = 160;
export const MOST_HAPPENINGS = 1_500;
export const MOST_OPEN = 300;
export const MOST_FRAMES = 12;

export function newRun(world: FlowWorld, unit: UnitRef, fn: FlowFunction, workedOf: Run['workedOf']): Run {
  return {
    world, workedOf, unit, place: unit, queries: queryIndex(world.queriesIn(unit)), fn, frames: null, happenings: [], repeaters: [], loops: [], sometimes: false, below: false, under: 0, memoised: false, conditions: [], guess: false, silent: false,
    reading: NONE, returns: [], yields: [], sets: new Map(), changes: null, waits: null, selfCalls: [], made: new Map(), opened: new Set(), opens: 0, active: [], steps: 0, depth: 0, constants: new Map(),
  };
}

export const isOver = (run: Run): boolean => run.steps > MOST_STEPS;

/** One more step; false where the unit costs too much, or is nested too deeply. */
export function step(run: Run): boolean {
  run.steps++;
  return run.steps <= MOST_STEPS && run.depth < MOST_DEPTH;
}

/** What holds for a part of a run alone. */
type State = Pick<Run, 'place' | 'queries' | 'fn' | 'frames' | 'loops' | 'sometimes' | 'below' | 'under' | 'memoised' | 'conditions' | 'guess' | 'silent' | 'returns' | 'yields'>;

/** With parts of the state set for as long as `work` runs. */
export function during<T>(run: Run, state: Partial<State>, work: () => T): T {
  const keys = Object.keys(state) as (keyof State)[];
  const before: Partial<State> = {};
  for (const key of keys) copy(before, run, key);
  for (const key of keys) copy(run, state, key);
  const result = work();
  for (const key of keys) copy(run, before, key);
  return result;
}

function copy<K extends keyof State>(to: Partial<State>, from: Partial<State>, key: K): void {
  const value = from[key];
  if (value !== undefined) to[key] = value;
}

/** The state of what runs only under a condition that stands here. */
export const underCondition = ({ below, frames, under }: Run): { readonly sometimes: true; readonly below: boolean; readonly under: number } => ({ sometimes: true, below: below || frames !== null, under: under + 1 });

/** Runs something for its value alone. */
export const silently = <T>(run: Run, work: () => T): T => during(run, { silent: true }, work);

/** What is evaluated, and all that was read meanwhile. */
export function reading<T>(run: Run, work: () => T): readonly [T, Roots] {
  const before = run.reading;
  run.reading = NONE;
  const value = work();
  const read = run.reading;
  run.reading = union(before, read);
  return [value, read];
}

/** What is further down than this is no part of what a round is there for. */
const MOST_BELOW = 2;

/** Something is asked over a wire, `below` calls down, in each round of all that is around it. */
export function waitsHere(run: Run, below: number): void {
  if (run.silent || below > MOST_BELOW) return;
  run.waits = Math.min(run.waits ?? below, below);
  for (const id of run.loops) { const made = run.repeaters[id]; if (made !== undefined) made.waits = true; }
}

export const placeOf = (run: Run, at: FlowSpan): UnitPlace => ({ in: run.place, at });
