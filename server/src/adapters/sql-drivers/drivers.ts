import type { Dialect } from '../../facts/dialect.ts';
import type { ImportFact } from '../../facts/file.ts';

/** A database driver, as far as reading its calls needs. */
export interface Driver {
  readonly id: string;
  /** Null: it speaks to several databases. */
  readonly dialect: Dialect | null;
  /** The database runs inside this process: a call costs microseconds. */
  readonly embedded: boolean;
  /** Statements may come to it as objects that another library makes: one that is no text is no query unread. */
  readonly composed?: true;
  /** Values are marked by `%s`, so that a percent sign is written twice. */
  readonly percent?: true;
  /** It speaks to a database whose SQL is not read: what it is handed is none of ours. */
  readonly foreign?: true;
}

const driver = (id: string, dialect: Dialect | null, place: 'embedded' | 'remote' = 'remote'): Driver => ({ id, dialect, embedded: place === 'embedded' });

const POSTGRES = driver('pg', 'postgresql');
const SQLITE = driver('better-sqlite3', 'sqlite', 'embedded');
const LIBSQL = driver('libsql', 'sqlite');
const D1 = driver('d1', 'sqlite');
const MYSQL = driver('mysql2', 'mysql');
const BUN = driver('bun', null);
const SQLALCHEMY: Driver = { ...driver('sqlalchemy', null), composed: true };
const DJANGO: Driver = { ...driver('django', null), percent: true };
const PSYCOPG: Driver = { ...POSTGRES, percent: true };
const PYMYSQL: Driver = { ...MYSQL, percent: true };
const FOREIGN: Driver = { ...driver('foreign', null), foreign: true };

/** By npm or Python module; what lies under a module (`mysql2/promise`, `psycopg2.extras`) counts too. */
const MODULES: Readonly<Record<string, Driver>> = {
  pg: POSTGRES, 'pg-pool': POSTGRES, 'pg-native': POSTGRES, 'pg-cursor': POSTGRES, 'pg-query-stream': POSTGRES, 'pg-promise': POSTGRES,
  postgres: driver('postgres', 'postgresql'), slonik: driver('slonik', 'postgresql'), '@databases/pg': POSTGRES, '@electric-sql/pglite': driver('pglite', 'postgresql', 'embedded'),
  '@neondatabase/serverless': driver('neon', 'postgresql'), '@vercel/postgres': driver('vercel', 'postgresql'),
  'better-sqlite3': SQLITE, 'better-sqlite3-multiple-ciphers': SQLITE, 'node:sqlite': SQLITE, 'bun:sqlite': SQLITE, sqlite3: SQLITE, sqlite: SQLITE, 'sql.js': SQLITE, '@databases/sqlite': SQLITE, '@databases/sqlite-sync': SQLITE, 'expo-sqlite': SQLITE,
  libsql: SQLITE, '@libsql/client': LIBSQL, '@tursodatabase/serverless': LIBSQL, '@tursodatabase/database': SQLITE,
  mysql2: MYSQL, mysql: MYSQL, '@databases/mysql': MYSQL, '@planetscale/database': driver('planetscale', 'mysql'), mariadb: driver('mariadb', 'mariadb'), bun: BUN,
  aiosqlite: SQLITE, apsw: SQLITE, pysqlite3: SQLITE, sqlcipher3: SQLITE, sqlite_utils: SQLITE, psycopg2: PSYCOPG, psycopg: PSYCOPG, psycopg_pool: PSYCOPG, asyncpg: POSTGRES, aiopg: PSYCOPG, pg8000: PSYCOPG, psycopg2cffi: PSYCOPG,
  pymysql: PYMYSQL, MySQLdb: PYMYSQL, aiomysql: PYMYSQL, asyncmy: PYMYSQL, 'mysql.connector': PYMYSQL, flask_mysqldb: PYMYSQL, databases: SQLALCHEMY, sqlalchemy: SQLALCHEMY, flask_sqlalchemy: SQLALCHEMY, sqlmodel: SQLALCHEMY, 'django.db': DJANGO,
  ...Object.fromEntries(['duckdb', 'oracledb', 'cx_Oracle', 'pyodbc', 'pymssql', 'snowflake', 'clickhouse_driver', 'clickhouse_connect', 'google.cloud.bigquery', 'cassandra', 'pyspark', 'trino', 'prestodb', 'pyhive', 'databricks', 'redshift_connector', 'ibm_db', 'teradatasql', 'neo4j', 'polars', 'pandasql', 'awswrangler'].map((module) => [module, FOREIGN])),
};

/** Type names that stand for a driver without an import. */
const GLOBAL_TYPES: Readonly<Record<string, Driver>> = { D1Database: D1, D1DatabaseSession: D1, D1PreparedStatement: D1, SqlStorage: driver('durable-object', 'sqlite', 'embedded'), DatabaseSync: SQLITE };

export function driverOfModule(module: string): Driver | null {
  if (Object.hasOwn(MODULES, module)) return MODULES[module] ?? null;
  const parent = /^((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1] ?? /^\w+(?=\.)/.exec(module)?.[0] ?? '';
  return Object.hasOwn(MODULES, parent) ? (MODULES[parent] ?? null) : null;
}

/** `from google.cloud import bigquery` names a module by two. */
export const driverOfImport = ({ module, imported }: ImportFact): Driver | null => driverOfModule(module) ?? driverOfModule(`${module}.${imported}`);

export const driverOfGlobalType = (name: string): Driver | null => (Object.hasOwn(GLOBAL_TYPES, name) ? (GLOBAL_TYPES[name] ?? null) : null);

export const driverOfGlobal = (name: string): Driver | null => (name === 'Bun' ? BUN : null);

/** Modules whose `sql` tag another adapter reads, or makes expressions rather than statements. */
export const isForeignTag = (module: string): boolean => /^drizzle-orm(?:\/|$)/.test(module);

/** Methods (and functions of that name) whose first argument is SQL when it looks like it. */
export const SQL_METHODS: ReadonlySet<string> = new Set([
  'query', 'prepare', 'exec', 'execute', 'run', 'get', 'all', 'each', 'iterate', 'values', 'unsafe', 'raw', 'batch', 'queryStream', 'stream', 'cursor', 'executeMultiple', 'multi', 'result',
  'one', 'oneOrNone', 'many', 'manyOrNone', 'any', 'none', 'first', 'maybeOne', 'oneFirst', 'maybeOneFirst', 'manyFirst', 'anyFirst', 'exists', 'map',
  'executeSql', 'executeSQL', 'querySql', 'runSql', 'rawQuery', 'runQuery', 'executeQuery', 'queryRow', 'queryOne', 'queryAll', 'getAsync', 'allAsync', 'runAsync', 'execAsync', 'getFirstAsync', 'getAllAsync', 'getEachAsync', 'prepareAsync', 'prepareSync', 'getFirstSync', 'getAllSync', 'runSync', 'execSync',
  'executemany', 'executescript', 'fetchrow', 'fetchval', 'fetchmany', 'fetch_all', 'fetch_one', 'fetch_val', 'exec_driver_sql', 'execute_async', 'execute_fetchall', 'execute_insert', 'read_sql', 'read_sql_query',
  'sql', '$queryRawUnsafe', '$executeRawUnsafe',
]);

/** Methods that only a database has: a receiver known to be a driver, called so with something that cannot be read, is a query unread. */
export const SURE_METHODS: ReadonlySet<string> = new Set(['query', 'prepare', 'execute', 'exec', 'unsafe', 'oneOrNone', 'manyOrNone', 'executemany', 'executescript', 'fetchrow', 'fetchval', 'fetch_all', 'fetch_one', 'fetch_val']);

export const SQL_CONSTRUCTORS: ReadonlySet<string> = new Set(['Cursor', 'QueryStream', 'Query', 'PreparedStatement', 'ParameterizedQuery']);

/** Last names of tags that make statements. */
export const SQL_TAGS: ReadonlySet<string> = new Set(['sql', 'SQL', 'Sql', '$queryRaw', '$executeRaw', 'unsafe', 'fragment', 'type', 'typeAlias']);

/** Methods that ask for one row, on the statement or behind `prepare(…)`. */
export const ONE_ROW: ReadonlySet<string> = new Set(['get', 'first', 'one', 'oneOrNone', 'maybeOne', 'oneFirst', 'maybeOneFirst', 'queryRow', 'queryOne', 'getAsync', 'getFirstAsync', 'getFirstSync', 'fetchone', 'fetchrow', 'fetchval', 'fetch_one', 'fetch_val']);

/** Arguments by name that hold the statement. */
export const SQL_KEYWORDS: readonly string[] = ['sql', 'query', 'statement', 'operation'];
