import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/text/edits.ts';
import { workspaceOf } from '../support/workspace.ts';

/** The file after the preferred fix of its first finding about an index that can go; null where none is offered. */
function fixed(path: string, text: string, dialect?: string): string | null {
  const snapshot = workspaceOf({ [path]: text }, dialect === undefined ? undefined : { dialect }).snapshot();
  const site = snapshot.sites(path).find((s) => s.surplus !== undefined);
  assert.ok(site, 'an index that can go');
  const fix = snapshot.fixes(path, site).find((f) => f.preferred && f.id === 'remove-index');
  const edits = fix?.edits() ?? null;
  if (edits === null || edits.changes.length === 0) return null;
  const [change] = edits.changes;
  const after = applyEdits(text, change?.edits ?? []);
  const again = workspaceOf({ [path]: after }, dialect === undefined ? undefined : { dialect }).snapshot();
  assert.ok(!again.sites(path).some((s) => s.message === site.message), 'the finding is gone');
  assert.deepEqual(again.stats().unread, []);
  return after;
}

interface Model { readonly title: string; readonly before: string; readonly after: string }

const models: readonly Model[] = [
  {
    title: 'the only one of a table: the argument and the import go too',
    before: "import { index, integer, pgTable } from 'drizzle-orm/pg-core';\n\nexport const t = pgTable('t', {\n  id: integer('id').primaryKey(),\n}, (t) => [index('i').on(t.id)]);\n",
    after: "import { integer, pgTable } from 'drizzle-orm/pg-core';\n\nexport const t = pgTable('t', {\n  id: integer('id').primaryKey(),\n});\n",
  },
  {
    title: 'arguments on lines of their own',
    before: "import {\n  index,\n  integer,\n  pgTable,\n} from 'drizzle-orm/pg-core';\n\nexport const t = pgTable(\n  't',\n  {\n    id: integer('id').primaryKey(),\n  },\n  (t) => [\n    index('i').on(t.id),\n  ],\n);\n",
    after: "import {\n  integer,\n  pgTable,\n} from 'drizzle-orm/pg-core';\n\nexport const t = pgTable(\n  't',\n  {\n    id: integer('id').primaryKey(),\n  },\n);\n",
  },
  {
    title: 'the first of an array on lines',
    before: "import { index, integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (t) => [\n  index('i').on(t.a), // by a\n  // by a and id\n  index('j').on(t.a, t.id),\n]);\n",
    after: "import { index, integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (t) => [\n  // by a and id\n  index('j').on(t.a, t.id),\n]);\n",
  },
  {
    title: 'the last of an array on one line',
    before: "import { index, integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (t) => [index('j').on(t.a, t.id), index('i').on(t.a)]);\n",
    after: "import { index, integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (t) => [index('j').on(t.a, t.id)]);\n",
  },
  {
    title: 'the first of an array on one line',
    before: "import { index, integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (t) => [index('i').on(t.a), index('j').on(t.a, t.id)]);\n",
    after: "import { index, integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (t) => [index('j').on(t.a, t.id)]);\n",
  },
  {
    title: 'a property of the older object form, with CRLF',
    before: "import { index, integer, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';\r\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (table) => ({\r\n\taIdx: index('i').on(table.a),\r\n\tuIdx: uniqueIndex('u').on(table.a),\r\n}));\r\n",
    after: "import { integer, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';\r\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (table) => ({\r\n\tuIdx: uniqueIndex('u').on(table.a),\r\n}));\r\n",
  },
  {
    title: 'what only its expression needed',
    before: "import { sql } from 'drizzle-orm';\nimport { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { a: text('a'), b: text('b') }, (t) => [\n  index('j').on(sql`lower(${t.a})`, t.b),\n  index('i').on(sql`lower(${t.a})`),\n]);\n",
    after: "import { sql } from 'drizzle-orm';\nimport { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { a: text('a'), b: text('b') }, (t) => [\n  index('j').on(sql`lower(${t.a})`, t.b),\n]);\n",
  },
  {
    title: 'an import of its own',
    before: "import { pgTable, text } from 'drizzle-orm/pg-core';\nimport { uniqueIndex as unique } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { a: text('a').primaryKey() }, (t) => [unique('u').on(t.a)]);\n",
    after: "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { a: text('a').primaryKey() });\n",
  },
  {
    title: 'one without a name',
    before: "import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { a: text('a').primaryKey(), b: text('b') }, (t) => [index().on(t.b), index().on(t.a)]);\n",
    after: "import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { a: text('a').primaryKey(), b: text('b') }, (t) => [index().on(t.b)]);\n",
  },
];

for (const { title, before, after } of models) test(`Drizzle: ${title}`, () => assert.equal(fixed('schema.ts', before), after));

test('Drizzle: indexes that a helper makes are left to people', () => {
  const text = "import { index, integer, pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a') }, (t) => {\n  const first = index('i').on(t.a);\n  return [first, index('j').on(t.a, t.id)];\n});\n";
  assert.equal(fixed('schema.ts', text), null);
});

const scripts: readonly Model[] = [
  { title: 'a statement on its line, with its comment', before: 'CREATE TABLE t (a int PRIMARY KEY);\nCREATE INDEX i ON t (a); -- by a\nCREATE TABLE u (b int);\n', after: 'CREATE TABLE t (a int PRIMARY KEY);\nCREATE TABLE u (b int);\n' },
  { title: 'one of the blank lines around it', before: 'CREATE TABLE t (a int PRIMARY KEY);\n\nCREATE INDEX i\n  ON t (a);\n\nCREATE TABLE u (b int);\n', after: 'CREATE TABLE t (a int PRIMARY KEY);\n\nCREATE TABLE u (b int);\n' },
  { title: 'the end of the file, without a semicolon', before: 'CREATE TABLE t (a int PRIMARY KEY);\r\nCREATE INDEX i ON t (a)', after: 'CREATE TABLE t (a int PRIMARY KEY);\r\n' },
  { title: 'several on a line', before: 'CREATE TABLE t (a int PRIMARY KEY); CREATE INDEX i ON t (a); CREATE TABLE u (b int);\n', after: 'CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (b int);\n' },
];

for (const { title, before, after } of scripts) test(`SQL: ${title}`, () => assert.equal(fixed('schema.sql', before, 'postgresql'), after));

test('SQL in code: a statement goes out of a text with others, and none is left empty', () => {
  const code = (sql: string): string => `import Database from 'better-sqlite3';\nconst db = new Database('a.db');\ndb.exec(${sql});\n`;
  assert.equal(fixed('db.ts', code('`\n  CREATE TABLE IF NOT EXISTS t (a TEXT PRIMARY KEY);\n  CREATE INDEX IF NOT EXISTS i ON t (a);\n`')), code('`\n  CREATE TABLE IF NOT EXISTS t (a TEXT PRIMARY KEY);\n`'));
  assert.equal(fixed('db.ts', `${code("'CREATE TABLE IF NOT EXISTS t (a TEXT PRIMARY KEY)'")}db.exec('CREATE INDEX IF NOT EXISTS i ON t (a)');\n`), null);
});
