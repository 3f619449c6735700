import type { Severity } from '../../facts/finding.ts';
import type { Repeater } from '../../link/flow/summary.ts';
import { louder } from '../certainty.ts';
import type { LazyRead } from './reads.ts';

interface Read { readonly read: LazyRead; readonly loop: Repeater; readonly severity: Severity }

/** One read for each place of a loop: what stands in the loop itself speaks for itself, and of what one call there leads to the loudest does; what is made of rows that are sent is one place. `others`: how many relations it speaks for besides. */
export function loudest<T extends Read>(reads: readonly T[]): readonly (T & { readonly others: number })[] {
  const groups = new Map<string, T[]>();
  for (const one of reads) {
    const { event, index } = one.read;
    const key = isOfOutput(one.loop) ? event.at.at.join() : `${one.loop.id} ${event.via.length === 0 ? `= ${index}` : event.at.at.join()}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const best = rest.reduce((a, b) => (b.severity !== a.severity && louder(a.severity, b.severity) === b.severity ? b : a), first);
    return [{ ...best, others: new Set([first, ...rest].map(nameOf)).size - 1 }];
  });
}

const nameOf = ({ read: { what } }: Read): string => `${what.model.file} ${what.model.symbol} ${what.relation}`;

/** A serializer's or a page's own going over rows, which nobody wrote as a loop. */
export const isOfOutput = ({ form }: Repeater): boolean => form === 'serializer' || form === 'template';
