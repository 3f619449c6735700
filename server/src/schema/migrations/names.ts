import type { Dialect } from '../../facts/dialect.ts';
import { basename, dirname } from '../../text/path.ts';

/** Folders that hold the way back of a neighbour. */
const DOWN_FOLDER = /^(downs?|rollbacks?|undo|revert|reverts)$/i;
/** `x.down.sql`, `x_rollback.sql`, `down.sql`, `001.undo.x.sql`. */
const DOWN_FILE = /(^|[._-])(down|rollback)\.sql$|^rollback[._-]|^\w*\d\.undo\.|[._-]undo\.sql$/i;
/** Flyway's undo, which stands beside `V1__x.sql`. */
const FLYWAY_UNDO = /^U\d[\d._]*__/;

/** Files that undo another: never part of a schema. */
export const isWayBack = (path: string): boolean => DOWN_FILE.test(basename(path)) || FLYWAY_UNDO.test(basename(path)) || dirname(path).split('/').some((folder) => DOWN_FOLDER.test(folder));

const DIALECTS: Readonly<Record<string, Dialect>> = {
  postgres: 'postgresql', postgresql: 'postgresql', pg: 'postgresql', psql: 'postgresql', pgsql: 'postgresql', pglite: 'postgresql', neon: 'postgresql', cockroach: 'postgresql', cockroachdb: 'postgresql', crdb: 'postgresql',
  sqlite: 'sqlite', sqlite3: 'sqlite', libsql: 'sqlite', turso: 'sqlite', d1: 'sqlite', mysql: 'mysql', mysql8: 'mysql', singlestore: 'mysql', mariadb: 'mariadb',
};

/** A dialect by the name tools and people give it; null for any other word. */
export const dialectNamed = (word: string): Dialect | null => (Object.hasOwn(DIALECTS, word.toLowerCase()) ? (DIALECTS[word.toLowerCase()] ?? null) : null);

/** CockroachDB speaks PostgreSQL, but where PostgreSQL has files of its own beside it, those for CockroachDB are for nothing else. */
export const isCockroach = (word: string): boolean => /^(cockroach(db)?|crdb)$/i.test(word);

/** Databases whose own files are for none of the dialects here. */
const FOREIGN = /^(yugabyte(db)?|ysql|mssql|sqlserver|tsql|oracle|clickhouse|spanner|snowflake|bigquery|redshift|duckdb|h2|hsqldb|derby|db2|firebird|cassandra|cql)$/i;

/** The word inside a file's name, between dots, that says which database it is for: `x.sqlite3.up.sql`. */
export const databaseWord = (path: string): string | null => basename(path).split('.').slice(1, -1).find((word) => dialectNamed(word) !== null || FOREIGN.test(word)) ?? null;

/** The same, where it is one of the dialects here. */
export const dialectWord = (path: string): string | null => { const word = databaseWord(path); return word !== null && dialectNamed(word) !== null ? word : null; };

/** The dialect of the nearest folder that is named just so: `migrations/sqlite/001.sql`. */
export const dialectOfFolder = (folder: string): Dialect | null => nearest(folder, dialectNamed);

/** The same from parts of names (`packages/db-postgres`), which is no more than a hint. */
export const dialectInFolder = (folder: string): Dialect | null => nearest(folder, (name) => name.split(/[-_.]/).map(dialectNamed).find((named) => named !== null) ?? null);

const nearest = (folder: string, read: (name: string) => Dialect | null): Dialect | null => folder.split('/').reverse().map(read).find((dialect) => dialect !== null) ?? null;

/** Names in the order people number them: 2 before 10, and dates by date however long they are written. */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [chunks(a), chunks(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = compareChunks(left[i] ?? '', right[i] ?? '');
    if (difference !== 0) return difference;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

const chunks = (name: string): readonly string[] => name.toLowerCase().match(/\d+|\D+/g) ?? [];

function compareChunks(a: string, b: string): number {
  if (/^\d/.test(a) && /^\d/.test(b)) {
    const [left, right] = [digits(a), digits(b)];
    return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Without leading zeros; a date is filled up to microseconds, so that `20240301` comes after `20240229120000`. */
function digits(chunk: string): string {
  const plain = chunk.replace(/^0+(?=\d)/, '');
  return /^(19|20)\d\d(0[1-9]|1[0-2])\d\d/.test(plain) ? plain.padEnd(20, '0') : plain;
}

/** A number in front, as all numbering tools have it: `001_x`, `0001-x`, `V1_2__x`, `20240101120000_x`, `1.do.x`. */
export const isNumbered = (name: string): boolean => /^[A-Za-z]?\d+([-_.]|$)/.test(name) || /^V\d+([._]\d+)*__/.test(name);
