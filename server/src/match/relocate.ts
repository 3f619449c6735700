import type { BoundQuery } from '../facts/query.ts';
import type { Span } from '../text/span.ts';

/**
 * A copy of a query with other source ids, for a second use of one CTE or for a view's query inside a statement. `at` replaces every span: a view is written in another file, and what
 * is said of it must point at its use.
 */
export function relocate(query: BoundQuery, shift: number, at: Span | null): BoundQuery {
  return copy(query, shift, at);
}

function copy<T>(value: T, shift: number, at: Span | null): T {
  if (Array.isArray(value)) return value.map((v) => copy(v, shift, at)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, v] of Object.entries(value)) out[key] = key === 'span' && at !== null ? at : (key === 'id' || key === 'source') && typeof v === 'number' ? v + shift : copy(v, shift, at);
  return out as T;
}

/** The largest source id in a query, to make room beside it. */
export function largestId(query: BoundQuery): number {
  let largest = 0;
  const stack: unknown[] = [query];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (Array.isArray(next)) { for (const v of next) if (typeof v === 'object' && v !== null) stack.push(v); continue; }
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, v] of Object.entries(next)) {
      if (key === 'id' && typeof v === 'number') largest = Math.max(largest, v);
      else if (typeof v === 'object' && v !== null) stack.push(v);
    }
  }
  return largest;
}
