import type { Span } from '../text/span.ts';
import type { Confidence, Dialect } from './dialect.ts';
import type { BoundColumn, BoundTable, ColumnRef, Expr, SymbolPath, TableRef } from './expr.ts';

/** One statement, or one subquery of it. `T` and `C` say how tables and columns are named (see expr.ts). */
export interface Query<T, C> {
  readonly op: 'select' | 'update' | 'delete' | 'insert';
  readonly span: Span;
  readonly ctes: readonly Cte<T, C>[];
  /** In FROM order. For update and delete the target comes first. Empty for INSERT … VALUES. */
  readonly sources: readonly Source<T, C>[];
  readonly where: Expr<C> | null;
  readonly groupBy: readonly Expr<C>[];
  readonly having: Expr<C> | null;
  readonly distinct: boolean | readonly Expr<C>[];
  readonly orderBy: readonly OrderKey<C>[];
  readonly limit: Limit | null;
  readonly offset: Limit | null;
  readonly output: readonly OutputColumn<C>[] | 'all' | 'unknown';
  /** UNION and its kind: the other arms; `orderBy` and `limit` then belong to the whole. */
  readonly setOps: readonly { readonly op: 'union' | 'union-all' | 'intersect' | 'except'; readonly query: Query<T, C> }[];
  /** FOR UPDATE and its kind. */
  readonly locks?: boolean;
  /** INSERT: the table that gets the rows, where the reader tells it; it is not among the sources. */
  readonly into?: T;
}

export interface Cte<T, C> { readonly name: string; readonly query: Query<T, C>; readonly recursive: boolean; readonly materialized: boolean | null; readonly columns?: readonly string[] }

/** A literal row count, or `param` for one only known at run time. */
export type Limit = { readonly kind: 'const'; readonly value: number } | { readonly kind: 'param' };

export interface OutputColumn<C> { readonly name: string | null; readonly expr: Expr<C> | 'all' }

export type JoinKind = 'from' | 'inner' | 'left' | 'right' | 'full' | 'cross';

export interface Source<T, C> {
  /** Unique over the whole statement after linking; the index in `sources` before. */
  readonly id: number;
  /** The name conditions use: the alias, else the table's own name (lower case where SQL folds it). Empty when it has none. */
  readonly alias: string;
  readonly relation: Relation<T, C>;
  readonly join: JoinKind;
  readonly lateral?: boolean;
  /** MySQL: STRAIGHT_JOIN, the tables before it are read first. */
  readonly straight?: true;
  readonly on: Expr<C> | null;
  /** `USING (a, b)`; NATURAL is opaque in `on`. */
  readonly using?: readonly string[];
  /** A join that the ORM makes for an eagerly loaded relation; not written by the user as a join. */
  readonly origin?: 'explicit' | 'relation';
  /** With origin `relation`: the relation's name, and the alias of the source that has it. Binding looks both up and makes the condition. */
  readonly relationName?: string;
  readonly relationOf?: string;
  /** The same by the path to the relation's attribute (`User.addresses`), for ORMs that name it so: the nearest source of that model has it. Where none has, the rows are asked for by a list of its keys. */
  readonly relationPath?: SymbolPath;
  /** A join without a condition. Its path leads to a relation, or to a table that is joined by the only foreign key between it and the sources before it. */
  readonly byKey?: true;
  /** In FROM only because the statement names its columns, in what it selects (`entity`) or elsewhere (`mention`): left out where the same table is there already, or around the subquery. */
  readonly implied?: 'entity' | 'mention';
  readonly span: Span;
}

export type Relation<T, C> =
  | { readonly kind: 'table'; readonly table: T; readonly indexedBy?: string | null; /** MySQL's hints; `indexedBy` is SQLite's. */ readonly hints?: readonly IndexHint[] }
  | { readonly kind: 'subquery'; readonly query: Query<T, C> }
  /** A CTE of this statement; only after linking (before, a plain name). */
  | { readonly kind: 'cte'; readonly name: string }
  | { readonly kind: 'function' | 'values' | 'unknown'; readonly name: string };

/**
 * `USE`, `FORCE` and `IGNORE INDEX`. `use` and `force` leave only the indexes that are named (none at all for `USE INDEX ()`), `ignore` all others; an index is
 * `PRIMARY` or a name, of which a unique beginning is enough. `scope`: for which part of the query; `all` without FOR.
 */
export interface IndexHint { readonly kind: 'use' | 'force' | 'ignore'; readonly scope: 'all' | 'join' | 'order-by' | 'group-by'; readonly indexes: readonly string[] }

export interface OrderKey<C> { readonly expr: Expr<C>; readonly direction: 'asc' | 'desc'; readonly nulls: 'first' | 'last' | 'default'; readonly span: Span; readonly optional?: boolean }

export type SymbolicQuery = Query<TableRef, ColumnRef>;
export type BoundQuery = Query<BoundTable, BoundColumn>;

/** What an adapter found at one place. Facts of that file alone; serialises as JSON. */
export interface QueryFact {
  readonly adapter: string;
  readonly query: SymbolicQuery;
  /** The whole call or statement, in the document. */
  readonly span: Span;
  /** Name of the enclosing function, method or statement, for fingerprints and messages; empty at top level. */
  readonly enclosing: string;
  /** Null where the adapter cannot tell; then the database it binds to decides. */
  readonly dialect: Dialect | null;
  readonly confidence: Confidence;
  /** At most one row is asked for by the caller (findFirst, .get()). */
  readonly one?: boolean;
  /** With `one`: two rows are an error (SQLAlchemy's `.one()` and `scalar_one_or_none()`), so that the code takes them to be unique. */
  readonly exactly?: true;
  readonly flags: readonly QueryFlag[];
  /**
   * What sends the statement, where it is built in one place of the file and sent in another: a call (`stmt.all()`, `db.batch([…])`, the call that is handed the text), or the name that is awaited (`q` of
   * `await q`). Several statements may be sent by one call. Empty where this file only builds it, and whoever gets it sends it. Left out: it is sent where it stands.
   */
  readonly sent?: readonly Span[];
  /** What the caller gets: objects or records (`rows`, `row`), a count, a flag or one column of one row (`value`), or nothing of interest. Left out: not known. */
  readonly gives?: 'rows' | 'row' | 'value' | 'nothing';
  /** With `rows`: where in what the caller gets they are: `rows` of pg's result, `docs` of Payload's, `0` of the pair that mysql2 gives. Left out: they are the list itself. */
  readonly under?: string;
  /** What the call is for, where the statement that is told is only its first: an ORM's update that looks its rows up before it changes them. Left out: what `query` says. */
  readonly does?: 'insert' | 'update' | 'delete';
  /** What sends it is awaited: its objects belong to an asynchronous session, which cannot load anything when an attribute is read. */
  readonly awaited?: true;
  /** The model whose objects come back, by the names of this file; left out for records, tuples and values. */
  readonly entity?: SymbolPath;
  /** Relations that are loaded with the objects, as dotted attributes of the model (`comments.author`); `raise` and `write-only` forbid the access instead. */
  readonly loads?: readonly { readonly path: string; readonly how: 'join' | 'batch' | 'forbid' | 'access' }[];
  /** Known for a query by its shape alone: where it has no table of the workspace it is another library's, and not counted. */
  readonly byShape?: true;
  /** Means a table of the project around it alone, and is told nothing of unless all its names are known. */
  readonly byProject?: true;
  /** For a query inside the body of a function, procedure, trigger or DO block. */
  readonly routine?: RoutineFact;
}

/**
 * The routine around a query. `variables` are its parameters and variables, `rows` what only stands before a dot (NEW, OLD, the routine's own
 * name), both as the dialect folds them. `strict`: a name that is a variable and a column is an error (PL/pgSQL); else the column is meant (SQL).
 */
export interface RoutineFact { readonly name: string; readonly variables: readonly string[]; readonly rows: readonly string[]; readonly strict: boolean }

export type QueryFlag = 'optional-predicates' | 'dynamic-identifier' | 'string-built' | 'prepared' | 'embedded';

/** A statement that helpers send at a call, of which only its kind and its table are known: no query to judge, and nothing that could be understood better. */
export interface SentWrite { readonly span: Span; readonly op: 'update' | 'delete' | 'insert'; readonly table: string }

/** A query site that was seen but not understood; counted, never guessed at. */
export interface Unread {
  readonly span: Span;
  readonly reason: string;
  /** It is certain that a statement is sent here, and of which kind, though its tables are not known: enough to see that a loop sends one a round. */
  readonly sends?: { readonly op: 'select' | 'update' | 'delete' | 'insert'; readonly gives?: QueryFact['gives']; /** The table as a person would name it, where one word says it. */ readonly name?: string; /** What names the table, where the code chooses it: offsets from the start of `span`. */ readonly chosenBy?: readonly [start: number, end: number] };
}
