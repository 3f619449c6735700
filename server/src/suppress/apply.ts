import type { Suppression } from '../facts/file.ts';

/** An item that a comment silences. Of several comments the first. */
export interface Hidden<T> { readonly item: T; readonly by: Suppression }

/** Suppressions that did something, with the rules that they silenced. */
export type UsedSuppressions = ReadonlyMap<Suppression, ReadonlySet<string>>;

/** What stands after suppressions were applied, and which of them did something. */
export interface Suppressed<T> { readonly kept: readonly T[]; readonly used: UsedSuppressions; readonly hidden: readonly Hidden<T>[] }

/** `linesOf` gives the 0-based lines on which an item may be silenced: where it starts, and where its statement starts. */
export function applySuppressions<T extends { readonly rule: string }>(items: readonly T[], suppressions: readonly Suppression[], linesOf: (item: T) => readonly number[]): Suppressed<T> {
  if (suppressions.length === 0) return { kept: items, used: new Map(), hidden: [] };
  const used = new Map<Suppression, Set<string>>();
  const kept: T[] = [];
  const hidden: Hidden<T>[] = [];
  for (const item of items) {
    const lines = linesOf(item);
    const hits = suppressions.filter((s) => (s.rules.length === 0 || s.rules.includes(item.rule)) && covers(s, lines));
    for (const hit of hits) used.set(hit, (used.get(hit) ?? new Set<string>()).add(item.rule));
    const [by] = hits;
    if (by === undefined) kept.push(item);
    else hidden.push({ item, by });
  }
  return { kept, used, hidden };
}

function covers({ line, until }: Suppression, lines: readonly number[]): boolean {
  return line === 'file' || lines.some((one) => line <= one && one <= (until ?? line));
}

/** What several files' comments did, as one. */
export function joinUsed(all: readonly UsedSuppressions[]): UsedSuppressions {
  const joined = new Map<Suppression, ReadonlySet<string>>();
  for (const one of all) for (const [suppression, rules] of one) joined.set(suppression, new Set([...(joined.get(suppression) ?? []), ...rules]));
  return joined;
}
