/**
 * A copy of some facts with every span moved. Facts are plain data (invariant 9), so a span is told by its shape. What does not hold a span, or whose
 * spans stay, is the same object.
 */
export function shifted<T>(value: T, move: (offset: number) => number): T {
  return copy(value, move) as T;
}

function copy(value: unknown, move: (offset: number) => number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copy(item, move));
  const entries = Object.entries(value);
  if (entries.length === 2 && 'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number') return { start: move(value.start), end: move(value.end) };
  return Object.fromEntries(entries.map(([key, item]) => [key, copy(item, move)]));
}
