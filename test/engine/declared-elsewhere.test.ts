import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

// Invariant 8: where a tool that is not read may declare indexes, one that was not seen is no fault to warn of.
const query = "import psycopg2\ndef jobs_of(conn, owner):\n    with conn.cursor() as cur:\n        cur.execute('SELECT id FROM jobs WHERE owner = %s', (owner,))\n";
const schema = 'CREATE TABLE jobs (id serial PRIMARY KEY, owner int NOT NULL);\n';

const severities = (files: Readonly<Record<string, string>>): readonly string[] => workspaceOf(files).snapshot().findings().map(({ rule, severity }) => `${rule} ${severity}`);

test('a table of loose SQL is warned of where nothing else declares tables', () => {
  assert.deepEqual(severities({ 'app/jobs.py': query, 'schema.sql': schema, 'requirements.txt': 'psycopg2-binary\n' }), ['unindexed-filter warning']);
});

test('beside an ORM that is not read it is hinted at, and the table says why', () => {
  const files = { 'app/jobs.py': query, 'schema.sql': schema, 'requirements.txt': 'psycopg2-binary\nPony==0.7\n' };
  assert.deepEqual(severities(files), ['unindexed-filter hint']);
  const [catalog] = workspaceOf(files).snapshot().catalogs();
  assert.deepEqual(catalog?.tables.get('jobs')?.doubts, ['Pony may declare indexes of it, and is not read yet']);
});

test('a migrations folder that is read is the truth, whatever maps its tables', () => {
  assert.deepEqual(severities({ 'app/jobs.py': query, 'migrations/0001_jobs.sql': schema, 'migrations/0002_notes.sql': 'CREATE TABLE notes (id int PRIMARY KEY);\n', 'requirements.txt': 'psycopg2-binary\nPony==0.7\n' }), ['unindexed-filter warning']);
});

test('adding the dependency while the workspace is open changes what is said', () => {
  const engine = workspaceOf({ 'app/jobs.py': query, 'schema.sql': schema, 'requirements.txt': 'psycopg2-binary\n' });
  assert.equal(engine.snapshot().findings()[0]?.severity, 'warning');
  engine.update([{ path: 'requirements.txt', text: 'psycopg2-binary\npony\n' }]);
  assert.equal(engine.snapshot().findings()[0]?.severity, 'hint');
});
