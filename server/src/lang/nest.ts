import type { Span } from '../text/span.ts';

/** Ranges that nest or follow one another, found by offset in logarithmic time. */
export interface Nest<T extends Span> {
  readonly ranges: readonly T[];
  /** The range directly around each; -1 at top level. */
  readonly parents: readonly number[];
}

/** `ranges` in document order, outer ones first. */
export function nestOf<T extends Span>(ranges: readonly T[]): Nest<T> {
  const parents: number[] = [];
  const open: number[] = [];
  for (const [index, range] of ranges.entries()) {
    while (open.length > 0 && (ranges[open.at(-1) ?? 0]?.end ?? 0) <= range.start) open.pop();
    parents.push(open.at(-1) ?? -1);
    open.push(index);
  }
  return { ranges, parents };
}

/** The index of the innermost range around an offset; -1 when there is none. */
export function innermost<T extends Span>(nest: Nest<T>, offset: number): number {
  let low = 0;
  let high = nest.ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nest.ranges[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  let found = low - 1;
  while (found >= 0 && (nest.ranges[found]?.end ?? 0) <= offset) found = nest.parents[found] ?? -1;
  return found;
}

/** Every range around an offset, innermost first. */
export function around<T extends Span>(nest: Nest<T>, offset: number): T[] {
  const out: T[] = [];
  for (let at = innermost(nest, offset); at >= 0; at = nest.parents[at] ?? -1) {
    const range = nest.ranges[at];
    if (range !== undefined) out.push(range);
  }
  return out;
}
