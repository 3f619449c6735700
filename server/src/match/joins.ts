import type { Ground } from './ground.ts';
import { type Bearing, bindable, type Asked, bearingsOf, indexesOf, waysIn, type Ways } from './access.ts';
import type { Block, BlockSource, Conjunct } from './block.ts';
import { fixedKeys, remaining } from './fixed.ts';
import type { SortKey } from './order.ts';
import type { AccessPath } from '../facts/access.ts';

/** How often what comes next is run. */
export type Driver = AccessPath['driver'];

/** One source in the order in which the sources are read, and how it is reached. */
export interface Step {
  readonly source: BlockSource;
  readonly driver: Driver;
  /** Null for what is no base table. */
  readonly asked: Asked | null;
  readonly ways: Ways | null;
  /** All conjuncts that could be used here, optional ones too. */
  readonly usable: readonly Bearing[];
  readonly optionalOnly: boolean;
  /** Something of this source is compared with sources read before it. */
  readonly joined: boolean;
}

export interface Ordering {
  readonly steps: readonly Step[];
  /** How often something inside, run for every row, would run. */
  readonly rows: Driver;
}

export interface JoinInput {
  readonly block: Block;
  readonly conjuncts: readonly Conjunct[];
  readonly ground: Ground;
  /** Sources around the block, whose values are there. */
  readonly outer: ReadonlySet<number>;
  readonly driver: Driver;
  readonly limited: boolean;
  /** The order asked of one source, by its id. */
  readonly orderOf: (source: BlockSource) => readonly SortKey[];
}

/** A greedy order of the sources: first the one whose own conditions leave least, then whatever can best be probed from those before. */
export function orderSources(input: JoinInput): Ordering {
  const bearings = new Map(input.block.sources.map((s) => [s.id, bearingsOf(s, input.conjuncts, input.ground)]));
  const left = [...input.block.sources];
  const here = new Set(input.outer);
  const steps: Step[] = [];
  let rows: Driver = input.driver;
  while (left.length > 0) {
    const orders = steps.every((s) => s.ways?.best?.oneRow === true);
    const best = pick(left, { input, bearings, here, orders, driver: rows, first: steps.length === 0 });
    left.splice(left.indexOf(best.source), 1);
    here.add(best.source.id);
    rows = after(rows, best, input, steps.length === 0);
    steps.push(best);
  }
  return { steps, rows };
}

interface Stage {
  readonly input: JoinInput;
  readonly bearings: ReadonlyMap<number, readonly Bearing[]>;
  readonly here: ReadonlySet<number>;
  /** All before leave one row: the order of the next source is the order of the result. */
  readonly orders: boolean;
  readonly driver: Driver;
  readonly first: boolean;
}

function pick(left: readonly BlockSource[], stage: Stage): Step {
  const ready = left.filter((s) => isReady(s, left, stage.input));
  const candidates = (ready.length > 0 ? ready : left).slice(0, left.length > MANY ? 1 : MANY);
  const steps = candidates.map((source) => stepOf(source, stage));
  return steps.reduce((best, step) => (rankOf(step, stage) > rankOf(best, stage) ? step : best));
}

/** Beyond this many sources they are taken as written: nobody's planner tries all orders of those either. */
const MANY = 24;

/** The right side of an outer join comes after everything its ON names; a lateral derived table after what is before it. */
function isReady(source: BlockSource, left: readonly BlockSource[], input: JoinInput): boolean {
  if (source.derived?.lateral === true || source.source.lateral === true) return input.block.sources.every((s) => s.id >= source.id || !left.includes(s));
  if (!source.nullable) return true;
  const needs = new Set(input.conjuncts.filter((c) => c.home === source.id).flatMap((c) => c.sources));
  needs.delete(source.id);
  return !left.some((s) => needs.has(s.id)) && (needs.size > 0 || left.every((s) => s.nullable || s === source));
}

function stepOf(source: BlockSource, stage: Stage): Step {
  const { here, driver } = stage;
  const usable = (stage.bearings.get(source.id) ?? []).filter((b) => b.compiled.needs.every((id) => here.has(id)));
  const joined = usable.some((b) => b.compiled.needs.length > 0);
  const { table } = source;
  if (table === null || source.unprobed) return { source, driver, asked: null, ways: null, usable, optionalOnly: false, joined };
  const first = usable.filter((b) => b.conjunct.fallback !== true);
  const step = judge(source, stage, first, joined, usable);
  return step.ways?.best === null && first.length < usable.length ? judge(source, stage, usable, joined, usable) : step;
}

/** The access of a source by some conjuncts: those that are always sent, or all where none of those is worth an index. */
function judge(source: BlockSource, stage: Stage, able: readonly Bearing[], joined: boolean, usable: readonly Bearing[]): Step {
  const { input, driver } = stage;
  const { table } = source;
  if (table === null) return { source, driver, asked: null, ways: null, usable, optionalOnly: false, joined };
  const always = able.filter((b) => !b.conjunct.optional);
  const strong = bindable(always).some((b) => !b.compiled.weak && b.compiled.form !== 'is-null');
  const optionalOnly = !strong && bindable(able).some((b) => b.conjunct.optional && !b.compiled.weak);
  const judged = optionalOnly ? able : always;
  const asks = stage.orders ? input.orderOf(source) : [];
  const fixed = fixedKeys(judged, asks, input.ground.dialect);
  const order = remaining(asks, fixed, table, input.ground.dialect);
  const asked: Asked = { source, table, ground: input.ground, bearings: judged, order, fixed, limited: input.limited };
  return { source, driver, asked, ways: waysIn(asked, indexesOf(asked)), usable, optionalOnly, joined };
}

/** How good it is to read a source next. */
function rankOf(step: Step, stage: Stage): number {
  const { first, input } = stage;
  const { ways, asked } = step;
  const ordered = asked !== null && asked.order.length > 0 && input.limited ? 2 : 0;
  if (asked === null || ways === null) return step.source.bounded && !step.source.unprobed ? 30 : 1;
  if (ways.best !== null) return 50 + Math.min(ways.best.score, 1000) + ordered;
  const wanted = bindable(asked.bearings).filter((b) => !b.conjunct.inferred);
  if (wanted.length === 0) return (first ? 2 : 0) + ordered + (step.joined ? 1 : 0);
  return 10 + Math.max(...wanted.map((b) => (b.compiled.weak ? 1 : b.compiled.form === 'equality' ? 9 : b.compiled.form === 'join' ? 8 : 5))) + ordered;
}

/** How often the next source is probed, once this one has been read too. */
function after(rows: Driver, step: Step, input: JoinInput, first: boolean): Driver {
  const one = step.ways?.best?.oneRow === true;
  const filtered = step.asked === null ? step.source.bounded : step.usable.some((b) => isSelective(b, input.outer));
  if (first) {
    const base: Driver = one ? 'one-row' : filtered || input.limited ? 'bounded' : 'whole';
    return rows === 'once' || rows === 'one-row' ? base : rows === 'bounded' || base !== 'whole' ? 'bounded' : 'whole';
  }
  if (one) return rows;
  return rows === 'one-row' ? 'bounded' : rows === 'whole' && filtered ? 'bounded' : rows;
}

/** A condition of the source's own that leaves few of its rows, whether an index serves it or not. */
function isSelective(b: Bearing, outer: ReadonlySet<number>): boolean {
  if (b.compiled.weak || b.compiled.needs.some((id) => !outer.has(id))) return false;
  return b.compiled.form !== 'other' || b.compiled.blockerKind === 'function' || b.compiled.blockerKind === 'cast';
}
