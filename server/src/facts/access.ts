import type { BoundColumn, Expr } from './expr.ts';
import type { BoundQuery, OrderKey } from './query.ts';
import type { Index } from './catalog.ts';
import type { IndexDef } from './schema.ts';
import type { Span } from '../text/span.ts';

/** How one table of one query is reached. Rules, hover and fixes speak from this alone. */
export interface AccessPath {
  /** The SELECT (or arm, CTE, subquery, view) whose `sources` hold this source. */
  readonly query: BoundQuery;
  /** The source's id in the statement. */
  readonly source: number;
  /** The catalog's key. */
  readonly table: string;
  /** How this source is reached: first, from sources before it in the same FROM (`joined`), or inside a subquery that has no values from outside or is run for each outer row (`subquery`). A source that drives its own FROM inside a subquery is `subquery`. */
  readonly role: 'driving' | 'joined' | 'subquery';
  /** How many times it is probed: by rows that are bounded (a filter, a limit, one row), or by every row of another table (`whole`: a join or EXISTS over everything, which a hash join does without an index), or once (`once`: driving, or a subquery that stands alone). */
  readonly driver: 'once' | 'one-row' | 'bounded' | 'whole';
  /** The conditions on this source, as normalised for the dialect. */
  readonly conditions: readonly Condition[];
  /** `served`: an index is probed and every condition bounds the probe (or at most one row is left); `partly`: probed, conditions remain; `not-served`: no probe, though a condition is there that some index could serve; `none`: no condition that an index could ever serve (a join of two whole tables is `none` too); `unknown`: nothing can be said. */
  readonly filter: 'served' | 'partly' | 'not-served' | 'none' | 'unknown';
  readonly sort: 'served' | 'not-served' | 'none' | 'unknown';
  /** The order asked of this source, when it is this source alone that decides it. Keys bound by an equality and keys after a unique prefix are left out. */
  readonly order: readonly OrderKey<BoundColumn>[];
  /** At most one row is left, by a unique key. */
  readonly oneRow: boolean;
  /** LIMIT, findFirst and their kind bound the rows that are read in order. */
  readonly limited: boolean;
  /** A LIMITed query without served filter whose order an index gives: the planner may walk the order and filter on the way. */
  readonly orderWalk: boolean;
  /** The index (or indexes, for OR) that serves the filter; the one that gives the order when there is no filter. Empty when none. */
  readonly serving: readonly Index[];
  /** Leading keys of `serving[0]` that conditions bound. */
  readonly depth: number;
  /** Every index that does not serve the filter (the order, when there is no filter), and why. */
  readonly rejected: readonly Rejection[];
  /** When the order is not served: every index that could have given it, and why it does not (`direction`, `nulls-order`, `sort-columns-differ`, …). An index in `serving` can be here too. */
  readonly orderRejected: readonly Rejection[];
  /** The best index this query could have, with equality, sort and range columns in that order; null when none would serve, or when it would do no more than what is there. */
  readonly proposal: Proposal | null;
  /** A condition on this source, or on the whole statement, was not understood (a dynamic fragment, CASE): what is said of `not-served` is less sure. */
  readonly opaque: boolean;
  /** One of these may be on columns that nobody knows of, so that an index may serve it after all. */
  readonly unknown?: true;
  /** Only conditions that are sent sometimes could be served: be quieter. */
  readonly optionalOnly: boolean;
  /** SQLite, after ANALYZE, may skip over the first key of an index that has the column in a later place: what is said of `not-served` is less sure. */
  readonly skipScan: boolean;
}

export interface Rejection { readonly index: Index; readonly reason: RejectReason; readonly detail: string }

/** One conjunct about a source, after normalising. */
export interface Condition {
  readonly expr: Expr<BoundColumn>;
  readonly span: Span;
  /** Columns of this source that the conjunct names. */
  readonly columns: readonly string[];
  /** equality binds a key; in is an equality with several values; range bounds one key; join is an equality with a column of another source; other can bound nothing by itself. */
  readonly form: 'equality' | 'in' | 'is-null' | 'range' | 'prefix' | 'join' | 'or' | 'special' | 'other';
  /** One-sided (`>`), as against BETWEEN or a pair. */
  readonly oneSided?: boolean;
  readonly optional: boolean;
  /** Whether the serving index uses it. */
  readonly used: boolean;
  /** Every column it names is a boolean or an enum: an index on it alone rarely pays. */
  readonly lowCardinality: boolean;
  /** Why no plain index on its column could serve it, for people (a clause: `lower(email) is computed from the column`). Null when a plain index can. */
  readonly blocker: string | null;
  readonly blockerKind: BlockerKind | null;
}

/** `function`, `cast`, `arithmetic`: the column is wrapped; `wildcard`: the pattern does not start with a constant; `pattern`: a pattern known only at run time; `needs-opclass`: a prefix that the default operator class or collation does not serve; `negation`: `<>`, NOT IN, NOT LIKE; `type`: the value's type casts the column; `collation`: another collation than the column's; `special`: needs GIN, GiST or another method; `or`: an arm that nothing can bound; `volatile`: random() and its kind; `same-row`: compared with another column of the same source; `opaque`: not understood. */
export type BlockerKind =
  | 'function' | 'cast' | 'arithmetic' | 'wildcard' | 'pattern' | 'needs-opclass' | 'negation' | 'type' | 'collation' | 'special' | 'or' | 'volatile' | 'same-row' | 'not-null' | 'opaque';

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
  /** For an OR over several columns: the further indexes that its other alternatives need; only all of them together serve. */
  readonly together?: readonly IndexDef<string>[];
}
