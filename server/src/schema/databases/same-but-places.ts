import type { Table } from '../../facts/catalog.ts';
import type { Span } from '../../text/span.ts';

/** A span of a table in the file that it lies in, and where the same thing stands now. */
export interface PlaceMove { readonly path: string; readonly from: Span; readonly to: Span }

/**
 * All spans of a table with where they stand `now`, if the two are the same table but for that; null where anything else differs. What lies in no file (a view's
 * query, an index that a constraint makes) has no place that anyone is told.
 */
export function sameButPlaces(before: Table, now: Table): readonly PlaceMove[] | null {
  const moves: PlaceMove[] = [];
  return isSame({ ...before, revision: '' }, { ...now, revision: '' }, null, moves) ? moves : null;
}

function isSame(a: unknown, b: unknown, path: string | null, moves: PlaceMove[]): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i], path, moves));
  if (a instanceof Map || b instanceof Map) return a instanceof Map && b instanceof Map && isSame([...a], [...b], path, moves);
  if (!isSpan(a) || !isSpan(b)) return sameFields(a, b, pathOf(a, path), moves);
  if (path !== null) moves.push({ path, from: a, to: b });
  return true;
}

function sameFields(a: object, b: object, path: string | null, moves: PlaceMove[]): boolean {
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value], i) => {
    const other = right[i];
    return other !== undefined && other[0] === key && isSame(value, other[1], path, moves);
  });
}

/** All spans of something that a catalog tells of. `path`: the file of what does not say its own. */
export function spansIn(value: unknown, path: string | null, found: (path: string, span: Span) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value) || value instanceof Map) { for (const item of value) spansIn(item, path, found); return; }
  if (isSpan(value)) { if (path !== null) found(path, value); return; }
  const own = pathOf(value, path);
  for (const item of Object.values(value)) spansIn(item, own, found);
}

/** The file that the spans of something lie in: its own, if it says one. */
const pathOf = (value: object, around: string | null): string | null => ('path' in value && (typeof value.path === 'string' || value.path === null) ? value.path : around);

const isSpan = (value: object): value is Span => 'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number' && Object.keys(value).length === 2;
