import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { workspaceOf } from '../support/workspace.ts';

const TABLE = 'CREATE TABLE notes (id bigint PRIMARY KEY, body text NOT NULL);\n';
const QUERY = "SELECT * FROM notes WHERE body ILIKE '%' || $1 || '%';\n";

/** The migration that is written for the one open need of a project. */
function written(files: Readonly<Record<string, string>>): string {
  const snapshot = workspaceOf({ ...files, 'search.sql': QUERY }, { dialect: 'postgresql' }).snapshot();
  const plan = snapshot.plan(snapshot.openNeeds());
  return plan.edits.creates.map((file) => file.text).join('\n');
}

test('a migration creates the extension that its index needs, where nothing else does, and applies', async () => {
  const sql = written({ 'migrations/0001_notes.sql': TABLE });
  assert.match(sql, /^CREATE EXTENSION IF NOT EXISTS pg_trgm;$[\s\S]*^CREATE INDEX \w+ ON notes USING gin \(body gin_trgm_ops\);$/m);
  const database = await PGlite.create({ extensions: { pg_trgm } });
  await database.exec(TABLE + sql);
  const made = await database.query<{ indexdef: string }>("SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%'");
  assert.equal(made.rows.length, 1);
  await database.close();
});

test('an extension that the project creates is not created again', () => {
  assert.doesNotMatch(written({ 'migrations/0001_notes.sql': `CREATE EXTENSION pg_trgm;\n${TABLE}` }), /EXTENSION/);
});

test('what is built CONCURRENTLY stands alone: there the extension is asked for in a comment', () => {
  const sql = written({ 'migrations/0001_notes.sql': `-- +goose Up\n${TABLE}-- +goose Down\nDROP TABLE notes;\n` });
  assert.match(sql, /NO TRANSACTION[\s\S]*-- Needs the extension pg_trgm, which nothing here creates: run CREATE EXTENSION IF NOT EXISTS pg_trgm first\.[\s\S]*CREATE INDEX CONCURRENTLY/);
});
