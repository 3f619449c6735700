import { type Dialect, isMysql } from '../facts/dialect.ts';
import type { IndexDef, IndexKey, QualifiedName } from '../facts/schema.ts';
import { type Quotes, quoteName, quoteQualified } from './identifiers.ts';
import { needsBrackets, printSql } from './print.ts';

/** An index ready to be written. `table` is the database's own name of the table, in its own case. */
export interface IndexToCreate extends Omit<IndexDef<string>, 'span' | 'name'> { readonly name: string; readonly table: QualifiedName }

/** `concurrently` is for PostgreSQL alone, `ifNotExists` for all but MySQL, which has none; neither is written where it does not exist. */
export interface CreateIndexOptions { readonly concurrently?: boolean; readonly ifNotExists?: boolean; readonly quotes?: Quotes }

/**
 * CREATE INDEX, on one line, without a closing `;`. Null when a key or the predicate has no text in this dialect: MySQL has no partial index, and
 * MariaDB none over an expression.
 * @throws never
 */
export function createIndexSql(index: IndexToCreate, dialect: Dialect, options: CreateIndexOptions = {}): string | null {
  const quotes = options.quotes ?? 'needed';
  const keys = index.keys.map((key) => keySql(key, dialect, quotes));
  const where = index.where ? printSql(index.where, dialect) : '';
  if (where === null || keys.some((key) => key === null) || (index.where !== null && isMysql(dialect))) return null;
  const postgresql = dialect === 'postgresql';
  const words = [
    'CREATE',
    index.unique ? 'UNIQUE' : isMysql(dialect) && index.method !== 'btree' ? index.method.toUpperCase() : '',
    'INDEX',
    options.concurrently && postgresql ? 'CONCURRENTLY' : '',
    options.ifNotExists && dialect !== 'mysql' ? 'IF NOT EXISTS' : '',
    indexName(index, dialect, quotes),
    'ON',
    tableName(index.table, dialect, quotes),
    postgresql && index.method !== 'btree' ? `USING ${index.method}` : '',
    `(${keys.join(', ')})`,
    index.include.length > 0 && postgresql ? `INCLUDE (${index.include.map((column) => quoteName(column, dialect, quotes)).join(', ')})` : '',
    index.nullsNotDistinct && postgresql ? 'NULLS NOT DISTINCT' : '',
    where ? `WHERE ${where}` : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** SQLite puts the schema before the index's name, the others before the table's. */
const indexName = (index: IndexToCreate, dialect: Dialect, quotes: Quotes): string => quoteQualified({ schema: dialect === 'sqlite' ? index.table.schema : null, name: index.name }, dialect, quotes);
const tableName = (table: QualifiedName, dialect: Dialect, quotes: Quotes): string => quoteQualified({ schema: dialect === 'sqlite' ? null : table.schema, name: table.name }, dialect, quotes);

/** One key of an index that stands inside CREATE TABLE, as MySQL has them: `KEY name (a, b(10))`. Null as for CREATE INDEX. */
export function inlineIndexSql(index: IndexToCreate, dialect: Dialect, word: 'KEY' | 'INDEX', quotes: Quotes): string | null {
  const keys = index.keys.map((key) => keySql(key, dialect, quotes));
  if (index.where !== null || keys.some((key) => key === null)) return null;
  const kind = index.unique ? 'UNIQUE ' : index.method === 'btree' ? '' : `${index.method.toUpperCase()} `;
  return `${kind}${word} ${quoteName(index.name, dialect, quotes)} (${keys.join(', ')})`;
}

/** A key with its collation, operator class, direction and place of NULLs. */
export function keySql(key: IndexKey<string>, dialect: Dialect, quotes: Quotes): string | null {
  const printed = key.expr.kind === 'column' ? quoteName(key.expr.column, dialect, quotes) : printSql(key.expr, dialect);
  if (printed === null) return null;
  const mysql = isMysql(dialect);
  if (key.expr.kind !== 'column' && dialect === 'mariadb') return null;
  const bracketed = needsBrackets(key.expr) || (mysql && key.expr.kind === 'call') ? `(${printed})` : printed;
  return [
    key.prefixLength !== undefined && mysql ? `${bracketed}(${key.prefixLength})` : bracketed,
    key.collation === undefined || mysql ? '' : `COLLATE ${quoteName(key.collation, dialect)}`,
    key.opclass !== undefined && dialect === 'postgresql' ? key.opclass : '',
    key.direction === 'desc' ? 'DESC' : '',
    key.nulls !== 'default' && dialect === 'postgresql' ? `NULLS ${key.nulls.toUpperCase()}` : '',
  ].filter((word) => word !== '').join(' ');
}

/** `table` is needed by MySQL and MariaDB, whose indexes live inside a table. */
export interface DropIndexOptions { readonly concurrently?: boolean; readonly ifExists?: boolean; readonly quotes?: Quotes; readonly table?: QualifiedName }

/** DROP INDEX, without a closing `;`. On PostgreSQL and SQLite the name may carry a schema: that of its table. */
export function dropIndexSql(name: QualifiedName, dialect: Dialect, options: DropIndexOptions = {}): string {
  const mysql = isMysql(dialect);
  return [
    'DROP INDEX',
    options.concurrently && dialect === 'postgresql' ? 'CONCURRENTLY' : '',
    options.ifExists && dialect !== 'mysql' ? 'IF EXISTS' : '',
    quoteQualified(mysql ? { schema: null, name: name.name } : name, dialect, options.quotes),
    mysql && options.table ? `ON ${quoteQualified(options.table, dialect, options.quotes)}` : '',
  ].filter((word) => word !== '').join(' ');
}
