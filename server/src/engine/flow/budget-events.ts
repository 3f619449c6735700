import type { FlowEvent, QueryRef, Repeater, Root, Summary, UnitPlace, UnitRef } from '../../link/flow/summary.ts';
import { isAsked, isAtHand, isOneForAll, lazyReads } from '../../rules/lazy/reads.ts';
import type { FlowContext } from '../../rules/rule.ts';
import { BATCHES, constant, N, ONE, times, type Weight, ZERO } from './budget-weight.ts';
import { unitKey } from './runs.ts';

/** The same query, relation or flush, whichever way leads to it. */
export function whatKey({ what }: FlowEvent): string {
  if (what.kind === 'query') return `q ${placeKey(what.query)}`;
  return what.kind === 'lazy' ? `l ${what.model.file} ${what.model.symbol}.${what.relation} ${what.query === null ? '' : placeKey(what.query)}` : 'flush';
}

export const placeKey = ({ in: unit, at }: UnitPlace | QueryRef): string => `${unitKey(unit)}@${at.join()}`;

/** How often what is in a repeater happens for each time it is reached. What is tried again is not expected to be; each of several databases is data. */
export function roundsWeight({ rounds }: Repeater): Weight {
  switch (rounds.rounds) {
    case 'constant': return constant(rounds.count);
    case 'once': case 'retry': return ONE;
    case 'batches': case 'pages': return BATCHES;
    case 'many': case 'databases': case 'polling': return N;
  }
}

/** All rounds of the repeaters of a unit that are around an event; `own`: of those that are written in that unit alone. What keeps its answers asks again only for other arguments. */
export function loopsWeight({ loops, memoised, varies }: Pick<FlowEvent, 'loops' | 'memoised' | 'varies'>, summary: Summary, which: 'own' | 'all'): Weight {
  return loops.reduce<Weight>((weight, id) => {
    const loop = summary.repeaters.find((one) => one.id === id);
    if (loop === undefined || (which === 'own' && !isSameUnit(loop.whole.in, summary.unit)) || (memoised && !varies.some((root) => isElement(root, id)))) return weight;
    return times(weight, roundsWeight(loop));
  }, ONE);
}

const isElement = (root: Root, id: number): boolean => root.root === 'loop' && root.loop === id;

export const isSameUnit = (one: UnitRef, other: UnitRef): boolean => unitKey(one) === unitKey(other);

/** What one event sends by itself. `repeats`: again in each round of what is around it. `writes`: it changes rows. `known`: whether that is certain. */
export interface Sent { readonly weight: Weight; readonly repeats: boolean; readonly writes: boolean; readonly known: boolean }

/** The same of each event of a summary. */
export function sentBy(summary: Summary, context: FlowContext): (index: number) => Sent {
  const reads = new Map(lazyReads(summary, context).map((read) => [read.index, read]));
  return (index) => {
    const event = summary.events[index];
    if (event === undefined) return { weight: ZERO, repeats: false, writes: false, known: true };
    const { what } = event;
    if (what.kind === 'query') return { weight: constant(1 + loadersOf(what.query, context)), repeats: true, writes: isWrite(what.query, context), known: true };
    if (what.kind === 'flush' || what.opened) return { weight: ONE, repeats: true, writes: what.kind === 'flush', known: true };
    const read = reads.get(index);
    // Of rows from who knows where it is not known what was loaded with them.
    if (read === undefined) return { weight: ZERO, repeats: true, writes: false, known: what.query !== null };
    return { weight: isAsked(read) && read.fact.awaited !== true && !isAtHand(read, summary, context) ? ONE : ZERO, repeats: !isOneForAll(read), writes: false, known: true };
  };
}

function isWrite(query: QueryRef, context: FlowContext): boolean {
  const sent = context.queryOf(query);
  return (sent?.fact?.does ?? sent?.fact?.query.op ?? sent?.unread?.sends?.op ?? 'select') !== 'select';
}

/** Relations that an ORM loads with the rows by a query of their own. */
const loadersOf = (query: QueryRef, context: FlowContext): number => (context.queryOf(query)?.fact?.loads ?? []).filter(({ path, how }) => how === 'batch' && path !== '*').length;
