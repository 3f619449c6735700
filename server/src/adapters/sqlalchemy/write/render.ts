import { type Dialect, isMysql } from '../../../facts/dialect.ts';
import type { IndexSpec } from '../../../facts/finding.ts';
import type { IndexKey } from '../../../facts/schema.ts';
import { quoteName } from '../../../sql/identifiers.ts';
import { printSql } from '../../../sql/print.ts';
import { type Layout, literal } from './layout.ts';
import type { Names } from './names.ts';

/** `key`: what the table calls a column; its name, unless the declaration gives another key. `text`: the file, whose ways are followed. */
export interface Rendering { readonly names: Names; readonly layout: Layout; readonly dialect: Dialect; readonly key: (column: string) => string; readonly text: string }

/** The arguments of `Index(…)`; null for what SQLAlchemy cannot say on this database. `given`: keys that are said in another way than by their name or as SQL. */
export function indexArguments(spec: IndexSpec, how: Rendering, given: readonly (string | null)[] = []): readonly string[] | null {
  const { layout, dialect } = how;
  if (spec.keys.length === 0 || spec.name === null || spec.nullsNotDistinct === true || spec.invisible === true) return null;
  if (spec.include.length > 0 && dialect !== 'postgresql') return null;
  const keys = spec.keys.map((key, i) => given[i] ?? keyText(key, how));
  const options = [method(spec, how), operators(spec, how), ...predicate(spec, how), lengths(spec, how)];
  if (keys.includes(null) || options.includes(null)) return null;
  const include = spec.include.length === 0 ? '' : `postgresql_include=[${spec.include.map((column) => literal(how.key(column), layout)).join(', ')}]`;
  return [literal(spec.name, layout), ...keys, spec.unique ? 'unique=True' : '', ...options, include].filter((part): part is string => part !== null && part !== '');
}

/** A column by its name where that says all, with the class of operators said apart; else SQL. */
export const isPlain = (key: IndexKey<string>): boolean => key.expr.kind === 'column' && key.direction === 'asc' && key.nulls === 'default' && key.collation === undefined;

function keyText(key: IndexKey<string>, how: Rendering): string | null {
  const { dialect, layout, names } = how;
  if (key.expr.kind === 'column' && isPlain(key)) return literal(how.key(key.expr.column), layout);
  if (isMysql(dialect) && key.nulls !== 'default') return null;
  const body = printSql(key.expr, dialect);
  if (body === null) return null;
  // SQLAlchemy puts SQL as it stands, and databases want brackets around all but names and calls, MySQL around calls too.
  const bare = key.expr.kind === 'column' || (key.expr.kind === 'call' && !isMysql(dialect)) ? body : `(${body})`;
  const parts = [
    key.prefixLength === undefined ? bare : `${bare}(${key.prefixLength})`,
    ...(key.collation === undefined ? [] : [`COLLATE ${quoteName(key.collation, dialect)}`]),
    ...(key.opclass === undefined ? [] : [key.opclass]),
    ...(key.direction === 'desc' ? ['DESC'] : []),
    ...(key.nulls === 'default' ? [] : [`NULLS ${key.nulls.toUpperCase()}`]),
  ];
  return sqlText(parts.join(' '), names, layout);
}

/** In `text()` a colon before a word is a parameter. */
const sqlText = (sql: string, names: Names, layout: Layout): string => `${names.name('text')}(${literal(sql.replace(/(?<![:\w\\]):(?=\w+(?!:))/g, '\\:'), layout)})`;

function method(spec: IndexSpec, { dialect, layout, text }: Rendering): string | null {
  if (spec.method === 'btree') return '';
  if (dialect === 'postgresql') return `postgresql_using=${literal(spec.method, layout)}`;
  if (!isMysql(dialect)) return null;
  return spec.method === 'hash' ? mysqlOption('using', literal('hash', layout), { dialect, text }) : mysqlOption('prefix', literal(spec.method.toUpperCase(), layout), { dialect, text });
}

function operators(spec: IndexSpec, { key, layout }: Rendering): string {
  const classes = spec.keys.flatMap((one) => (isPlain(one) && one.expr.kind === 'column' && one.opclass !== undefined ? [`${literal(key(one.expr.column), layout)}: ${literal(one.opclass, layout)}`] : []));
  return classes.length === 0 ? '' : `postgresql_ops={${classes.join(', ')}}`;
}

/** For the project's database, and for one that other indexes of the file speak of too: a project that tests on SQLite wants both. */
function predicate({ where }: IndexSpec, { dialect, layout, names, text }: Rendering): readonly (string | null)[] {
  if (where === null) return [];
  if (isMysql(dialect)) return [null];
  const sql = printSql(where, dialect);
  const dialects = (['postgresql', 'sqlite'] as const).filter((one) => one === dialect || text.includes(`${one}_where`));
  return sql === null ? [null] : dialects.map((one) => `${one}_where=${sqlText(sql, names, layout)}`);
}

function lengths(spec: IndexSpec, { dialect, key, layout, text }: Rendering): string {
  const cut = spec.keys.flatMap((one) => (isPlain(one) && one.expr.kind === 'column' && one.prefixLength !== undefined ? [`${literal(key(one.expr.column), layout)}: ${one.prefixLength}`] : []));
  return cut.length === 0 ? '' : mysqlOption('length', `{${cut.join(', ')}}`, { dialect, text });
}

/** MariaDB is reached under its own name or MySQL's, and asks for the options of the name it was reached by. */
function mysqlOption(name: string, value: string, { dialect, text }: Pick<Rendering, 'dialect' | 'text'>): string {
  return [`mysql_${name}=${value}`, ...(dialect === 'mariadb' || text.includes(`mariadb_${name}`) ? [`mariadb_${name}=${value}`] : [])].join(', ');
}
