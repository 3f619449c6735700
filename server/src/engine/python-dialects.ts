import { matches } from '../config/scope.ts';
import { DEFAULT_QUIET } from '../config/settings.ts';
import type { Dialect } from '../facts/dialect.ts';
import { basename, dirname } from '../text/path.ts';
import type { DialectSignal } from './dialects.ts';

/** Drivers by the name they are imported by, which for some is not the name they are installed by. */
const DRIVERS: Readonly<Record<string, Dialect>> = {
  sqlite3: 'sqlite', aiosqlite: 'sqlite', apsw: 'sqlite', pysqlite3: 'sqlite', psycopg2: 'postgresql', psycopg: 'postgresql', psycopg_pool: 'postgresql', asyncpg: 'postgresql', aiopg: 'postgresql', pg8000: 'postgresql',
  pymysql: 'mysql', MySQLdb: 'mysql', aiomysql: 'mysql', asyncmy: 'mysql', mysql: 'mysql', mariadb: 'mariadb',
};
const IMPORT = new RegExp(`^[ \\t]*(?:import|from)[ \\t]+(${Object.keys(DRIVERS).join('|')})\\b`, 'gm');
const REQUIREMENT = /(?:^|["'])[ \t]*(aiosqlite|psycopg2?|psycopg2?-(?:binary|c|pool)|asyncpg|aiopg|pg8000|pymysql|mysqlclient|aiomysql|asyncmy|mysql-connector-python)[ \t]*(?=[[<>=~!;,"'\s]|$)/gim;

/** What SQLAlchemy says of one database alone: its own types, and options of indexes and tables. */
const OWN = /\bsqlalchemy\.dialects(?:\.|[ \t]+import[ \t]+(?:\([ \t\r\n]*)?)(postgresql|mysql|mariadb|sqlite)\b|\b(postgresql|mysql|mariadb)_(?:where|using|ops|include|concurrently|with|length|prefix|engine|charset)[ \t]*=/g;
const URL = /["'](postgres(?:ql)?|mysql|mariadb|sqlite)(?:\+\w+)?:\/\//g;

/**
 * What a Python file says of the database. SQLite is at hand for everything (the standard library has it, tests and first steps run on it), so a server's driver counts for more,
 * types and options that only one database has for most of all; and that tests run on SQLite says nothing.
 */
export function pythonSignals(path: string, text: string): readonly DialectSignal[] {
  const head = text.slice(0, 200_000);
  const weights = new Map<Dialect, number>();
  const note = (dialect: Dialect | undefined, weight: number) => { if (dialect !== undefined) weights.set(dialect, Math.max(weights.get(dialect) ?? 0, weight)); };
  for (const [, name = ''] of head.matchAll(IMPORT)) note(DRIVERS[name], name === 'sqlite3' ? 1 : 2);
  for (const [, name = ''] of head.matchAll(URL)) note(dialectOf(name), name === 'sqlite' ? 1 : 3);
  for (const [, types, option] of head.matchAll(OWN)) note(dialectOf(types ?? option ?? ''), types === 'sqlite' ? 1 : 6);
  if (weights.has('sqlite') && matches(DEFAULT_QUIET, path)) weights.delete('sqlite');
  const folder = dirname(path);
  const requested = isRequirements(basename(path)) ? requirementSignals(path, text) : [];
  return [...[...weights].map(([dialect, weight]) => ({ folder, dialect, weight })), ...requested];
}

export const isRequirements = (name: string): boolean => /^(?:requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/.test(name);

/** Drivers that a project asks for. */
export function requirementSignals(path: string, text: string): readonly DialectSignal[] {
  const dialects = new Set([...text.slice(0, 200_000).matchAll(REQUIREMENT)].map(([, name]) => dialectOf((name ?? '').toLowerCase())));
  return [...dialects].map((dialect) => ({ folder: dirname(path), dialect, weight: 3 }));
}

const dialectOf = (name: string): Dialect => (name.includes('sqlite') ? 'sqlite' : name.includes('maria') ? 'mariadb' : name.includes('my') ? 'mysql' : 'postgresql');
