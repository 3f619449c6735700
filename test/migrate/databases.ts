import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import type { Catalog } from '../../server/src/facts/catalog.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

/** An empty database of a real engine. `place` is what a tool needs to get there: the socket's folder or path, or the file. */
export interface Empty {
  readonly name: string;
  readonly place: string;
  /** Sends a text as it stands: PostgreSQL takes several statements in one for a transaction. */
  readonly send: (sql: string) => Promise<void>;
  /** Its indexes but those of constraints, as `name on table (a, b desc)`, sorted. */
  readonly indexes: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

interface Row { readonly name: string; readonly table: string; readonly key: string }

const listed = (rows: readonly Row[]): readonly string[] => {
  const byName = new Map<string, string[]>();
  for (const { name, table, key } of rows) byName.set(`${name} on ${table}`, [...(byName.get(`${name} on ${table}`) ?? []), key]);
  return [...byName].map(([head, keys]) => `${head} (${keys.join(', ')})`).sort();
};

/** The same of a catalog that was read from files. */
export const indexesIn = (catalog: Catalog): readonly string[] =>
  listed([...catalog.tables.values()].flatMap((table) => table.indexes.filter((index) => index.kind === 'index' && index.origin !== 'implicit').flatMap((index) => index.keys.map((key) => ({ name: index.name ?? '', table: table.name, key: (key.expr.kind === 'column' ? key.expr.column : '?') + (key.direction === 'desc' ? ' desc' : '') })))));

export interface Servers { readonly postgres: () => Promise<Postgres>; readonly mariadb: () => Promise<Mariadb>; readonly stop: () => Promise<void> }

/** Servers that are started when the first test wants one. */
export function servers(): Servers {
  let postgres: Promise<Postgres> | null = null;
  let mariadb: Promise<Mariadb> | null = null;
  return {
    postgres: () => (postgres ??= startPostgres()),
    mariadb: () => (mariadb ??= startMariadb()),
    stop: async () => { await (await postgres)?.stop(); await (await mariadb)?.stop(); },
  };
}

const OF_POSTGRES = `SELECT i.relname AS name, t.relname AS table, pg_get_indexdef(x.indexrelid, k.n::int, true) || CASE WHEN (x.indoption[k.n - 1] & 1) = 1 THEN ' desc' ELSE '' END AS key
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace, generate_series(1, x.indnkeyatts) AS k(n)
WHERE s.nspname = 'public' AND x.indisvalid AND t.relname IN ('scenes', 'shots') AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid) ORDER BY 1, k.n`;

export async function emptyPostgres(server: Postgres, name: string): Promise<Empty> {
  await server.rows(`CREATE DATABASE ${name}`);
  const client = new Client({ host: server.host, database: name, user: 'tester' });
  await client.connect();
  return {
    name, place: server.host, send: async (sql) => { await client.query(sql); }, close: () => client.end(),
    indexes: async () => listed((await client.query(OF_POSTGRES)).rows.map((row) => ({ name: String(row['name']), table: String(row['table']), key: String(row['key']) }))),
  };
}

const OF_SQLITE = "SELECT i.name AS name, t.name AS \"table\", x.name || CASE WHEN x.desc = 1 THEN ' desc' ELSE '' END AS key FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) x WHERE t.type = 'table' AND t.name IN ('scenes', 'shots') AND i.origin = 'c' AND x.key = 1 ORDER BY 1, x.seqno";

export function emptySqlite(): Empty {
  const folder = mkdtempSync(join(tmpdir(), 'sargable-sqlite-'));
  const path = join(folder, 'app.db');
  const db = new Database(path);
  return {
    name: 'app', place: path, send: async (sql) => { db.exec(sql); }, close: async () => { db.close(); rmSync(folder, { recursive: true, force: true }); },
    indexes: async () => listed(db.prepare(OF_SQLITE).all() as Row[]),
  };
}

const OF_MARIADB = "SELECT index_name AS name, table_name AS 'table', CONCAT(column_name, IF(collation = 'D', ' desc', '')) AS 'key' FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY' AND table_name IN ('scenes', 'shots') ORDER BY 1, seq_in_index";

export async function emptyMariadb(server: Mariadb, name: string): Promise<Empty> {
  await server.fresh(name);
  const text = (value: unknown): string => String(value);
  return {
    name, place: server.socket, send: (sql) => server.run(sql), close: async () => undefined,
    indexes: async () => listed((await server.rows(OF_MARIADB)).map((row) => ({ name: text(row['name']), table: text(row['table']), key: text(row['key']) }))),
  };
}
