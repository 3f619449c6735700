import { originOf } from './elements.ts';
import { queryKey, rootOf } from './roots.ts';
import type { Happening, RepeaterMade, Worked } from './run.ts';
import type { FlowEvent, Repeater, Summary } from './summary.ts';

/** What a unit came to, as the rules see it. */
export function summaryOf(worked: Worked): Summary {
  return { unit: worked.unit, repeaters: worked.repeaters.map(repeaterOf), events: eventsOf(worked.happenings), chains: worked.chains, listUses: worked.listUses };
}

function repeaterOf({ form, rounds, guarded, changes, waits, iterable, name, head, whole }: RepeaterMade, id: number): Repeater {
  const origin = iterable.v === 'column' ? null : originOf(iterable);
  return { id, form, rounds, over: origin === null || origin.query === null || origin.path !== '' ? null : { query: origin.query, model: origin.model }, name, head, whole, ...(guarded === undefined ? {} : { guarded }), ...(changes === undefined ? {} : { changes }), ...(waits === undefined ? {} : { waits }) };
}

/** Each once: what was worked out twice on the way (a guess, and what a caller of a closure knew) is the same event. */
export function eventsOf(happenings: readonly Happening[]): readonly FlowEvent[] {
  const events = told.get(happenings) ?? eventsIn(happenings);
  told.set(happenings, events);
  return events;
}

/** Of a run that has ended: its chains are told by its events, and its summary has them. */
const told = new WeakMap<readonly Happening[], readonly FlowEvent[]>();

function eventsIn(happenings: readonly Happening[]): readonly FlowEvent[] {
  const seen = new Set<string>();
  return happenings.flatMap((happening) => {
    const { what, at, via, loops, varies, memoised, conditions } = happening;
    if (what === null) return [];
    const key = keyOf(happening);
    if (seen.has(key)) return [];
    seen.add(key);
    const sometimes = happening.sometimes || conditions.some(({ weak, depth }) => !weak && depth === loops.length);
    const below = happening.below || conditions.some((one) => one.below && !one.weak && one.depth === loops.length);
    const onlyIf = conditions.flatMap(({ on, is }) => (on.form.is === 'param' ? [{ param: on.form.index, is }] : []));
    return [{ what, at, via, loops, varies: [...varies].map(rootOf), sometimes, ...(below ? { below: true as const } : {}), memoised, onlyIf }];
  });
}

function keyOf({ what, at, via, loops }: Happening): string {
  const of = what?.kind === 'query' ? queryKey(what.query) : what?.kind === 'lazy' ? `${what.model.file}#${what.model.symbol}.${what.relation}:${what.path}:${what.read?.at.join()}` : 'flush';
  return [of, at.in.file, at.in.unit, at.at.join(), loops.join(), via.map(({ call }) => `${call.in.file}:${call.in.unit}:${call.at.join()}`).join('>')].join('|');
}
