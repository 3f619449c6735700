import type { FlowSpan, FlowStep } from '../../facts/flow.ts';
import type { FlowEvent, Frame, QueryRef, Summary, UnitRef } from '../../link/flow/summary.ts';
import type { FlowContext } from '../../rules/rule.ts';
import { MOST_HANDED_UP } from '../../link/flow/call-unit.ts';
import { within } from '../../link/flow/rounds/walk.ts';
import { MOST_FRAMES, MOST_HAPPENINGS } from '../../link/flow/run.ts';
import { type Cost, costOfSteps } from './budget-branches.ts';
import { isSameUnit, loopsWeight, placeKey, sentBy, whatKey } from './budget-events.ts';
import { plus, times, type Weight, ZERO } from './budget-weight.ts';
import { unitKey } from './runs.ts';

/** What is known of units. */
export interface CostGround {
  readonly summary: (unit: UnitRef) => Summary | null;
  readonly body: (unit: UnitRef) => readonly FlowStep[];
  readonly context: (unit: UnitRef) => FlowContext;
}

/** What a piece of a unit sends: how much, which statements, whether one of them writes, and whether all of it is known. */
export interface UnitCost { readonly weight: Weight; readonly queries: ReadonlyMap<string, QueryRef>; readonly writes: boolean; readonly whole: boolean }

/** Events of a unit that happen at one call of another unit, or one event of its own. */
interface Group { readonly at: FlowSpan | null; readonly frame: Frame | null; readonly indexes: number[] }

/** What units send, each way to each statement counted: kept for as long as one revision is asked about. */
export class UnitCosts {
  readonly #ground: CostGround;
  readonly #known = new Map<string, UnitCost>();
  readonly #open = new Set<string>();

  constructor(ground: CostGround) {
    this.#ground = ground;
  }

  /** All of a unit, or what is sent within a span of it (`steps` are the code there); `except` are spans that are counted by themselves. */
  of(unit: UnitRef, part: { readonly steps: readonly FlowStep[]; readonly at: FlowSpan | null; readonly except: readonly FlowSpan[] }): UnitCost {
    return this.#cost(unit, part.steps, (event) => isOwnPlace(event, unit, part.at, part.except));
  }

  /** A callee, as far as its caller hears of it. */
  #callee(unit: UnitRef, heard: ReadonlySet<string>, all: boolean): UnitCost {
    const key = all ? unitKey(unit) : `${unitKey(unit)}\n${[...heard].sort().join('\n')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#open.add(unitKey(unit));
    const cost = this.#cost(unit, this.#ground.body(unit), (event) => heard.has(whatKey(event)));
    this.#open.delete(unitKey(unit));
    this.#known.set(key, cost);
    return cost;
  }

  #cost(unit: UnitRef, steps: readonly FlowStep[], counts: (event: FlowEvent) => boolean): UnitCost {
    const summary = this.#ground.summary(unit);
    if (summary === null) return { weight: ZERO, queries: new Map(), writes: false, whole: false };
    const sent = sentBy(summary, this.#ground.context(unit));
    const queries = new Map<string, QueryRef>();
    let [whole, writes] = [summary.events.length < MOST_HAPPENINGS, false];
    const costs: Cost[] = [];
    for (const group of groupsOf(summary, counts)) {
      const cost = group.frame === null || this.#open.has(unitKey(group.frame.callee)) ? this.#ownCost(summary, group, sent) : this.#callCost(summary, group, group.frame, sent);
      for (const [key, query] of cost.queries) queries.set(key, query);
      whole &&= cost.whole;
      writes ||= cost.writes;
      costs.push({ at: group.at ?? [-1, -1], weight: cost.weight });
    }
    return { weight: costOfSteps(steps, costs), queries, writes, whole };
  }

  #ownCost(summary: Summary, { indexes }: Group, sent: ReturnType<typeof sentBy>): UnitCost {
    let [weight, whole, writes] = [ZERO, true, false];
    const queries = new Map<string, QueryRef>();
    for (const index of indexes) {
      const event = summary.events[index];
      if (event === undefined) continue;
      const one = sent(index);
      weight = plus(weight, one.repeats ? times(one.weight, loopsWeight(event, summary, 'all')) : one.weight);
      whole &&= one.known && event.via.length < MOST_FRAMES;
      writes ||= one.writes;
      if (event.what.kind === 'query') queries.set(placeKey(event.what.query), event.what.query);
    }
    return { weight, queries, writes, whole };
  }

  /** What happens in a callee is counted there, with its own loops and branches; what only this caller can know of it (it handed a function or a statement over) is told of here alone. */
  #callCost(summary: Summary, group: Group, { callee }: Frame, sent: ReturnType<typeof sentBy>): UnitCost {
    const below = this.#ground.summary(callee);
    const there = new Set(below?.events.map(whatKey));
    const [heard, ours] = [new Set<string>(), [] as number[]];
    for (const index of group.indexes) { const event = summary.events[index]; if (event !== undefined) { if (there.has(whatKey(event))) heard.add(whatKey(event)); else ours.push(index); } }
    const own = this.#ownCost(summary, { ...group, indexes: ours }, sent);
    const first = group.indexes.map((index) => summary.events[index]).find((event) => event !== undefined && heard.has(whatKey(event)));
    if (first === undefined || below === null) return own;
    const inside = this.#callee(callee, heard, heard.size === there.size);
    return {
      weight: plus(own.weight, times(inside.weight, loopsWeight(first, summary, 'own'))), queries: new Map([...own.queries, ...inside.queries]), writes: own.writes || inside.writes,
      whole: own.whole && inside.whole && below.events.length <= MOST_HANDED_UP,
    };
  }
}

function isOwnPlace({ at }: FlowEvent, unit: UnitRef, part: FlowSpan | null, except: readonly FlowSpan[]): boolean {
  if (!isSameUnit(at.in, unit)) return part === null;
  return (part === null || within(at.at, part)) && !except.some((span) => within(at.at, span));
}

/** Functions of a unit that are called in it are part of it. */
const calleeOf = ({ via }: FlowEvent, unit: UnitRef): Frame | null => via.find(({ callee }) => !isSameUnit(callee, unit)) ?? null;

function groupsOf(summary: Summary, counts: (event: FlowEvent) => boolean): readonly Group[] {
  const { unit, repeaters } = summary;
  const groups = new Map<string, Group>();
  summary.events.forEach((event, index) => {
    if (!counts(event)) return;
    const frame = calleeOf(event, unit);
    // A function without a name, of another unit: a procedure of a router that was handed on, which is counted where it is declared.
    if (frame?.name === '') return;
    const own = event.loops.filter((id) => repeaters.some((one) => one.id === id && isSameUnit(one.whole.in, unit))).join();
    const key = frame === null ? `own ${index}` : `${placeKey(event.at)} ${placeKey(frame.call)} ${unitKey(frame.callee)} ${own}`;
    const group: Group = groups.get(key) ?? { at: isSameUnit(event.at.in, unit) ? event.at.at : null, frame, indexes: [] };
    group.indexes.push(index);
    groups.set(key, group);
  });
  return [...groups.values()];
}
