import type { ColumnRef, Expr, TableRef } from '../../facts/expr.ts';
import type { SymbolicQuery } from '../../facts/query.ts';
import type { QualifiedName } from '../../facts/schema.ts';
import type { Span } from '../../text/span.ts';
import { isDynamicName, type PreparedStatement } from '../dialect-reader.ts';
import { documentSpan } from '../text-builder.ts';
import { type Ast, child, location, type Tagged, text, textOrNull } from './ast.ts';
import { behindName, endAt, placeOf, startAt, type TokenIndex, withBrackets } from './token-index.ts';

export type SymbolicExpr = Expr<ColumnRef>;

/** An expression and where it stands in the statement's text, brackets around it left out. */
export interface Ranged { readonly expr: SymbolicExpr; readonly start: number; readonly end: number }

/** Offsets in the statement's text. */
export interface Range { readonly start: number; readonly end: number }

/** The reading of one statement. */
export interface Reading {
  readonly statement: PreparedStatement;
  readonly index: TokenIndex;
  /** Byte offsets of the parser to offsets of the statement's text. */
  readonly at: (byte: number) => number;
  /** Handed in, so that expressions can read the subqueries inside them without importing the reader of queries. */
  readonly query: (reading: Reading, node: Tagged) => SymbolicQuery;
  /** Names of all CTEs met so far; `SET search_path` does not touch them. */
  readonly ctes: Set<string>;
  /** The id of the next source; ids are unique over the statement. */
  sources: number;
  depth: number;
}

/** Ends the reading of a statement; caught where the reading begins, and told there as an error. */
export class Unreadable extends Error {}

/** Expressions may nest this deep; what is deeper is opaque. PostgreSQL's own limit depends on its stack. */
export const MAX_DEPTH = 500;

export const spanOf = (reading: Reading, range: Range): Span => documentSpan(reading.statement.toDocument, range.start, range.end);

/** Where a node starts. */
export const startOf = (reading: Reading, node: Ast): number => reading.at(location(node));

/** Where a name with dots ends that starts at an offset. */
export const nameEnd = (reading: Reading, start: number): number => endAt(reading.index, behindName(reading.index, placeOf(reading.index, start)) - 1);

/** The range of one token. */
export function tokenRange(reading: Reading, start: number): Range {
  const place = placeOf(reading.index, start);
  return { start: startAt(reading.index, place), end: endAt(reading.index, place) };
}

/** The smallest range around others, brackets right around each of them included. */
export function around(reading: Reading, ...parts: readonly (Range | null)[]): Range {
  let start = Infinity;
  let end = 0;
  for (const part of parts) {
    if (!part) continue;
    const grown = withBrackets(reading.index, part.start, part.end);
    start = Math.min(start, grown.start);
    end = Math.max(end, grown.end);
  }
  return { start: start === Infinity ? 0 : start, end };
}

/** A RangeVar as the name of something in the schema. */
export function schemaName(reading: Reading, node: Ast): QualifiedName {
  const name = text(node, 'relname');
  const schema = textOrNull(node, 'schemaname');
  if (isDynamicName(name)) throw new Unreadable('the name is known only at run time');
  if (isDynamicName(schema ?? '')) return { schema: null, name, anySchema: true };
  return { schema: schema ?? reading.statement.schemaOf(name), name };
}

/** A RangeVar as the name of something that is being created. */
export function newName(reading: Reading, node: Ast): QualifiedName {
  const { statement } = reading;
  const name = schemaName(reading, node);
  return textOrNull(node, 'schemaname') === null && statement.schemaOfNew ? { ...name, schema: statement.schemaOfNew() } : name;
}

/** A RangeVar as a table of a query: what a hole stands for, or the name. */
export function tableOf(reading: Reading, node: Ast): TableRef {
  const name = text(node, 'relname');
  const hole = reading.statement.holeAt(name);
  if (hole?.kind === 'table') return hole.table;
  if (!text(node, 'schemaname') && reading.ctes.has(name)) return { by: 'name', schema: null, name };
  const named = schemaName(reading, node);
  const searched = named.schema === null && named.anySchema !== true ? (reading.statement.searched?.() ?? []) : [];
  return { by: 'name', ...named, ...(searched.length > 0 ? { searched } : {}) };
}

/** What conditions call a table that has no alias. */
export const ownAlias = (table: TableRef): string => (table.by === 'name' ? table.name : table.by === 'key' ? table.key : table.path.join('.'));

/** What stands before the dot of `x.column`. */
export function qualifierOf(reading: Reading, written: string): string {
  const hole = reading.statement.holeAt(written);
  return hole?.kind === 'table' ? ownAlias(hole.table) : written;
}

/** The alias of a FROM item, and the names it gives to columns. */
export function aliasOf(node: Ast): { readonly name: string | null; readonly columns: readonly Ast[] } {
  const alias = child(node, 'alias');
  const columns = alias?.['colnames'];
  return { name: alias ? textOrNull(alias, 'aliasname') : null, columns: Array.isArray(columns) ? columns : [] };
}
