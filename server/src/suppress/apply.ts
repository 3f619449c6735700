import type { Suppression } from '../facts/file.ts';

/** An item that a comment silences. Of several comments the first. */
export interface Hidden<T> { readonly item: T; readonly by: Suppression }

/** What stands after suppressions were applied, and which of them did something. */
export interface Suppressed<T> { readonly kept: readonly T[]; readonly used: ReadonlySet<Suppression>; readonly hidden: readonly Hidden<T>[] }

/** `linesOf` gives the 0-based lines on which an item may be silenced: where it starts, and where its statement starts. */
export function applySuppressions<T extends { readonly rule: string }>(items: readonly T[], suppressions: readonly Suppression[], linesOf: (item: T) => readonly number[]): Suppressed<T> {
  if (suppressions.length === 0) return { kept: items, used: new Set(), hidden: [] };
  const used = new Set<Suppression>();
  const kept: T[] = [];
  const hidden: Hidden<T>[] = [];
  for (const item of items) {
    const lines = linesOf(item);
    const hits = suppressions.filter((s) => (s.rules.length === 0 || s.rules.includes(item.rule)) && (s.line === 'file' || lines.includes(s.line)));
    for (const hit of hits) used.add(hit);
    const [by] = hits;
    if (by === undefined) kept.push(item);
    else hidden.push({ item, by });
  }
  return { kept, used, hidden };
}
