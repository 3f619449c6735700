import type { FileFacts } from '../facts/file.ts';
import { type Span, spanKey } from '../text/span.ts';

export { spanKey };

/** Where spans of a file's declarations have come to stand since they were linked, by their old place; those that did not move are left out. */
export type MovedSpans = ReadonlyMap<string, Span>;

/**
 * Whether two readings of a file declare the same but for where it stands: then what was linked of the one holds for the other, with its spans moved. Null
 * where anything else differs, or where one span has become two.
 */
export function movedSpans(before: FileFacts, now: FileFacts): MovedSpans | null {
  const spans = new Map<string, Span>();
  return isSame(declared(before), declared(now), spans) ? new Map([...spans].filter(([key, span]) => key !== spanKey(span))) : null;
}

/** Where declarations stand that were linked in several revisions: `moves` tells where those of kept tables stood when the files were linked last, `since` how far all have come from there. */
export function movesSince(moves: ReadonlyMap<string, MovedSpans>, since: ReadonlyMap<string, MovedSpans>): ReadonlyMap<string, MovedSpans> {
  if (moves.size === 0) return since;
  const all = new Map(since);
  for (const [path, kept] of moves) {
    const further = since.get(path);
    all.set(path, further === undefined ? kept : new Map([...further, ...[...kept].map(([key, span]) => [key, further.get(spanKey(span)) ?? span] as const)]));
  }
  return all;
}

/** What linking rests on, as linkFingerprint has it. */
const declared = (facts: FileFacts): unknown => [facts.models, facts.statements, facts.exports, facts.aliases, facts.imports, facts.script];

function isSame(a: unknown, b: unknown, spans: Map<string, Span>): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i], spans));
  return isSpan(a) && isSpan(b) ? isKept(a, b, spans) : isSameObject(a, b, spans);
}

function isSameObject(a: object, b: object, spans: Map<string, Span>): boolean {
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key), spans));
}

function isKept(a: Span, b: Span, spans: Map<string, Span>): boolean {
  const key = spanKey(a);
  const known = spans.get(key);
  if (known !== undefined) return known.start === b.start && known.end === b.end;
  spans.set(key, b);
  return true;
}

const isSpan = (value: object): value is Span => 'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number' && Object.keys(value).length === 2;
