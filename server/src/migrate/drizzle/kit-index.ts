import type { Catalog } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { IndexKey } from '../../facts/schema.ts';
import { needsBrackets, printSql } from '../../sql/print.ts';
import type { PlannedIndex } from '../tool.ts';
import type { KitMajor } from './statement.ts';

/** An index in drizzle-kit's terms: names as the database has them, expressions as SQL text. */
export interface KitIndex {
  readonly name: string;
  /** Null for the default schema. */
  readonly schema: string | null;
  readonly table: string;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly KitKey[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly where: string | null;
}

/** `value` is a column's name, or SQL text for an expression. */
export interface KitKey { readonly value: string; readonly isExpression: boolean; readonly asc: boolean; readonly nulls: 'first' | 'last'; readonly opclass: string | null }

export type KitIndexes = { readonly kind: 'indexes'; readonly indexes: readonly { readonly planned: PlannedIndex; readonly kit: KitIndex }[] } | { readonly kind: 'none'; readonly reason: string };

/** The indexes in drizzle-kit's terms, or which of them cannot be said in it. */
export function kitIndexes(planned: readonly PlannedIndex[], catalog: Catalog, major: KitMajor): KitIndexes {
  const indexes: { planned: PlannedIndex; kit: KitIndex }[] = [];
  for (const one of planned) {
    const kit = kitIndex(one, catalog, major);
    if (kit === null) return { kind: 'none', reason: `the index ${one.spec.name ?? ''} on ${one.spec.table} cannot be written as drizzle-kit would` };
    indexes.push({ planned: one, kit });
  }
  return { kind: 'indexes', indexes };
}

function kitIndex({ spec }: PlannedIndex, catalog: Catalog, major: KitMajor): KitIndex | null {
  const table = catalog.tables.get(spec.table);
  const { dialect } = catalog;
  if (table === undefined || spec.name === null || (dialect !== 'postgresql' && dialect !== 'sqlite')) return null;
  const keys = spec.keys.map((key) => kitKey(key, dialect)).filter((key) => key !== null);
  const schema = table.schema === null || table.schema === 'public' || table.schema === 'main' ? null : table.schema;
  const where = spec.where === null ? null : printSql(spec.where, dialect, inPredicate(dialect, major, schema, table.name));
  if (keys.length !== spec.keys.length || (spec.where !== null && where === null)) return null;
  return { name: spec.name, schema, table: table.name, unique: spec.unique, method: spec.method, keys, include: spec.include, nullsNotDistinct: spec.nullsNotDistinct === true, where };
}

/** drizzle puts the table before a column of a predicate; 1.0 does so on SQLite alone. */
function inPredicate(dialect: Dialect, major: KitMajor, schema: string | null, table: string): (column: string) => string {
  if (dialect === 'postgresql' && major === 1) return quote;
  const prefix = [schema, table].flatMap((part) => (part === null ? [] : [quote(part)])).join('.');
  return (column) => `${prefix}.${quote(column)}`;
}

/** As drizzle prints a name inside a `sql` template, on both databases. */
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function kitKey(key: IndexKey<string>, dialect: Dialect): KitKey | null {
  const plain = key.expr.kind === 'column' && key.collation === undefined;
  // SQLite's builder has no directions: a descending key is an expression there.
  if (key.expr.kind === 'column' && plain && (dialect === 'postgresql' || key.direction === 'asc')) return { value: key.expr.column, isExpression: false, asc: key.direction === 'asc', nulls: nullsOf(key), opclass: key.opclass ?? null };
  const value = expressionKey(key, dialect);
  return value === null ? null : { value, isExpression: true, asc: true, nulls: 'last', opclass: null };
}

/** A key that is written as a `sql` template, with all that the builder's methods would say. */
function expressionKey(key: IndexKey<string>, dialect: Dialect): string | null {
  const printed = printSql(key.expr, dialect, quote);
  if (printed === null) return null;
  const bracketed = needsBrackets(key.expr) ? `(${printed})` : printed;
  return [bracketed, key.collation === undefined ? '' : `COLLATE ${quote(key.collation)}`, key.opclass ?? '', key.direction === 'desc' ? 'desc' : '', key.nulls === 'default' ? '' : `nulls ${key.nulls}`].filter((part) => part !== '').join(' ');
}

const nullsOf = (key: IndexKey<string>): 'first' | 'last' => (key.nulls !== 'default' ? key.nulls : key.direction === 'asc' ? 'last' : 'first');

/** drizzle-kit's own word for a dialect; null for one that is not known here. */
export const kitDialect = (word: unknown): Dialect | null => (word === 'postgresql' || word === 'postgres' || word === 'pg' ? 'postgresql' : word === 'sqlite' || word === 'mysql' ? word : null);
