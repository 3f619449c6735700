import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapters } from '../../server/src/adapters/index.ts';
import { createEngine } from '../../server/src/engine/create.ts';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../server/src/host/syntax.ts';
import { ruleById } from '../../server/src/rules/index.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { workspaceOf } from '../support/workspace.ts';

const syntax = await loadSyntax();
const sql = await loadSqlParsers();
const SCHEMA = 'CREATE TABLE users (id int primary key, email text);\n';
const QUERY = "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const find = () => pool.query('SELECT * FROM users WHERE email = $1', ['x']);\n";

test('an adapter that throws is told, and the others still answer', () => {
  const told: string[] = [];
  const broken = { id: 'broken', title: 'Broken', languages: ['typescript'], triggers: ['pg'], readQueries: () => { throw new Error('boom'); } } as const;
  const engine = createEngine({ outline: (d) => readOutline(d, syntax), sql, adapters: [broken, ...adapters], readText: () => null, now: () => new Date(0), report: (m) => told.push(m) });
  engine.update([{ path: 'schema.sql', text: SCHEMA }, { path: 'q.ts', text: QUERY }]);
  engine.setComplete(true);
  const snapshot = engine.snapshot();
  assert.equal(snapshot.findings().length, 1);
  assert.match(told.join(), /broken failed on q\.ts: boom/);
  assert.match(snapshot.stats().unread.map((u) => u.reason).join(), /broken failed/);
});

const hostile: Readonly<Record<string, string>> = {
  'deep parentheses': `const a = ${'('.repeat(20_000)}1${')'.repeat(20_000)};\nimport 'pg';`,
  'deep objects': `import { pgTable } from 'drizzle-orm/pg-core';\nconst a = ${'{a:'.repeat(5_000)}1${'}'.repeat(5_000)};`,
  'unclosed template': "import { Pool } from 'pg';\npool.query(`SELECT * FROM users WHERE ${",
  'null bytes': "import { Pool } from 'pg';\npool.query('SELECT \u0000 FROM users');",
  'lone surrogates': "import { Pool } from 'pg';\npool.query('SELECT * FROM users WHERE email = \\'\ud800\\'');",
  'cyclic names': "import { a } from './cyclic-names';\nexport { a } from './cyclic-names';\nexport const b = b;\nexport * from './cyclic-names';\nimport 'drizzle-orm';\ndb.select().from(a).where(eq(a.x, 1));",
  'half a chain': "import { db, users } from './db';\nimport { eq } from 'drizzle-orm';\ndb.select().from(users).where(eq(users.",
  'a thousand conditions': `import { Pool } from 'pg';\npool.query("SELECT * FROM users WHERE ${Array.from({ length: 1000 }, (_, i) => `id = ${i}`).join(' OR ')}");`,
};

for (const [name, text] of Object.entries(hostile)) {
  test(`bad input is survived: ${name}`, () => {
    const started = performance.now();
    const engine = workspaceOf({ 'schema.sql': SCHEMA, 'q.ts': QUERY, [`${name.replaceAll(' ', '-')}.ts`]: text });
    const snapshot = engine.snapshot();
    assert.ok(snapshot.sites('q.ts').length === 1, 'the good file is still judged');
    assert.ok(performance.now() - started < 5_000, 'and it does not take long');
  });
}

test('a file beyond the limit is told and not read', () => {
  const engine = workspaceOf({ 'schema.sql': SCHEMA, 'big.ts': `import 'pg';\n${'// x\n'.repeat(1_000_000)}` });
  assert.match(engine.snapshot().stats().unread.map((u) => u.reason).join(), /too large/);
});

test('broken SQL in a file costs only its own statement', () => {
  const engine = workspaceOf({ 'schema.sql': `CREATE TABLE broken (;\n${SCHEMA}SELECT FROM WHERE;\n`, 'q.ts': QUERY });
  assert.equal(engine.snapshot().findings().length, 1);
});

test('a configuration with mistakes is told at its place, and the rest holds', () => {
  const engine = workspaceOf({ 'schema.sql': SCHEMA, 'q.ts': QUERY, 'sargable.jsonc': '{ "dialect": "postgres", "rules": { "unindexed-filtre": "off", "unindexed-filter": "error" }, "smalTables": [] }' });
  const snapshot = engine.snapshot();
  assert.deepEqual(snapshot.configProblems().map((p) => p.message), [
    'There is no setting "smalTables". Did you mean "smallTables"?', 'There is no dialect "postgres". Did you mean "postgresql"?', 'There is no rule "unindexed-filtre". Did you mean "unindexed-filter"?',
  ]);
  assert.deepEqual(snapshot.findings().map((f) => f.severity), ['error']);
});

test('a rule on the flow that throws is told, and the others still speak', () => {
  const told: string[] = [];
  const rule = ruleById('n-plus-one-query');
  assert.ok(rule?.scope === 'flow');
  const { check } = rule;
  const loop = "export async function all(ids) {\n  for (const id of ids) {\n    await pool.query('SELECT email FROM users WHERE id = $1', [id]);\n    await pool.query('UPDATE users SET email = $2 WHERE id = $1', [id, 'x']);\n  }\n}\n";
  const findings = (): readonly string[] => {
    const engine = createEngine({ outline: (d) => readOutline(d, syntax), sql, adapters, readText: () => null, now: () => new Date(0), report: (m) => told.push(m) });
    engine.update([{ path: 'schema.sql', text: SCHEMA }, { path: 'q.ts', text: QUERY + loop }]);
    engine.setComplete(true);
    const rulesTold = engine.snapshot().findings().map((finding) => finding.rule);
    if (told.length > 0) assert.match(engine.snapshot().stats().unread.map((u) => u.reason).join(), /n-plus-one-query failed/);
    return rulesTold;
  };
  const before = findings();
  assert.ok(before.includes('n-plus-one-query') && before.includes('n-plus-one-write'), before.join());
  try {
    Object.assign(rule, { check: () => { throw new Error('boom'); } });
    const after = findings();
    assert.deepEqual(after, before.filter((id) => id !== 'n-plus-one-query'));
    assert.match(told.join(), /n-plus-one-query failed on q\.ts: boom/);
  } finally {
    Object.assign(rule, { check });
  }
});
