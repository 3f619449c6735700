import type { FlowEvent, QueryRef, Repeater, Root, Summary, UnitRef } from '../../link/flow/summary.ts';
import type { FlowContext, SentQuery } from '../rule.ts';
import { isMostlyShort, isShortList } from './short.ts';

/** Lists of so many elements are no matter of a database's; up to `few` one may look, and no more. */
const handful = 5;
const few = 20;

/** A statement that a repeater runs in each round. `index`: of its event in the summary. `outer`: repeaters around the one in question that go round as often as there is data, too. */
export interface RepeatedQuery {
  readonly event: FlowEvent;
  readonly index: number;
  readonly loop: Repeater;
  readonly outer: readonly Repeater[];
  /** `few`: as many rounds as a constant says, more than a handful. */
  readonly rounds: 'many' | 'few';
  readonly sent: SentQuery;
  readonly op: 'select' | 'update' | 'delete' | 'insert';
}

/** Statements that depend on a repeater that they are in (the innermost that repeats them as often as there is data), in code that answers for its users. */
export const repeatedQueries = (summary: Summary, context: FlowContext): readonly RepeatedQuery[] => queriesIn(summary, context).flatMap((q) => { const loop = loopThatMatters(q.event, q.loops, context); return loop === null ? [] : repeatedIn(loop, q); });

/** Statements that are the same in each round of the innermost repeater around them. */
export const unchangingQueries = (summary: Summary, context: FlowContext): readonly RepeatedQuery[] =>
  queriesIn(summary, context).filter(({ event, loops }) => event.varies.every(isSettled) && !loops.some((loop) => dependsOn(event, loop))).flatMap((q) => q.loops.slice(-1).flatMap((loop) => repeatedIn(loop, q)));

/** A value that nobody knows may be another one in each round. */
const isSettled = (root: Root): boolean => root.root !== 'other';

interface InLoops { readonly event: FlowEvent; readonly index: number; readonly sent: SentQuery; readonly op: RepeatedQuery['op']; readonly loops: readonly Repeater[]; readonly context: FlowContext }

function queriesIn(summary: Summary, context: FlowContext): readonly InLoops[] {
  if (context.role !== 'application' && context.role !== 'script') return [];
  return summary.events.flatMap((event, index) => {
    if (event.what.kind !== 'query' || event.loops.length === 0 || !isSameUnit(event.at.in, summary.unit)) return [];
    const sent = context.queryOf(event.what.query);
    const op = sent?.fact?.does ?? sent?.fact?.query.op ?? sent?.unread?.sends?.op;
    if (sent === null || op === undefined || isSmall(sent, context)) return [];
    const loops = event.loops.flatMap((id) => summary.repeaters.find((r) => r.id === id) ?? []);
    return [{ event, index, sent, op, context, loops: loops.filter((loop) => isToldHere(event, event.what.kind === 'query' ? event.what.query : null, loop, summary.unit)) }];
  });
}

/** A loop is told in the function that has it; that of a callee here only where it repeats code of this function (a closure that was handed over). */
const isToldHere = ({ via }: FlowEvent, query: QueryRef | null, loop: Repeater, unit: UnitRef): boolean =>
  isSameUnit(loop.whole.in, unit) || (query !== null && isSameUnit(query.in, unit)) || via.slice(1).some((frame) => isSameUnit(frame.call.in, unit));

/** Code of another unit that runs in this one (a closure that was handed on) is told where it stands. */
const isSameUnit = (one: UnitRef, other: UnitRef): boolean => one.file === other.file && one.unit === other.unit && one.ordinal === other.ordinal;

const isSmall = ({ table }: SentQuery, { settings }: FlowContext): boolean => table !== null && (settings.isSmall(table) || table.virtual === true);

/** Repeaters that say nothing of how often what is in them runs: each element of a loop around them is read by pages, tried again, asked for two things. */
const PASSED: ReadonlySet<Repeater['rounds']['rounds']> = new Set(['constant', 'pages', 'retry', 'once']);

/** The innermost repeater that an event depends on, looking past those of a few rounds; null where each of its rounds is a batch, or is a matter of another database. */
export function loopThatMatters(event: FlowEvent, loops: readonly Repeater[], context: FlowContext): Repeater | null {
  const own = loops.filter((loop) => dependsOn(event, loop));
  const matters = (loop: Repeater): boolean => !PASSED.has(loop.rounds.rounds) || roundsSeen(loop, context) !== 'no matter';
  return own.findLast((loop) => matters(loop) && (loop.over !== null || !isMostlyShort(loop))) ?? own.findLast(matters) ?? null;
}

export const dependsOn = ({ varies }: FlowEvent, loop: Repeater): boolean => varies.some((root) => root.root === 'loop' && root.loop === loop.id);

function repeatedIn(loop: Repeater, { event, index, sent, op, loops, context }: InLoops): readonly RepeatedQuery[] {
  const rounds = roundsSeen(loop, context);
  // Of a handful of phases or kinds each asks for something of its own, once.
  if (rounds === 'no matter' || (isShortList(loop) && event.sometimes)) return [];
  return [{ event, index, loop, rounds, sent, op, outer: loops.slice(0, loops.indexOf(loop)).filter((outer) => roundsSeen(outer, context) === 'many') }];
}

/** How often a repeater goes round, with what is known of the rows that it goes over. */
export function roundsSeen(loop: Repeater, context: FlowContext): 'many' | 'few' | 'no matter' {
  const count = loop.rounds.rounds === 'constant' ? loop.rounds.count : loop.rounds.rounds === 'many' ? atMostRows(loop, context) : 0;
  if (count === null || count > few) return 'many';
  return count > handful ? 'few' : 'no matter';
}

/** Rows that the query gives at most, where it says so by a number; a page of rows is many, however long. */
function atMostRows({ over }: Repeater, context: FlowContext): number | null {
  const fact = over === null ? null : context.queryOf(over.query)?.fact ?? null;
  if (fact === null) return null;
  const limit = fact.query.limit?.kind === 'const' ? fact.query.limit.value : null;
  return limit !== null && limit <= handful ? limit : null;
}

export const isSameQuery = (one: QueryRef, other: QueryRef): boolean => isSameUnit(one.in, other.in) && one.at[0] === other.at[0] && one.at[1] === other.at[1];
