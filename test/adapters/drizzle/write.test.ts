import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drizzle } from '../../../server/src/adapters/drizzle/index.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import type { IndexSpec } from '../../../server/src/facts/finding.ts';
import { applyEdits } from '../../../server/src/text/edits.ts';
import { documentOf, outlineOf, tablesOf } from './reader.ts';
import { showIndex } from './show.ts';
import { desc, equals, isNull, key, lower, spec } from './spec.ts';

const ATTRS = new Map([['id', 'id'], ['email', 'email'], ['created_at', 'createdAt'], ['org_id', 'orgId'], ['deleted_at', 'deletedAt'], ['meta', 'meta'], ['status', 'status']]);

/** The text after the fix; null when the adapter says that the table cannot hold the index. */
function written(text: string, index: IndexSpec, dialect: Dialect, symbol?: string): string | null {
  const document = documentOf('schema.ts', text);
  const table = tablesOf(text).find((t) => symbol === undefined || t.symbol === symbol);
  assert.ok(table, 'the table is read');
  const edits = drizzle.writeIndex?.({ document, outline: outlineOf(document), table, spec: index, attrs: ATTRS, dialect }) ?? null;
  return edits === null ? null : applyEdits(text, edits);
}

interface Case { readonly name: string; readonly before: string; readonly index: IndexSpec; readonly after: string; readonly reads: string; readonly dialect?: Dialect; readonly symbol?: string }

const email = spec('users_email_idx', ['email']);
const EMAIL = 'index users_email_idx (users.email)';

const CASES: readonly Case[] = [
  {
    name: 'no third argument',
    before: `import { text, pgTable } from 'drizzle-orm/pg-core';\n\nexport const users = pgTable('users', {\n  id: text('id'),\n  email: text('email'),\n});\n`,
    index: email, reads: EMAIL,
    after: `import { text, pgTable, index } from 'drizzle-orm/pg-core';\n\nexport const users = pgTable('users', {\n  id: text('id'),\n  email: text('email'),\n}, (t) => [\n  index('users_email_idx').on(t.email),\n]);\n`,
  },
  {
    name: 'no third argument, arguments on lines of their own, trailing comma, CRLF and tabs',
    before: `import {\r\n\tinteger,\r\n\tsqliteTable,\r\n\ttext,\r\n} from "drizzle-orm/sqlite-core";\r\n\r\nexport const users = sqliteTable(\r\n\t"users",\r\n\t{\r\n\t\tid: integer("id"),\r\n\t\temail: text("email"),\r\n\t},\r\n);\r\n`,
    index: email, reads: EMAIL, dialect: 'sqlite',
    after: `import {\r\n\tindex,\r\n\tinteger,\r\n\tsqliteTable,\r\n\ttext,\r\n} from "drizzle-orm/sqlite-core";\r\n\r\nexport const users = sqliteTable(\r\n\t"users",\r\n\t{\r\n\t\tid: integer("id"),\r\n\t\temail: text("email"),\r\n\t},\r\n\t(t) => [index("users_email_idx").on(t.email)],\r\n);\r\n`,
  },
  {
    name: 'array on several lines with a trailing comma and a comment behind the last item',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', {\n  id: text('id'),\n  email: text('email'),\n}, (table) => [\n  index('a').on(table.id), // the first\n]);\n`,
    index: email, reads: EMAIL,
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', {\n  id: text('id'),\n  email: text('email'),\n}, (table) => [\n  index('a').on(table.id), // the first\n  index('users_email_idx').on(table.email),\n]);\n`,
  },
  {
    name: 'array on several lines without a trailing comma, a comment behind it',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core'\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, (t) => [\n  index('a').on(t.id) /* one */\n])\n`,
    index: email, reads: EMAIL,
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core'\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, (t) => [\n  index('a').on(t.id), /* one */\n  index('users_email_idx').on(t.email)\n])\n`,
  },
  {
    name: 'array on one line that stays short',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') },\n  (t) => [index('a').on(t.id)]);\n`,
    index: email, reads: EMAIL,
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') },\n  (t) => [index('a').on(t.id), index('users_email_idx').on(t.email)]);\n`,
  },
  {
    name: 'array on one line that would be too long',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, (t) => [index('a').on(t.id)]);\n`,
    index: email, reads: EMAIL,
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, (t) => [\n  index('a').on(t.id),\n  index('users_email_idx').on(t.email),\n]);\n`,
  },
  {
    name: 'empty array',
    before: `import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { email: text('email') }, (t) => []);\n`,
    index: email, reads: EMAIL,
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { email: text('email') }, (t) => [\n  index('users_email_idx').on(t.email),\n]);\n`,
  },
  {
    name: 'object, as older versions have it',
    before: `import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', {\n  id: text('id'),\n  email: text('email'),\n  createdAt: text('created_at'),\n}, (t) => ({\n  idIdx: uniqueIndex('a').on(t.id),\n}));\n`,
    index: spec('users_email_created_idx', ['email', 'created_at']), reads: 'index users_email_created_idx (users.email, users.createdAt)',
    after: `import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', {\n  id: text('id'),\n  email: text('email'),\n  createdAt: text('created_at'),\n}, (t) => ({\n  idIdx: uniqueIndex('a').on(t.id),\n  emailCreatedAtIdx: index('users_email_created_idx').on(t.email, t.createdAt),\n}));\n`,
  },
  {
    name: 'object key that is taken, and an empty parameter list',
    before: `import { pgTable, text, index } from 'drizzle-orm/pg-core';\nconst other = pgTable('o', { id: text('id') });\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, () => ({\n  emailIdx: index('a').on(other.id),\n}));\n`,
    index: email, reads: EMAIL, symbol: 'users',
    after: `import { pgTable, text, index } from 'drizzle-orm/pg-core';\nconst other = pgTable('o', { id: text('id') });\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, (t) => ({\n  emailIdx: index('a').on(other.id),\n  emailIdx2: index('users_email_idx').on(t.email),\n}));\n`,
  },
  {
    name: 'function with a block body',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, (table) => {\n  return [\n    index('a').on(table.id),\n  ];\n});\n`,
    index: email, reads: EMAIL,
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, (table) => {\n  return [\n    index('a').on(table.id),\n    index('users_email_idx').on(table.email),\n  ];\n});\n`,
  },
  {
    name: 'destructured parameter with the column',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, ({ id, email: mail }) => [\n  index('a').on(id),\n]);\n`,
    index: email, reads: EMAIL,
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, ({ id, email: mail }) => [\n  index('a').on(id),\n  index('users_email_idx').on(mail),\n]);\n`,
  },
  {
    name: 'destructured parameter without the column',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, ({ id }) => [\n  index('a').on(id),\n]);\n`,
    index: email, reads: EMAIL,
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id'), email: text('email') }, ({ id, email }) => [\n  index('a').on(id),\n  index('users_email_idx').on(email),\n]);\n`,
  },
  {
    name: 'table of a schema, and import under another name',
    before: `import { index as idx, pgSchema, text } from 'drizzle-orm/pg-core';\nconst auth = pgSchema('auth');\nexport const users = auth.table('users', { email: text('email') });\n`,
    index: email, reads: EMAIL,
    after: `import { index as idx, pgSchema, text } from 'drizzle-orm/pg-core';\nconst auth = pgSchema('auth');\nexport const users = auth.table('users', { email: text('email') }, (t) => [\n  idx('users_email_idx').on(t.email),\n]);\n`,
  },
  {
    name: 'namespace import',
    before: `import * as p from 'drizzle-orm/pg-core';\nexport const users = p.pgTable('users', { email: p.text('email') });\n`,
    index: email, reads: EMAIL,
    after: `import * as p from 'drizzle-orm/pg-core';\nexport const users = p.pgTable('users', { email: p.text('email') }, (t) => [\n  p.index('users_email_idx').on(t.email),\n]);\n`,
  },
  {
    name: 'table creator of another file: the import is a new line',
    before: `import { text } from './columns';\nimport { pgTable } from "./creator";\n\nexport const users = pgTable("users", { email: text("email") });\n`,
    index: email, reads: EMAIL,
    after: `import { text } from './columns';\nimport { pgTable } from "./creator";\nimport { index } from "drizzle-orm/pg-core";\n\nexport const users = pgTable("users", { email: text("email") }, (t) => [\n  index("users_email_idx").on(t.email),\n]);\n`,
  },
  {
    name: 'the name index is taken',
    before: `import { pgTable, text } from 'drizzle-orm/pg-core';\nconst index = 1;\nexport const users = pgTable('users', { email: text('email') });\n`,
    index: email, reads: EMAIL,
    after: `import { index as tableIndex, pgTable, text } from 'drizzle-orm/pg-core';\nconst index = 1;\nexport const users = pgTable('users', { email: text('email') }, (t) => [\n  tableIndex('users_email_idx').on(t.email),\n]);\n`,
  },
  {
    name: 'a type-only import is left alone',
    before: `import type { AnyPgColumn } from 'drizzle-orm/pg-core';\nimport { pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { email: text('email').references((): AnyPgColumn => users.email) });\n`,
    index: email, reads: EMAIL,
    after: `import type { AnyPgColumn } from 'drizzle-orm/pg-core';\nimport { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { email: text('email').references((): AnyPgColumn => users.email) }, (t) => [\n  index('users_email_idx').on(t.email),\n]);\n`,
  },
  {
    name: 'CommonJS',
    before: `const { pgTable, text } = require('drizzle-orm/pg-core');\nconst users = pgTable('users', { email: text('email'), deletedAt: text('deleted_at') });\nmodule.exports = { users };\n`,
    index: spec('users_email_idx', ['email'], { where: isNull('deleted_at') }), reads: 'index users_email_idx (users.email) where users.deletedAt is null',
    after: `const { index, pgTable, text } = require('drizzle-orm/pg-core');\nconst { sql } = require('drizzle-orm');\nconst users = pgTable('users', { email: text('email'), deletedAt: text('deleted_at') }, (t) => [\n  index('users_email_idx').on(t.email).where(sql\`\${t.deletedAt} is null\`),\n]);\nmodule.exports = { users };\n`,
  },
  {
    name: 'mixed directions say NULLS FIRST, for a bare .desc() is NULLS LAST',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { orgId: text('org_id'), createdAt: text('created_at') }, (t) => [\n  index('a').on(t.orgId),\n]);\n`,
    index: spec('i', ['org_id', desc('created_at')]), reads: 'index i (users.orgId, users.createdAt desc nulls first)',
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { orgId: text('org_id'), createdAt: text('created_at') }, (t) => [\n  index('a').on(t.orgId),\n  index('i').on(t.orgId, t.createdAt.desc().nullsFirst()),\n]);\n`,
  },
  {
    name: 'descending on SQLite is SQL, and sql is imported',
    before: `import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';\nexport const users = sqliteTable('users', { orgId: text('org_id'), createdAt: text('created_at') }, (t) => [\n  index('a').on(t.orgId),\n]);\n`,
    index: spec('i', ['org_id', desc('created_at')]), reads: 'index i (users.orgId, users.createdAt desc)', dialect: 'sqlite',
    after: `import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';\nimport { sql } from 'drizzle-orm';\nexport const users = sqliteTable('users', { orgId: text('org_id'), createdAt: text('created_at') }, (t) => [\n  index('a').on(t.orgId),\n  index('i').on(t.orgId, sql\`\${t.createdAt} desc\`),\n]);\n`,
  },
  {
    name: 'expression, with sql merged into an import that is there',
    before: `import { relations } from "drizzle-orm";\nimport { index, pgTable, text } from "drizzle-orm/pg-core";\nexport const users = pgTable("users", { email: text("email") }, (t) => [\n  index("a").on(t.email),\n]);\nexport const r = relations(users, () => ({}));\n`,
    index: spec('users_lower_email', [key(lower('email'))]), reads: 'index users_lower_email (lower(users.email))',
    after: `import { relations, sql } from "drizzle-orm";\nimport { index, pgTable, text } from "drizzle-orm/pg-core";\nexport const users = pgTable("users", { email: text("email") }, (t) => [\n  index("a").on(t.email),\n  index("users_lower_email").on(sql\`lower(\${t.email})\`),\n]);\nexport const r = relations(users, () => ({}));\n`,
  },
  {
    name: 'GIN with an operator class, and a partial index with text in it',
    before: `import { sql } from 'drizzle-orm';\nimport { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { meta: jsonb('meta'), status: text('status') }, (t) => [\n  index('a').on(t.status),\n]);\n`,
    index: spec('i', [key('meta', { opclass: 'jsonb_path_ops' })], { method: 'gin', where: equals('status', "it's") }), reads: `index i using gin (users.meta jsonb_path_ops) where users.status = "it's"`,
    after: `import { sql } from 'drizzle-orm';\nimport { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { meta: jsonb('meta'), status: text('status') }, (t) => [\n  index('a').on(t.status),\n  index('i').using('gin', t.meta.op('jsonb_path_ops')).where(sql\`\${t.status} = 'it''s'\`),\n]);\n`,
  },
  {
    name: 'a file that returns objects everywhere gets an object',
    before: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', { id: text('id') }, (self) => ({ i: index('x').on(self.id) }));\nexport const users = pgTable('users', { email: text('email') });\n`,
    index: email, reads: EMAIL, symbol: 'users',
    after: `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', { id: text('id') }, (self) => ({ i: index('x').on(self.id) }));\nexport const users = pgTable('users', { email: text('email') }, (self) => ({\n  emailIdx: index('users_email_idx').on(self.email),\n}));\n`,
  },
  {
    name: 'unique',
    before: `import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { email: text('email') });\n`,
    index: spec('u', ['email'], { unique: true }), reads: 'unique index u (users.email)',
    after: `import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { email: text('email') }, (t) => [\n  uniqueIndex('u').on(t.email),\n]);\n`,
  },
];

for (const c of CASES) {
  test(`writes an index: ${c.name}`, () => {
    const dialect = c.dialect ?? 'postgresql';
    const after = written(c.before, c.index, dialect, c.symbol);
    assert.equal(after, c.after);
    const document = documentOf('schema.ts', c.after);
    assert.deepEqual(outlineOf(document).errors, [], 'the result parses');
    const table = tablesOf(c.after).find((t) => c.symbol === undefined || t.symbol === c.symbol);
    assert.ok(table?.indexes.map(showIndex).includes(c.reads), `${table?.indexes.map(showIndex).join('; ')} has ${c.reads}`);
    assert.equal(written(c.after, c.index, dialect, c.symbol), c.after, 'a second time changes nothing');
  });
}

test('an index with the same keys under another name is there already', () => {
  const text = `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { email: text('email') }, (t) => [index('other').on(t.email)]);\n`;
  assert.equal(written(text, email, 'postgresql'), text);
});

test('what a declaration cannot hold is refused', () => {
  const text = `import { index, pgTable, text } from 'drizzle-orm/pg-core';\nconst make = (name: string) => pgTable(name, { email: text('email') });\nexport const users = make('users');\n`;
  assert.equal(written(text, email, 'postgresql'), null, 'made by a helper');
  const plain = `import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { email: text('email') });\n`;
  assert.equal(written(plain, spec('i', ['email'], { include: ['id'] }), 'postgresql'), null, 'INCLUDE');
  assert.equal(written(plain, spec('i', ['nowhere']), 'postgresql'), null, 'a column without attribute');
  const elsewhere = `import { pgTable, text } from 'drizzle-orm/pg-core';\nimport { extra } from './extra';\nexport const users = pgTable('users', { email: text('email') }, extra);\n`;
  assert.equal(written(elsewhere, email, 'postgresql'), null, 'indexes made elsewhere');
});

test('half-typed declarations give no edit that breaks them, and never throw', () => {
  const whole = CASES[6]?.before ?? '';
  for (let end = whole.length; end > 0; end -= 3) {
    const text = whole.slice(0, end);
    const [table] = tablesOf(text);
    if (table === undefined) continue;
    const document = documentOf('schema.ts', text);
    const edits = drizzle.writeIndex?.({ document, outline: outlineOf(document), table, spec: email, attrs: ATTRS, dialect: 'postgresql' }) ?? [];
    assert.ok(applyEdits(text, edits).length >= text.length);
  }
});

test('default names are those of drizzle-kit', () => {
  assert.equal(drizzle.nameIndex?.(spec(null, ['org_id', 'created_at'])), 'users_org_id_created_at_index');
  assert.equal(drizzle.nameIndex?.({ ...spec(null, ['id']), table: 'auth.users' }), 'users_id_index');
  assert.equal(drizzle.nameIndex?.(spec(null, [key(lower('email'))])), 'users_lower_email_index');
});
