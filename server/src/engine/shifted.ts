/**
 * A copy of some facts with every span moved. Facts are plain data (invariant 9), so a span is told by its shape. What does not hold a span, or whose
 * spans stay, is the same object.
 */
export function shifted<T>(value: T, move: (offset: number) => number): T {
  return copy(value, move) as T;
}

interface Origin { readonly from: object; readonly move: (offset: number) => number }
const origins = new WeakMap<object, Origin>();

/** The same, remembering what it was, so that what was concluded from that can move along. */
export function movedFact<T extends object>(fact: T, move: (offset: number) => number): T {
  const moved = shifted(fact, move);
  origins.set(moved, { from: fact, move });
  return moved;
}

/** What a moved fact was before; null for one that was read. Forgotten with the answer, lest each keystroke hold on to the one before. */
export function takeOrigin(moved: object): Origin | null {
  const origin = origins.get(moved) ?? null;
  origins.delete(moved);
  return origin;
}

function copy(value: unknown, move: (offset: number) => number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copy(item, move));
  const moved: Record<string, unknown> = {};
  let fields = 0;
  for (const [key, item] of Object.entries(value)) {
    moved[key] = copy(item, move);
    fields++;
  }
  const [start, end] = [moved['start'], moved['end']];
  return fields === 2 && typeof start === 'number' && typeof end === 'number' ? { start: move(start), end: move(end) } : moved;
}
