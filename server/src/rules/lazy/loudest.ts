import type { Severity } from '../../facts/finding.ts';
import type { Repeater } from '../../link/flow/summary.ts';
import { louder } from '../certainty.ts';
import type { LazyRead } from './reads.ts';

/** A read that a loop repeats, and how loud it is. */
export interface Repeated { readonly read: LazyRead; readonly loop: Repeater; readonly rounds: 'many' | 'few'; readonly severity: Severity }
export type Loudest = Repeated & { readonly others: number };

/** One read for each place of a loop: what stands in the loop itself speaks for itself, and of what one call there leads to the loudest does; what is made of rows that are sent is one place. `others`: how many relations it speaks for besides. */
export function loudest(reads: readonly Repeated[]): readonly Loudest[] {
  const groups = new Map<string, Repeated[]>();
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

const nameOf = ({ read: { what } }: Repeated): string => `${what.model.file} ${what.model.symbol} ${what.relation}`;

/** A serializer's or a page's own going over rows, which nobody wrote as a loop. */
export const isOfOutput = ({ form }: Repeater): boolean => form === 'serializer' || form === 'template';
