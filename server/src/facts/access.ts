import type { BoundColumn, Expr } from './expr.ts';
import type { BoundQuery, OrderKey } from './query.ts';
import type { Index } from './catalog.ts';
import type { IndexDef } from './schema.ts';
import type { Span } from '../text/span.ts';

/** How one table of one query is reached. Rules, hover and fixes speak from this alone. */
export interface AccessPath {
  readonly query: BoundQuery;
  /** The source's id in the statement. */
  readonly source: number;
  /** The catalog's key. */
  readonly table: string;
  /** How this source is reached: by its own conditions, or by a join from the others, or both. */
  readonly role: 'driving' | 'joined' | 'subquery';
  /** The conditions on this source, as normalised for the dialect. */
  readonly conditions: readonly Condition[];
  /** `served`: an index is probed and every condition bounds the probe (or at most one row is left); `partly`: probed, conditions remain; `not-served`: no probe; `none`: no condition that an index could ever serve; `unknown`: nothing can be said. */
  readonly filter: 'served' | 'partly' | 'not-served' | 'none' | 'unknown';
  readonly sort: 'served' | 'not-served' | 'none' | 'unknown';
  /** The order asked of this source, when it is this source alone that decides it. */
  readonly order: readonly OrderKey<BoundColumn>[];
  /** At most one row is left, by a unique key. */
  readonly oneRow: boolean;
  /** LIMIT, findFirst and their kind bound the rows that are read in order. */
  readonly limited: boolean;
  /** The index (or indexes, for OR) that serves. */
  readonly serving: readonly Index[];
  /** Every other index, and why it does not serve. */
  readonly rejected: readonly { readonly index: Index; readonly reason: RejectReason; readonly detail: string }[];
  /** The best index this query could have, with equality, sort and range columns in that order; null when none would serve. */
  readonly proposal: Proposal | null;
}

/** One conjunct about a source, after normalising. */
export interface Condition {
  readonly expr: Expr<BoundColumn>;
  readonly span: Span;
  /** Columns of this source that the conjunct names. */
  readonly columns: readonly string[];
  /** equality binds a key; in is an equality with several values; range bounds one key; other can bound nothing by itself. */
  readonly form: 'equality' | 'in' | 'is-null' | 'range' | 'prefix' | 'join' | 'or' | 'special' | 'other';
  /** One-sided (`>`), as against BETWEEN or a pair. */
  readonly oneSided?: boolean;
  readonly optional: boolean;
  /** Whether the serving index uses it. */
  readonly used: boolean;
  /** Why no plain index on its column could serve it (function, cast, leading wildcard, negation, …). */
  readonly blocker: string | null;
}

export type RejectReason =
  | 'no-condition-on-leading-column' | 'leading-column-only-in-sort' | 'range-before-equality' | 'expression-mismatch' | 'collation' | 'opclass' | 'method' | 'partial-not-implied' | 'parameter-for-partial'
  | 'type-mismatch' | 'direction' | 'nulls-order' | 'sort-columns-differ' | 'not-usable' | 'less-useful' | 'or-arm-unserved';

export interface Proposal {
  readonly index: IndexDef<string>;
  readonly equality: readonly string[];
  readonly order: readonly string[];
  readonly range: readonly string[];
  /** What it would do for this query. */
  readonly servesFilter: boolean;
  readonly servesSort: boolean;
}
