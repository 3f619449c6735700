import type { ColumnRef, TableRef } from '../facts/expr.ts';
import type { SymbolicQuery } from '../facts/query.ts';
import type { SchemaOp } from '../facts/schema.ts';
import type { OffsetMap } from '../text/span.ts';
import { HOLE, type SqlParsers } from './read.ts';

/**
 * One statement, made parseable for its dialect. Comments may be in it, a closing `;` is not.
 * Every placeholder and every hole that is a value is a numbered parameter of its own (`$1` on PostgreSQL, `?1` on SQLite), every
 * other hole is an identifier that starts with U+FFFC (`\uFFFC7`). Conditions (`SELECT 1 WHERE …`) and sort keys
 * (`SELECT 1 ORDER BY …`) come as statements too.
 */
export interface PreparedStatement {
  readonly text: string;
  /** Offsets of `text` to offsets of the document. The two ends of a replaced placeholder map to the two ends of what was written. */
  readonly toDocument: OffsetMap;
  /** What a parameter (`$3`, `?3`) or a made-up identifier (`\uFFFC7`) stands for; null for any other name. */
  readonly holeAt: (name: string) => PreparedHole | null;
  /** The schema that an unqualified table means, by `SET search_path`; null for the database's default. */
  readonly schemaOf: (table: string) => string | null;
  /** The schema in which a CREATE without one makes its table; as `schemaOf` when it is missing. */
  readonly schemaOfNew?: () => string | null;
  /** The schemas of which the first that has it holds an unqualified table that `schemaOf` cannot place; empty when no more is known than the default. */
  readonly searched?: () => readonly string[];
  /** Whether a database that is named is the one the file is in (`USE shop`), so that its name says nothing. MySQL alone. */
  readonly isCurrent?: (database: string) => boolean;
}

export type PreparedHole =
  | { readonly kind: 'param'; /** As written, or empty for a host value. */ readonly name: string; readonly list: boolean }
  | { readonly kind: 'column'; readonly column: ColumnRef }
  | { readonly kind: 'table'; readonly table: TableRef }
  /** Could be a value, a column or a condition: in an expression it gives an OpaqueExpr, as a table it makes the statement an error. */
  | { readonly kind: 'unknown' };

/** What one statement tells. `nothing`: it was understood and has no bearing (GRANT, PRAGMA, …). */
export type StatementRead =
  | { readonly kind: 'query'; readonly query: SymbolicQuery }
  | { readonly kind: 'schema'; readonly operations: readonly SchemaOp[] }
  | { readonly kind: 'nothing' }
  /** `offset` is in the statement's `text`; null when the parser does not say. `final`: repairing the text cannot help. */
  | { readonly kind: 'error'; readonly message: string; readonly offset: number | null; readonly final?: boolean };

/** One dialect's parser and what makes facts of its tree. Never throws. */
export interface DialectReader { readonly readStatement: (statement: PreparedStatement, parsers: SqlParsers) => StatementRead }

/** True for a name that is not known whole, because a hole of the host language is (part of) it. */
export const isDynamicName = (name: string): boolean => name.includes(HOLE);
