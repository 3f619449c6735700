import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const query = "import sqlite3\ndef jobs_of(owner):\n    return sqlite3.connect('x.db').execute('SELECT id FROM jobs WHERE owner = ?', (owner,)).fetchall()\n";
const schema = 'CREATE TABLE jobs (id integer PRIMARY KEY, owner int NOT NULL);\n';

for (const [path, told] of [['app/jobs.py', 1], ['app/test_jobs.py', 0], ['app/jobs_test.py', 0], ['app/conftest.py', 0], ['app/fixtures.py', 0], ['app/seed.py', 0], ['app/contest.py', 1]] as const) {
  test(`${path}: ${told === 0 ? 'a test or its data, read and not judged' : 'judged'}`, () => assert.equal(workspaceOf({ [path]: query, 'schema.sql': schema }).snapshot().findings().length, told));
}
