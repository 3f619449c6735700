// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Span } from '../../../server/src/text/span.ts';
import { readText } from './support.ts';

const HEAD: Readonly<Record<string, string>> = {
  pg: "import pg from 'pg'; const pool = new pg.Pool();\n",
  sqlite: "import Database from 'better-sqlite3'; const db = new Database('x');\n",
  postgres: "import postgres from 'postgres'; const sql = postgres();\n",
  neon: "import { neon } from '@neondatabase/serverless'; const sql = neon(url);\n",
  vercel: "import { sql } from '@vercel/postgres';\n",
  mysql2: "import mysql from 'mysql2/promise'; const pool = mysql.createPool(url);\n",
  bun: "import { Database } from 'bun:sqlite'; const db = new Database('x');\n",
  d1: 'const db: D1Database = env.DB;\n',
  libsql: "import { createClient } from '@libsql/client'; const db = createClient({ url });\n",
  none: '',
};

function shown(driver: string, code: string): readonly string[] {
  const { text, facts } = readText((HEAD[driver] ?? '') + code);
  const at = ({ start, end }: Span): string => text.slice(start, end).replace(/\s+/g, ' ');
  const queries = facts.queries.map(({ query, sent, gives, under }) => `${query.op} ${sent === undefined ? 'here' : `by ${sent.map(at).join(' | ') || 'nobody'}`}: ${gives ?? '?'}${under === undefined ? '' : ` under ${under}`}`);
  return [...queries, ...facts.unread.map(({ sends }) => `unread ${sends?.op ?? '?'}: ${sends?.gives ?? '?'}`)];
}

const CASES: readonly (readonly [name: string, driver: string, code: string, ...shows: string[]])[] = [
  ['pg', 'pg', "const { rows } = await pool.query('SELECT * FROM t WHERE a = $1', [a]); await pool.query('INSERT INTO t VALUES ($1)', [a]); await pool.query('DELETE FROM t RETURNING id')", 'select here: rows under rows', 'insert here: nothing', 'delete here: rows under rows'],
  ['mysql2', 'mysql2', "const [rows] = await pool.execute('SELECT * FROM t WHERE a = ?', [a])", 'select here: rows under 0'],
  ['prepared where it runs', 'sqlite', "const r = db.prepare('SELECT * FROM t WHERE a = ?').get(a); db.prepare('SELECT * FROM t').all(); db.prepare('UPDATE t SET a = 1').run()", "select by db.prepare('SELECT * FROM t WHERE a = ?').get(a): row", "select by db.prepare('SELECT * FROM t').all(): rows", "update by db.prepare('UPDATE t SET a = 1').run(): nothing"],
  ['prepared for a loop', 'sqlite', "const insert = db.prepare('INSERT INTO t VALUES (?)'); export const f = (xs) => { for (const x of xs) insert.run(x); }", 'insert by insert.run(x): nothing'],
  ['prepared for several calls', 'sqlite', "const byId = db.prepare('SELECT * FROM t WHERE id = ?'); export const f = (a) => byId.get(a); export const g = (a) => byId.all(a)", 'select by byId.get(a) | byId.all(a): ?'],
  ['prepared in a field', 'sqlite', "class R { private readonly one = db.prepare('SELECT * FROM t WHERE id = ?'); constructor() { this.two = db.prepare('DELETE FROM t WHERE id = ?'); } get(id) { return this.one.get(id); } drop(id) { this.two.run(id); } }", 'select by this.one.get(id): row', 'delete by this.two.run(id): nothing'],
  ['prepared in an object', 'sqlite', "const stmts = { get: db.prepare('SELECT * FROM t WHERE id = ?'), put: db.prepare('INSERT INTO t VALUES (?)') }; export const f = (a) => { stmts.get.get(a); stmts.put.run(a); }", 'select by stmts.get.get(a): row', 'insert by stmts.put.run(a): nothing'],
  ['prepared for others', 'sqlite', "export const byId = db.prepare('SELECT * FROM t WHERE id = ?')", 'select by nobody: ?'],
  ['prepared and bound', 'd1', "const one = await db.prepare('SELECT * FROM t WHERE id = ?').bind(a).first(); const { results } = await db.prepare('SELECT * FROM t').all()", "select by db.prepare('SELECT * FROM t WHERE id = ?').bind(a).first(): row", "select by db.prepare('SELECT * FROM t').all(): rows under results"],
  ['a batch of bound statements', 'd1', "const put = db.prepare('INSERT INTO t VALUES (?)'); await db.batch(ids.map((id) => put.bind(id)))", 'insert by db.batch(ids.map((id) => put.bind(id))): nothing'],
  ['bun', 'bun', "const q = db.query('SELECT * FROM t WHERE a = ?'); export const f = (a) => q.all(a)", 'select by q.all(a): rows'],
  ['a template that is awaited', 'postgres', 'const rows = await sql`SELECT * FROM t WHERE a = ${a}`; await sql`INSERT INTO t ${sql(rows)}`', 'select here: rows', 'insert here: nothing'],
  ['a template in a name', 'postgres', 'async function f() { const q = sql`SELECT * FROM t`; const n = 1; return (await q).length; }', 'select by q: rows'],
  ['templates that are never awaited', 'postgres', 'function f() { sql`DELETE FROM t`; }', 'delete by nobody: nothing'],
  ['a template that is sent at once', 'vercel', 'function f() { sql`DELETE FROM t`; } const { rows } = await sql`SELECT * FROM t`', 'delete here: nothing', 'select here: rows under rows'],
  ['a transaction over HTTP is one round trip', 'neon', 'await sql.transaction([sql`DELETE FROM t`, sql`INSERT INTO t VALUES (${a})`])', 'delete by sql.transaction([sql`DELETE FROM t`, sql`INSERT INTO t VALUES (${a})`]): nothing', 'insert by sql.transaction([sql`DELETE FROM t`, sql`INSERT INTO t VALUES (${a})`]): nothing'],
  ['templates for each', 'postgres', 'await Promise.all(ids.map((id) => sql`SELECT * FROM t WHERE a = ${id}`))', 'select here: rows'],
  ['a batch of texts', 'libsql', "await db.batch(['DELETE FROM t', { sql: 'DELETE FROM u WHERE a = ?', args: [1] }])", "delete by db.batch(['DELETE FROM t', { sql: 'DELETE FROM u WHERE a = ?', args: [1] }]): nothing", "delete by db.batch(['DELETE FROM t', { sql: 'DELETE FROM u WHERE a = ?', args: [1] }]): nothing"],
  ['several statements by one call', 'sqlite', "db.exec('DELETE FROM t; DELETE FROM u')", "delete by db.exec('DELETE FROM t; DELETE FROM u'): nothing", "delete by db.exec('DELETE FROM t; DELETE FROM u'): nothing"],
  ['a wrapper of the project', 'none', "const rows = await getRows('SELECT * FROM t WHERE a = ?', [a])", 'select here: ?'],
];

describe('how a statement is sent and what it gives', () => {
  for (const [name, driver, code, ...expected] of CASES) it(name, () => assert.deepEqual(shown(driver, code), expected));
});

const NONE: readonly string[] = ["map.get('key')", "await axios.get('/api/items')", "await fetch('/select')", "await redis.get('select:1')", "cache.delete('from here')", 'list.find((x) => x.id)', "await stripe.customers.list({ limit: 3 })", "client.query(other)", "await kv.get('update set')"];

describe('what is none', () => {
  for (const code of NONE) it(code, () => assert.deepEqual(shown('none', code), []));
});
