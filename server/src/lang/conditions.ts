import type { Span } from '../text/span.ts';
import { around, innermost, nestOf } from './nest.ts';

/** A part of a file that runs under a condition, again and again, or as a function of its own. */
export interface Region extends Span { readonly kind: 'condition' | 'loop' | 'function' }

export interface Conditions {
  /** What runs only sometimes around an offset, within its function, innermost first; loops left out. */
  around(offset: number): readonly Span[];
  /** Whether `inner` may be passed over where `outer` runs once: by a condition, a loop or a callback between the two. */
  between(outer: number, inner: number): boolean;
}

/** The answers about conditions, from the regions that a language's statements make. */
export function conditionsOver(found: readonly Region[]): Conditions {
  const nest = nestOf([...found].sort((a, b) => a.start - b.start || b.end - a.end));
  return {
    around(offset) {
      const all = around(nest, offset);
      const end = all.findIndex((region) => region.kind === 'function');
      return (end < 0 ? all : all.slice(0, end)).filter((region) => region.kind === 'condition').map(({ start, end: to }) => ({ start, end: to }));
    },
    between: (outer, inner) => {
      const region = nest.ranges[innermost(nest, inner)];
      return region !== undefined && !(region.start <= outer && outer < region.end);
    },
  };
}
