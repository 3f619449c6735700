import type { RejectReason } from '../facts/access.ts';
import { type Dialect, isMysql } from '../facts/dialect.ts';
import type { BoundExpr } from './bound.ts';
import { nullsFirstByDefault, type PreparedIndex, type PreparedKey } from './prepared.ts';

/** One key of an ORDER BY, as an index's key is named. */
export interface SortKey {
  readonly key: string;
  readonly desc: boolean;
  readonly nullsFirst: boolean;
  /** `nulls` was not written. */
  readonly plainNulls: boolean;
  readonly collation: string;
  /** As the query writes it, without COLLATE. */
  readonly expr: BoundExpr;
}

export const sortKey = (expr: BoundExpr, key: string, direction: 'asc' | 'desc', nulls: 'first' | 'last' | 'default', collation: string, dialect: Dialect): SortKey => ({
  expr, key, desc: direction === 'desc', nullsFirst: nulls === 'default' ? nullsFirstByDefault(direction === 'desc', dialect) : nulls === 'first', plainNulls: nulls === 'default', collation,
});

export type OrderAnswer = { readonly served: true } | { readonly served: false; readonly reason: RejectReason; readonly matched: number };

const SERVED: OrderAnswer = { served: true };

/**
 * Whether reading an index gives an order. `fixed` are keys bound to one value, which may be skipped on both sides (fact 12); a key bound to a list or, in PostgreSQL, to NULL may not
 * (facts 2 and 12). Read forwards or backwards as a whole; nulls count in PostgreSQL (fact 3). The rowid or primary key that ends an index counts (facts 20, 30).
 */
export function givesOrder(index: PreparedIndex, order: readonly SortKey[], fixed: ReadonlySet<string>, dialect: Dialect): OrderAnswer {
  if (order.length === 0) return SERVED;
  if (index.method !== 'btree') return { served: false, reason: 'method', matched: 0 };
  let at = 0;
  let backwards: boolean | null = null;
  for (const [i, wanted] of order.entries()) {
    // SQLite passes over bound keys only in front, where it enters the index; PostgreSQL anywhere.
    if (i === 0 || dialect !== 'sqlite') at = passFixed(index, at, wanted.key, fixed);
    const key = index.keys[at];
    if (key === undefined || key.key !== wanted.key) return endsEarly(index, at) && !isMysql(dialect) ? SERVED : { served: false, reason: 'sort-columns-differ', matched: i };
    const flipped = key.desc !== wanted.desc;
    const bad = unsuited(key, wanted, flipped, i, dialect) ?? (backwards !== null && backwards !== flipped ? 'direction' : null);
    if (bad !== null) return { served: false, reason: restFollows(index, at, order, i) ? bad : 'sort-columns-differ', matched: i };
    backwards = flipped;
    at++;
  }
  return SERVED;
}

function passFixed(index: PreparedIndex, from: number, wanted: string, fixed: ReadonlySet<string>): number {
  let at = from;
  for (let key = index.keys[at]; key !== undefined && key.key !== wanted && isFixed(key, fixed); key = index.keys[at]) at++;
  return at;
}

/** How a key bound to one value is named in a set of such: it is one value only to those who compare as the condition does. */
export const fixedName = (key: string, collation: string): string => `${key} ${collation}`;

export const isFixed = (k: { readonly key: string; readonly collation: string }, fixed: ReadonlySet<string>): boolean => fixed.has(fixedName(k.key, k.collation)) || fixed.has(fixedName(k.key, '*'));

function unsuited(key: PreparedKey, wanted: SortKey, flipped: boolean, place: number, dialect: Dialect): RejectReason | null {
  if (key.opclass?.endsWith('_pattern_ops') === true) return 'opclass';
  if (key.prefixLength !== null) return 'opclass';
  if (key.collation !== wanted.collation && !key.tail) return 'collation';
  const nullsFirst = flipped ? !key.nullsFirst : key.nullsFirst;
  if (nullsFirst === wanted.nullsFirst) return null;
  // Fact 3: SQLite moves the nulls of the first key of the order by itself; PostgreSQL minds them even on NOT NULL columns.
  return dialect === 'sqlite' && place === 0 ? null : 'nulls-order';
}

/** The rest of the columns are those of the order: only how they are kept is wrong. */
const restFollows = (index: PreparedIndex, at: number, order: readonly SortKey[], from: number): boolean => order.slice(from).every((wanted, i) => index.keys[at + i]?.key === wanted.key);

/** Every key of a unique index came before: the rest of the order has nothing left to decide, which MySQL does not see. */
const endsEarly = (index: PreparedIndex, at: number): boolean => index.unique && at >= index.width && index.keys.slice(0, index.width).every((k) => k.notNull);
