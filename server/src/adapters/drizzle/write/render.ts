import { type Dialect, isMysql } from '../../../facts/dialect.ts';
import type { Expr } from '../../../facts/expr.ts';
import type { IndexSpec } from '../../../facts/finding.ts';
import type { IndexKey } from '../../../facts/schema.ts';
import { printSql } from '../../../sql/print.ts';
import { quoted } from '../../../text/layout.ts';
import { sqlBody } from './sql.ts';

/** The names that code at the place of writing has for things. `column` gives null for a column without an attribute. */
export interface Vocabulary { readonly index: string; readonly sql: string; readonly column: (name: string) => string | null; readonly quote: string }

/** `index('n').on(t.a, t.b)`; null for what Drizzle cannot declare: INCLUDE, NULLS NOT DISTINCT, expressions it could not carry, on MySQL a condition or FULLTEXT. */
export function renderIndex(spec: IndexSpec, words: Vocabulary, dialect: Dialect): string | null {
  if (spec.include.length > 0 || spec.nullsNotDistinct === true || spec.keys.length === 0) return null;
  if (isMysql(dialect) && (spec.method !== 'btree' || spec.where !== null)) return null;
  const keys = spec.keys.map((key) => renderKey(key, words, dialect));
  const where = spec.where === null ? null : sqlBody(spec.where, (column) => hole(words, column));
  if (keys.includes(null) || (spec.where !== null && where === null)) return null;
  const base = `${words.index}(${spec.name === null ? '' : quoted(spec.name, words.quote)})`;
  const on = spec.method === 'btree' || dialect !== 'postgresql' ? `.on(${keys.join(', ')})` : `.using(${[quoted(spec.method, words.quote), ...keys].join(', ')})`;
  return `${base}${on}${where === null ? '' : `.where(${words.sql}\`${where}\`)`}`;
}

/** Whether `sql` is needed to write it. */
export const needsSql = (spec: IndexSpec, dialect: Dialect): boolean => spec.where !== null || spec.keys.some((key) => isTemplate(key, dialect));

const isTemplate = (key: IndexKey<string>, dialect: Dialect): boolean => key.expr.kind !== 'column' || key.collation !== undefined || key.prefixLength !== undefined || (dialect !== 'postgresql' && key.direction === 'desc');

function hole(words: Vocabulary, column: string): string | null {
  const name = words.column(column);
  return name === null ? null : `\${${name}}`;
}

function renderKey(key: IndexKey<string>, words: Vocabulary, dialect: Dialect): string | null {
  if (isTemplate(key, dialect)) return templateKey(key, words, dialect);
  const column = key.expr.kind === 'column' ? words.column(key.expr.column) : null;
  return column === null ? null : column + direction(key, dialect) + (key.opclass === undefined ? '' : `.op(${quoted(key.opclass, words.quote)})`);
}

/**
 * Only PostgreSQL's columns can say a direction. drizzle-kit writes NULLS LAST behind a bare `.desc()`, which is not PostgreSQL's default and
 * serves no `ORDER BY … DESC`: the default must be said.
 */
function direction(key: IndexKey<string>, dialect: Dialect): string {
  if (dialect !== 'postgresql') return '';
  if (key.direction === 'asc') return key.nulls === 'first' ? '.asc().nullsFirst()' : '';
  return key.nulls === 'last' ? '.desc().nullsLast()' : '.desc().nullsFirst()';
}

/** MySQL's words differ from PostgreSQL's in casts and comparisons. Null as for `sqlBody`. */
function mysqlBody(expr: Expr<string>, column: (name: string) => string | null): string | null {
  const holes: (string | null)[] = [];
  const printed = printSql(expr, 'mysql', (name) => `\uE000${holes.push(column(name)) - 1}\uE000`);
  if (printed === null || holes.includes(null)) return null;
  return printed.replace(/[\\`]|\$(?=\{)/g, '\\$&').replace(/\uE000(\d+)\uE000/g, (_, at: string) => holes[Number(at)] ?? '');
}

function templateKey(key: IndexKey<string>, words: Vocabulary, dialect: Dialect): string | null {
  const body = isMysql(dialect) ? mysqlBody(key.expr, (column) => hole(words, column)) : sqlBody(key.expr, (column) => hole(words, column));
  if (body === null) return null;
  // drizzle-kit writes it as it stands, and the database wants brackets around all but names and calls, MySQL around calls too.
  const bare = key.expr.kind === 'column' || (key.expr.kind === 'call' && !isMysql(dialect)) ? body : `(${body})`;
  const parts = [
    key.prefixLength === undefined ? bare : `${bare}(${key.prefixLength})`,
    ...(key.collation === undefined ? [] : [`collate ${dialect === 'postgresql' ? `"${key.collation}"` : key.collation}`]),
    ...(key.opclass === undefined ? [] : [key.opclass]),
    ...(key.direction === 'desc' ? ['desc'] : []),
    ...(key.nulls === 'default' ? [] : [`nulls ${key.nulls}`]),
  ];
  return `${words.sql}\`${parts.join(' ')}\``;
}
