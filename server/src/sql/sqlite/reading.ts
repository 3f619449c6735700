import type { AstNode, QualifiedName as NameNode, Select } from 'sqlite3-parser';
import type { ColumnRef, Expr, TableRef } from '../../facts/expr.ts';
import type { SymbolicQuery } from '../../facts/query.ts';
import type { QualifiedName } from '../../facts/schema.ts';
import { mapSpan, type Span } from '../../text/span.ts';
import { isDynamicName, type PreparedStatement } from '../dialect-reader.ts';

export type SymbolicExpr = Expr<ColumnRef>;

/** The reading of one statement: its text, what its holes stand for, and how deep the walk is. */
export interface Reading {
  readonly statement: PreparedStatement;
  /** Handed in, so that expressions can read the subqueries inside them without importing the reader of queries. */
  readonly select: (reading: Reading, select: Select) => SymbolicQuery;
  /** Folded names of all CTEs met so far. */
  readonly ctes: Set<string>;
  depth: number;
}

/** Ends the reading of a statement; caught where the reading begins, and told there as an error. */
export class Unreadable extends Error {}

/** SQLite allows 1000 (SQLITE_MAX_EXPR_DEPTH), people write twenty; in between, the stack of whoever calls must hold. */
const MAX_DEPTH = 500;

/** Runs one level deeper, so that no text can overflow the stack. */
export function deeper<T>(reading: Reading, read: () => T): T {
  reading.depth += 1;
  if (reading.depth > MAX_DEPTH) throw new Unreadable('nested too deeply');
  const result = read();
  reading.depth -= 1;
  return result;
}

type Located = Pick<AstNode, 'span'>;

/** The span of one node in the document. */
export const spanOf = (reading: Reading, node: Located): Span => spanFrom(reading, node, node);

/** From the start of one node to the end of another. The tree's own spans of list items begin where the list begins, which is of no use. */
export function spanFrom(reading: Reading, first: Located, last: Located): Span {
  return mapSpan({ start: first.span.offset, end: last.span.offset + last.span.length }, reading.statement.toDocument);
}

/**
 * SQLite matches names in any case and keeps the case of the declaration. Names that live inside one statement (aliases, qualifiers,
 * CTEs) are folded here; names of tables, columns and indexes stay as written, and whoever looks them up folds both sides.
 */
export const fold = (name: string): string => name.toLowerCase();

/** A table of FROM, UPDATE, DELETE: what a hole stands for, or the name. */
export function tableOf(reading: Reading, node: NameNode): TableRef {
  const name = node.objName.text;
  const hole = reading.statement.holeAt(name);
  if (hole?.kind === 'table') return hole.table;
  const { name: plain, ...place } = plainName(reading, node);
  return { by: 'name', ...place, name: !node.dbName && reading.ctes.has(fold(plain)) ? fold(plain) : plain };
}

/** A name that must be known as text: of DDL, of a table. */
export function plainName(reading: Reading, node: NameNode): QualifiedName {
  const name = node.objName.text;
  if (isDynamicName(name)) throw new Unreadable('the name is known only at run time');
  if (isDynamicName(node.dbName?.text ?? '')) return { schema: null, name, anySchema: true };
  return { schema: node.dbName ? fold(node.dbName.text) : reading.statement.schemaOf(name), name };
}

/** What conditions call a table that has no alias. */
export const ownAlias = (table: TableRef): string => fold(table.by === 'name' ? table.name : table.by === 'key' ? table.key : table.path.join('.'));

/** What stands before the dot of `x.column`. */
export function qualifierOf(reading: Reading, written: string): string {
  const hole = reading.statement.holeAt(written);
  return hole?.kind === 'table' ? ownAlias(hole.table) : fold(written);
}
