import type { Severity } from '../../facts/finding.ts';
import { louder } from '../certainty.ts';
import type { FlowContext } from '../rule.ts';
import { isSameQuery, type RepeatedQuery } from './repeated.ts';
import { severityOf } from './severity.ts';

/** A statement that speaks for all that one call in a loop leads to. `others`: those, without itself. */
export interface Led { readonly one: RepeatedQuery; readonly others: readonly RepeatedQuery[]; readonly severity: Severity }

/**
 * One statement for each place in a loop: the loudest of what the call there leads to, of equals the first that reads. What stands in the loop itself speaks for itself; a
 * function that calls itself is told of once, and not where only some of its calls ask anything: those go through what is at hand.
 * Writes that are meant to be single ones do not speak. Resolvers have a rule of their own.
 */
export function ledIn(repeated: readonly RepeatedQuery[], context: FlowContext): readonly Led[] {
  const groups = new Map<string, RepeatedQuery[]>();
  for (const one of repeated.filter(({ loop, event }) => loop.form !== 'resolver' && !(loop.form === 'recursion' && event.sometimes))) {
    // What is gone over may be one of several things, each of which was looked at: it is the same loop.
    const key = `${one.loop.head.in.unit} ${one.loop.head.at.join()} ${one.loop.form === 'recursion' ? '' : one.event.via.length === 0 ? `= ${one.event.at.at.join()}` : one.event.at.at.join()}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => leaderOf(group, repeated, context) ?? []);
}

function leaderOf(group: readonly RepeatedQuery[], repeated: readonly RepeatedQuery[], context: FlowContext): Led | null {
  const able = group.filter((one) => one.op === 'select' || (one.loop.guarded !== true && !isMeantOneByOne(one, repeated))).map((one) => ({ one, severity: severityOf(askedOf(one, context), one, context) }));
  const [first, ...rest] = able;
  if (first === undefined) return null;
  const best = rest.reduce((a, b) => (isBefore(b, a) ? b : a), first);
  return { ...best, others: group.filter((one) => one !== best.one && !isSameEvent(one, best.one)) };
}

/** Looked at twice on the way. */
const isSameEvent = (one: RepeatedQuery, other: RepeatedQuery): boolean =>
  one.event.what.kind === 'query' && other.event.what.kind === 'query' && isSameQuery(one.event.what.query, other.event.what.query) && one.event.via.length === other.event.via.length;

interface Able { readonly one: RepeatedQuery; readonly severity: Severity }

const isBefore = (b: Able, a: Able): boolean => (b.severity === a.severity ? b.one.op === 'select' && a.one.op !== 'select' : louder(a.severity, b.severity) === b.severity);

/** Reads are a warning; writes information, and a warning where somebody waits for the answer. */
export const askedOf = ({ op }: RepeatedQuery, { handler }: FlowContext): Severity => (op === 'select' || handler ? 'warning' : 'information');

/** What it gives is used by the next statement of the same round (an id), or it is made of what another write of the round gave. */
const isMeantOneByOne = (one: RepeatedQuery, repeated: readonly RepeatedQuery[]): boolean =>
  repeated.some((other) => other !== one && other.loop === one.loop && ((isMadeOf(other, one) && one.op === 'insert') || (isMadeOf(one, other) && other.op === 'insert')));

const isMadeOf = (one: RepeatedQuery, { event: { what } }: RepeatedQuery): boolean => what.kind === 'query' && one.event.varies.some((root) => root.root === 'query' && isSameQuery(root.query, what.query));
