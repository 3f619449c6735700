import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const TABLE = 'CREATE TABLE scenes (id serial PRIMARY KEY, project_id int, title text);\n';

/** Indexes of `scenes` but its primary key, and what could not be applied. */
function read(files: Readonly<Record<string, string>>): readonly [readonly (string | null)[], readonly string[]] {
  const [catalog] = workspaceOf(files).snapshot().catalogs();
  return [(catalog?.tables.get('scenes')?.indexes ?? []).filter((index) => index.kind === 'index').map((index) => index.name), (catalog?.problems ?? []).map((problem) => problem.message)];
}

test('an index of a migration is kept where a schema file makes its table', () => {
  assert.deepEqual(read({ 'schema.sql': TABLE, 'migrations/001_a.sql': 'CREATE INDEX a ON scenes (project_id);', 'migrations/002_b.sql': 'CREATE INDEX b ON scenes (title);' }), [['a', 'b'], []]);
});

test('unless a later migration drops it', () => {
  assert.deepEqual(read({ 'schema.sql': TABLE, 'migrations/001_a.sql': 'CREATE INDEX a ON scenes (project_id);', 'migrations/002_b.sql': 'DROP INDEX a;' }), [[], []]);
});

test('a table that a later migration makes is another one', () => {
  assert.deepEqual(read({ 'migrations/001_a.sql': 'CREATE INDEX a ON scenes (project_id);', 'migrations/002_b.sql': TABLE }), [[], ['the table scenes is not known']]);
});
