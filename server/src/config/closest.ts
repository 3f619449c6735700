/** The known name that a misspelt one most likely means: at most a third of its letters differ, or it is only begun (`warn`). Null when none is near. */
export function closest(name: string, known: readonly string[]): string | null {
  const ranked = known.map((candidate) => ({ candidate, cost: costOf(name.slice(0, 60).toLowerCase(), candidate.toLowerCase()) })).sort((a, b) => a.cost - b.cost);
  const best = ranked[0];
  return best !== undefined && best.cost <= Math.max(2, Math.floor(best.candidate.length / 3)) ? best.candidate : null;
}

const costOf = (name: string, candidate: string): number => (name.length > 2 && candidate.startsWith(name) ? 1 : editDistance(name, candidate));

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
