import type { Suppression } from '../facts/file.ts';

/** What stands after suppressions were applied, and which of them did something. */
export interface Suppressed<T> { readonly kept: readonly T[]; readonly used: ReadonlySet<Suppression>; readonly hidden: readonly T[] }

/** `lineOf` gives the 0-based lines on which an item may be silenced: where it starts, and where its statement starts. */
export function applySuppressions<T extends { readonly rule: string }>(items: readonly T[], suppressions: readonly Suppression[], linesOf: (item: T) => readonly number[]): Suppressed<T> {
  if (suppressions.length === 0) return { kept: items, used: new Set(), hidden: [] };
  const used = new Set<Suppression>();
  const kept: T[] = [];
  const hidden: T[] = [];
  for (const item of items) {
    const lines = linesOf(item);
    const hits = suppressions.filter((s) => (s.rules.length === 0 || s.rules.includes(item.rule)) && (s.line === 'file' || lines.includes(s.line)));
    for (const hit of hits) used.add(hit);
    (hits.length > 0 ? hidden : kept).push(item);
  }
  return { kept, used, hidden };
}
