import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const PG = "import { index, pgTable, text } from 'drizzle-orm/pg-core';\n";
const real = `${PG}export const member = pgTable('member', { id: text('id').primaryKey(), userId: text('user_id').notNull() });\n`;
const generated = `${PG}export const member = pgTable('member', { id: text('id').primaryKey(), userId: text('user_id').notNull() }, (t) => [index('member_user_id_idx').on(t.userId)]);\n`;
const query = "import { eq } from 'drizzle-orm';\nimport { drizzle } from 'drizzle-orm/node-postgres';\nimport { member } from './schema';\nconst db = drizzle('');\nexport const mine = (id: string) => db.select().from(member).where(eq(member.userId, id));\n";
const migration = 'CREATE TABLE "member" ("id" text PRIMARY KEY NOT NULL, "user_id" text NOT NULL);\n';
const journal = JSON.stringify({ version: '7', dialect: 'postgresql', entries: [{ idx: 0, version: '7', when: 0, tag: '0000_a', breakpoints: true }] });
const migrated = { 'package.json': '{}', 'drizzle/0000_a.sql': migration, 'drizzle/meta/_journal.json': journal };

const rulesIn = (files: Readonly<Record<string, string>>): readonly string[] => workspaceOf(files).snapshot().findings().map((f) => f.rule);

test('an index of a model that nobody imports is none, where migrations make the table and another model is used', () => {
  assert.deepEqual(rulesIn({ ...migrated, 'schema.ts': real, 'auth-schema.ts': generated, 'members.ts': query }), ['unindexed-filter']);
});

test('it counts where it may be in the database', () => {
  assert.deepEqual(rulesIn({ 'package.json': '{}', 'schema.ts': real, 'auth-schema.ts': generated, 'members.ts': query }), [], 'without migrations');
  assert.deepEqual(rulesIn({ ...migrated, 'schema.ts': real, 'auth-schema.ts': generated, 'members.ts': query, 'all.ts': "export * from './auth-schema';\n" }), [], 'imported');
  const indexed = `${migration}CREATE INDEX "member_user_id_idx" ON "member" ("user_id");\n`;
  assert.deepEqual(rulesIn({ ...migrated, 'drizzle/0000_a.sql': indexed, 'schema.ts': real, 'auth-schema.ts': generated, 'members.ts': query }), ['schema-drift'], 'in a migration: it serves the query, and the model in use lacks it');
});

test('the only model of a table counts whoever imports it: its index serves, and no migration makes it yet', () => {
  assert.deepEqual(rulesIn({ ...migrated, 'auth-schema.ts': generated, 'members.sql': 'SELECT * FROM member WHERE user_id = $1;\n' }), ['schema-drift']);
});
