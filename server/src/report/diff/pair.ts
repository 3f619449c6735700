/** Two lists of things, those that are the same on both sides beside each other. `how`: by which of the keys they were found, from 0. */
export interface Paired<T> { readonly both: readonly { readonly before: T; readonly after: T; readonly how: number }[]; readonly gone: readonly T[]; readonly added: readonly T[] }

/**
 * Finds again what was there before: by the first key as far as that goes, then by the next, in order of the lists. Equal keys are taken one by one, so that of three equal
 * things of which one goes two are found. A key of null finds nothing.
 */
export function paired<T>(before: readonly T[], after: readonly T[], keys: readonly ((item: T) => string | null)[]): Paired<T> {
  const both: { readonly before: T; readonly after: T; readonly how: number }[] = [];
  let [gone, added] = [before, after];
  keys.forEach((keyOf, how) => {
    const waiting = new Map<string, T[]>();
    for (const item of gone) { const key = keyOf(item); if (key !== null) waiting.set(key, [...(waiting.get(key) ?? []), item]); }
    const found = new Set<T>();
    added = added.filter((item) => {
      const key = keyOf(item);
      const match = key === null ? undefined : waiting.get(key)?.shift();
      if (match === undefined) return true;
      found.add(match);
      both.push({ before: match, after: item, how });
      return false;
    });
    gone = gone.filter((item) => !found.has(item));
  });
  return { both, gone, added };
}
