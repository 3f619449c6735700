import type { Dialect } from '../facts/dialect.ts';
import type { QueryFact, RoutineFact, SymbolicQuery, Unread } from '../facts/query.ts';
import type { ColumnRef, Expr } from '../facts/expr.ts';
import type { SchemaStatement } from '../facts/schema.ts';
import type { FileProblem } from '../facts/file.ts';
import type { OffsetMap, Span } from '../text/span.ts';

/** The SQL parsers, loaded in host/ (wasm is I/O) and handed in. */
export interface SqlParsers {
  /** PostgreSQL's own parser: JSON tree, and tokens. Both throw on bad input. Offsets are UTF-8 bytes. */
  readonly pgParse: (sql: string) => unknown;
  readonly pgScan: (sql: string) => unknown;
}

/** A value, column, table or fragment that stands where the text has a hole. Made by the adapter that knows the host language. */
export type Hole =
  | { readonly kind: 'value'; readonly list?: boolean }
  | { readonly kind: 'column'; readonly column: ColumnRef }
  | { readonly kind: 'table'; readonly table: import('../facts/expr.ts').TableRef }
  /** A nested piece of SQL of the same make: `${cond ? sql`and x = ${y}` : sql``}`. `optional` when it is there only sometimes. */
  | { readonly kind: 'fragment'; readonly text: SqlText; readonly optional: boolean }
  | { readonly kind: 'identifier'; readonly name: string }
  /** Nothing is known: tried as a value, as an identifier, as nothing. */
  | { readonly kind: 'unknown' };

/** SQL text taken out of a document. `holes` are in order; `text` holds one U+FFFC (OBJECT REPLACEMENT) a hole. `toDocument` maps offsets of `text`. */
export interface SqlText { readonly text: string; readonly holes: readonly (Hole & { readonly span: Span })[]; readonly toDocument: OffsetMap }

export const HOLE = '\uFFFC';

/** What a piece of SQL tells. `queries` are in order; a query that failed to parse is in `unread`. */
export interface SqlFacts {
  readonly queries: readonly { readonly query: SymbolicQuery; readonly span: Span; readonly partly: boolean; readonly routine?: RoutineFact }[];
  readonly statements: readonly SchemaStatement[];
  readonly unread: readonly Unread[];
  readonly problems: readonly FileProblem[];
}

export type ReadSql = (sql: SqlText, dialect: Dialect, parsers: SqlParsers) => SqlFacts;
/** A piece that is one condition or one sort key (a `sql` template inside an ORM call); null when it does not parse. */
export type ReadSqlExpression = (sql: SqlText, dialect: Dialect, parsers: SqlParsers) => Expr<ColumnRef> | null;
export type { QueryFact };
