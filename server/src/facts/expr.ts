import type { Span } from '../text/span.ts';

/**
 * A scalar or boolean expression as a query or an index states it, in one form for every dialect, host language and ORM.
 * `C` is how a column is named: `ColumnRef` as read, `BoundColumn` after linking, a plain column name inside an index.
 * The boolean tree is kept as written; normalising it is the matcher's work, since it differs by dialect.
 */
export type Expr<C> =
  | ColumnExpr<C>
  | LiteralExpr
  | ParamExpr
  | CallExpr<C>
  | CastExpr<C>
  | CollateExpr<C>
  | CompareExpr<C>
  | LikeExpr<C>
  | InExpr<C>
  | BetweenExpr<C>
  | IsExpr<C>
  | QuantifiedExpr<C>
  | OperatorExpr<C>
  | ItemsExpr<C>
  | SubqueryExpr<C>
  | LogicExpr<C>
  | NotExpr<C>
  | OpaqueExpr<C>;

interface Node {
  /** In the document (not in the SQL string), UTF-16. */
  readonly span: Span;
  /** True for a condition that is sent only sometimes (`x ? eq(…) : undefined`, `if (…) conditions.push(…)`). */
  readonly optional?: boolean;
}

export interface ColumnExpr<C> extends Node { readonly kind: 'column'; readonly column: C }

export type LiteralType = 'integer' | 'numeric' | 'string' | 'boolean' | 'null' | 'blob';
/** `value` is the decoded value; `3333.0` and `1e3` are numeric, `'5'` is a string. */
export interface LiteralExpr extends Node { readonly kind: 'literal'; readonly type: LiteralType; readonly value: string | number | boolean | null }

/** A placeholder, or a host value that is sent as one. `name` is as written (`$1`, `?`, `:id`) or empty. `list` marks a value that expands to many (`IN (?)` of an array, `inArray(x, ids)`). */
export interface ParamExpr extends Node { readonly kind: 'param'; readonly name: string; readonly list?: boolean }

/** `name` is lower case, without `pg_catalog.`; special forms (EXTRACT, COALESCE, now as CURRENT_TIMESTAMP) are calls too: `extract`, `coalesce`, `current_timestamp`. */
export interface CallExpr<C> extends Node { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr<C>[]; readonly aggregate?: boolean; readonly window?: boolean; /** PARTITION BY of a window; not there when it is not known (`OVER w`). */ readonly partitionBy?: readonly Expr<C>[] }

/** `type` is lower case and short: `text`, `int4`, `int8`, `numeric`, `float8`, `date`, `timestamptz`, `varchar`, `bpchar`, …; arrays end in `[]`. */
export interface CastExpr<C> extends Node { readonly kind: 'cast'; readonly arg: Expr<C>; readonly type: string }

export interface CollateExpr<C> extends Node { readonly kind: 'collate'; readonly arg: Expr<C>; readonly collation: string }

export type CompareOp = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'is-distinct' | 'is-not-distinct';
export interface CompareExpr<C> extends Node { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Expr<C>; readonly right: Expr<C> }

/** `like` is the dialect's LIKE; `regex` is `~` (or REGEXP), `iregex` is `~*`; `starts-with` is `^@`. */
export type LikeOp = 'like' | 'ilike' | 'glob' | 'regex' | 'iregex' | 'similar' | 'starts-with' | 'match';
export interface LikeExpr<C> extends Node { readonly kind: 'like'; readonly op: LikeOp; readonly negated: boolean; readonly arg: Expr<C>; readonly pattern: Expr<C>; readonly escape?: Expr<C> }

/** `IN` over a list; over a subquery it is a SubqueryExpr. A single `param` with `list` stands for a list of unknown length. */
export interface InExpr<C> extends Node { readonly kind: 'in'; readonly negated: boolean; readonly arg: Expr<C>; readonly items: readonly Expr<C>[] }

export interface BetweenExpr<C> extends Node { readonly kind: 'between'; readonly negated: boolean; readonly symmetric?: boolean; readonly arg: Expr<C>; readonly low: Expr<C>; readonly high: Expr<C> }

export interface IsExpr<C> extends Node { readonly kind: 'is'; readonly test: 'null' | 'true' | 'false' | 'unknown'; readonly negated: boolean; readonly arg: Expr<C> }

/** `arg op ANY (array)` / `ALL`. */
export interface QuantifiedExpr<C> extends Node { readonly kind: 'quantified'; readonly op: string; readonly quantifier: 'any' | 'all'; readonly arg: Expr<C>; readonly array: Expr<C> }

/** Every other operator, unary (one argument) or binary: `+`, `-`, `||`, `->`, `->>`, `@>`, `&&`, `@@`, `<->`, `?`, … */
export interface OperatorExpr<C> extends Node { readonly kind: 'operator'; readonly op: string; readonly args: readonly Expr<C>[] }

export interface ItemsExpr<C> extends Node { readonly kind: 'row' | 'array'; readonly items: readonly Expr<C>[] }

/** `in`, `any`, `all` carry `arg` (a row for several columns); `op` is that of any/all. */
export interface SubqueryExpr<C> extends Node {
  readonly kind: 'subquery';
  readonly form: 'scalar' | 'exists' | 'in' | 'any' | 'all' | 'array';
  readonly negated: boolean;
  readonly arg?: Expr<C>;
  readonly op?: string;
  readonly query: QueryOf<C>;
}

export interface LogicExpr<C> extends Node { readonly kind: 'and' | 'or'; readonly args: readonly Expr<C>[] }
export interface NotExpr<C> extends Node { readonly kind: 'not'; readonly arg: Expr<C> }

/** Something that was not understood or has no bearing on access (CASE, a dynamic fragment). Columns inside are listed so that nothing is concluded about them. */
export interface OpaqueExpr<C> extends Node { readonly kind: 'opaque'; readonly reason: string; readonly args: readonly Expr<C>[] }

/** The query type that goes with a column type; see query.ts. */
export type QueryOf<C> = C extends BoundColumn ? import('./query.ts').Query<BoundTable, BoundColumn> : import('./query.ts').Query<TableRef, ColumnRef>;

/** The way from a name bound at a file's top level (an import or a declaration) to a member: `['schema', 'users', 'id']`. */
export type SymbolPath = readonly string[];

/**
 * A column as read. `name`: SQL's name, case already folded as the dialect does. `symbol`: the host language's path, ending in the column's attribute; with `orValue`
 * it is a value of the program where the path leads to no table (`Status.ACTIVE`), and where it ends in a table the whole row. `attr`: an attribute of the source with
 * that alias, with `primaryKey` the key of its table.
 */
export type ColumnRef =
  | { readonly by: 'name'; readonly qualifier: string | null; readonly name: string }
  | { readonly by: 'symbol'; readonly path: SymbolPath; readonly orValue?: true }
  | { readonly by: 'attr'; readonly source: string; readonly attr: string; readonly primaryKey?: true };

/** A table as read. `key` is a key of the schema object handed to the ORM (`db.query.users`), `derived` a local name of a subquery or CTE. */
export type TableRef =
  /** `anySchema`: a schema is named, but known only at run time (`${schema}.users`); then `schema` is null. */
  /** `searched`: schemas of the search path, of which the first that has the table is meant; then `schema` is null. */
  | { readonly by: 'name'; readonly schema: string | null; readonly name: string; readonly anySchema?: true; readonly searched?: readonly string[] }
  | { readonly by: 'symbol'; readonly path: SymbolPath }
  /** `path`: a constant that completes the key, or something of the table itself (`Posts.slug`). */
  | { readonly by: 'key'; readonly key: string; readonly path?: SymbolPath };

/** A column after linking. `source` is the id of a Source anywhere in the same statement; ids are unique over it, so an outer reference needs no depth. `column` is the database's name, or an output name of a derived source. */
export interface BoundColumn { readonly source: number; readonly column: string }

/** A base table after linking: the key of a Table in the Catalog. */
export interface BoundTable { readonly table: string }
