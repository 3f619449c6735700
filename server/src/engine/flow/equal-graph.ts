/**
 * Whether two values are built alike: plain data, maps and sets, which may lead back to themselves. Functions are alike only if they are the same one. It may say
 * no of what is equal, never yes of what is not.
 */
export function isEqualGraph(one: unknown, other: unknown): boolean {
  return alike(one, other, new Map(), 0);
}

/** Deeper structures are taken for different. */
const DEEPEST = 400;

function alike(a: unknown, b: unknown, pairs: Map<object, object>, depth: number): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || depth > DEEPEST) return false;
  const paired = pairs.get(a);
  if (paired !== undefined) return paired === b;
  pairs.set(a, b);
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => alike(item, b[i], pairs, depth + 1));
  if (a instanceof Map || b instanceof Map) return a instanceof Map && b instanceof Map && sameEntries(a, b, pairs, depth);
  if (a instanceof Set || b instanceof Set) return a instanceof Set && b instanceof Set && a.size === b.size && [...a].every((item) => b.has(item));
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value], i) => right[i]?.[0] === key && alike(value, right[i][1], pairs, depth + 1));
}

const sameEntries = (a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>, pairs: Map<object, object>, depth: number): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.has(key) && alike(value, b.get(key), pairs, depth + 1));
