import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sqlDrivers } from '../../../server/src/adapters/sql-drivers/index.ts';
import { loadSqlParsers } from '../../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../../server/src/host/syntax.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import type { Span } from '../../../server/src/text/span.ts';

const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);

/** What sends each statement of a text, what that gives, and what is filled. */
function told(code: string): readonly string[] {
  const text = `import asyncpg\nimport sqlite3\nfrom sqlalchemy import text\n${code}\n`;
  const document = { path: 'a.py', languageId: 'python', text } as const;
  const read = sqlDrivers.readQueries?.({ document, outline: readOutline(document, syntax), sql, dialect: null });
  const at = ({ start, end }: Span): string => text.slice(start, end);
  const queries = (read?.queries ?? []).map((fact) => `${fact.sent === undefined ? 'here' : fact.sent.length === 0 ? 'elsewhere' : fact.sent.map(at).join(' and ')} -> ${fact.gives ?? '?'}${fact.query.into?.by === 'name' ? ` into ${fact.query.into.name}` : ''}`);
  return [...queries, ...(read?.unread ?? []).map((one) => `not understood: ${one.sends === undefined ? '?' : `${one.sends.op} -> ${one.sends.gives ?? '?'}`}`)];
}

const CASES: Readonly<Record<string, readonly string[]>> = {
  'conn.execute("SELECT * FROM users").fetchall()': ['here -> rows'],
  'conn.execute("SELECT * FROM users WHERE id = ?", (1,)).fetchone()': ['here -> row'],
  'def f(cur):\n    cur.execute("SELECT * FROM users WHERE id = ?", (1,))\n    return cur.fetchone()': ['here -> row'],
  'for row in conn.execute("SELECT * FROM users"):\n    print(row)': ['here -> rows'],
  'conn.execute("INSERT INTO users (id) VALUES (?)", (1,))': ['here -> nothing into users'],
  'cur.execute("INSERT INTO users (id) VALUES (%s) RETURNING id", (1,))': ['here -> rows into users'],
  'conn.executemany("INSERT INTO users (id) VALUES (?)", rows)': ['here -> nothing into users'],
  'conn.execute("UPDATE users SET a = 1 WHERE id = ?", (1,))': ['here -> nothing'],
  'async def f(pool):\n    return await pool.fetchrow("SELECT * FROM users WHERE id = $1", 1)': ['here -> row'],
  'async def f(pool):\n    return await pool.fetchval("SELECT count(*) FROM users")': ['here -> value'],
  'async def f(pool):\n    return await pool.fetch("SELECT * FROM users")': ['here -> rows'],
  // A constant that nothing here runs, and what is made of SQL by SQLAlchemy.
  'Q = "SELECT id FROM users WHERE a = ?"': ['elsewhere -> ?'],
  'Q = "SELECT id FROM users WHERE a = ?"\ncur.execute(Q, (1,))': ['here -> rows'],
  'def f(session, xs):\n    stmt = text("SELECT id FROM users WHERE a = :a")\n    for x in xs:\n        session.execute(stmt, {"a": x})': ['session.execute(stmt, {"a": x}) -> rows'],
  'session.execute(text("SELECT id FROM users WHERE a = :a").bindparams(a=1))': ['session.execute(text("SELECT id FROM users WHERE a = :a").bindparams(a=1)) -> rows'],
  'session.scalar(text("SELECT count(*) FROM users"))': ['session.scalar(text("SELECT count(*) FROM users")) -> value'],
  'def f():\n    return text("SELECT id FROM users WHERE a = 1")': ['elsewhere -> rows'],
  // What a function of the project's own gives, that function says.
  'get_rows("SELECT id FROM users WHERE a = 1")': ['here -> ?'],
  // Sent for sure, though its table is not known.
  'conn.execute(f"SELECT * FROM {table} WHERE id = ?")': ['not understood: select -> ?'],
};

for (const [code, expected] of Object.entries(CASES)) test(code, () => { assert.deepEqual(told(code), expected); });
