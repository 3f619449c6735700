import { lateField } from './lazy.ts';
import type { Span } from '../text/span.ts';
import { type Move, moved, moveOn, type Step } from './move.ts';

/**
 * A copy of some facts with every span moved. Facts are plain data (invariant 9), so a span is told by its shape.
 */
export function shifted<T>(value: T, move: Move): T {
  return copy(value, ({ start, end }) => ({ start: moved(start, move), end: moved(end, move) })) as T;
}

/** A copy with every span at the place that `at` tells. */
export function placed<T>(value: T, at: (span: Span) => Span): T {
  return copy(value, at) as T;
}

/** What a moved fact was when it was read, and how far it has come since. */
export interface Origin { readonly from: object; readonly move: Move }

/** Kept at the fact itself, out of sight of whoever writes it down: a weak map of as many entries a key makes the collector's short rounds long. */
const ORIGIN = Symbol('origin');
interface Movable { readonly span: object; readonly [ORIGIN]?: Origin }

/** Moves that would be a long way to go again are made for good. */
const LONGEST = 64;

/**
 * The fact at its new place. What is inside is copied when someone looks: most of a file only moves while one types in it, and nobody looks at what was
 * judged before. It remembers what it was, so that what was concluded from that can move along.
 */
export function movedFact<T extends Movable>(fact: T, step: Step): T {
  const known = fact[ORIGIN];
  const from = (known?.from ?? fact) as T;
  const move = moveOn(known?.move ?? [], step);
  if (move.length > LONGEST) return shifted(from, move);
  const fresh = { ...from, span: shifted(from.span, move) };
  for (const [key, value] of Object.entries(from)) if (key !== 'span' && typeof value === 'object' && value !== null) lateField(fresh, key, () => shifted(value, move));
  Object.defineProperty(fresh, ORIGIN, { value: { from, move } satisfies Origin, configurable: true });
  return fresh;
}

/** What a moved fact was; null for one that was read where it stands. */
export const originOf = (fact: Movable): Origin | null => fact[ORIGIN] ?? null;

/** From now on this fact is where others move from: it was judged anew, and what was concluded from its origin holds no longer. */
export function forgetOrigin(fact: Movable): void {
  Reflect.deleteProperty(fact, ORIGIN);
}

function copy(value: unknown, at: (span: Span) => Span): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copy(item, at));
  const fresh: Record<string, unknown> = {};
  let fields = 0;
  for (const [key, item] of Object.entries(value)) {
    fresh[key] = copy(item, at);
    fields++;
  }
  const [start, end] = [fresh['start'], fresh['end']];
  return fields === 2 && typeof start === 'number' && typeof end === 'number' ? at({ start, end }) : fresh;
}
