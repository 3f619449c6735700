import type { Dialect } from '../facts/dialect.ts';
import { dirname } from '../text/path.ts';
import type { DialectSignal } from './dialects.ts';

/** Drivers by the name they are imported by, which for some is not the name they are installed by. */
const DRIVERS: Readonly<Record<string, Dialect>> = {
  sqlite3: 'sqlite', aiosqlite: 'sqlite', apsw: 'sqlite', pysqlite3: 'sqlite', psycopg2: 'postgresql', psycopg: 'postgresql', psycopg_pool: 'postgresql', asyncpg: 'postgresql', aiopg: 'postgresql', pg8000: 'postgresql',
  pymysql: 'mysql', MySQLdb: 'mysql', aiomysql: 'mysql', asyncmy: 'mysql', mysql: 'mysql', mariadb: 'mariadb',
};
const IMPORT = new RegExp(`^[ \\t]*(?:import|from)[ \\t]+(${Object.keys(DRIVERS).join('|')})\\b`, 'gm');
const REQUIREMENT = /(?:^|["'])[ \t]*(aiosqlite|psycopg2?|psycopg2?-(?:binary|c|pool)|asyncpg|aiopg|pg8000|pymysql|mysqlclient|aiomysql|asyncmy|mysql-connector-python)[ \t]*(?=[[<>=~!;,"'\s]|$)/gim;

/** What a Python file imports. The standard library's sqlite3 is at hand for everything, so a server's driver counts for more. */
export function pythonSignals(path: string, text: string): readonly DialectSignal[] {
  const names = new Set([...text.slice(0, 200_000).matchAll(IMPORT)].map(([, name]) => name ?? ''));
  return [...names].flatMap((name) => { const dialect = DRIVERS[name]; return dialect === undefined ? [] : [{ folder: dirname(path), dialect, weight: name === 'sqlite3' ? 1 : 2 }]; });
}

export const isRequirements = (name: string): boolean => /^(?:requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/.test(name);

/** Drivers that a project asks for. */
export function requirementSignals(path: string, text: string): readonly DialectSignal[] {
  const dialects = new Set([...text.slice(0, 200_000).matchAll(REQUIREMENT)].map(([, name]) => dialectOf((name ?? '').toLowerCase())));
  return [...dialects].map((dialect) => ({ folder: dirname(path), dialect, weight: 3 }));
}

const dialectOf = (name: string): Dialect => (name.includes('sqlite') ? 'sqlite' : name.includes('my') ? 'mysql' : 'postgresql');
