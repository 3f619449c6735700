import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

test('a temporary table that a script makes and reads is neither in the catalog nor counted as unread', () => {
  for (const made of ['CREATE TEMP TABLE seen (id int);', 'CREATE TEMPORARY TABLE seen AS SELECT id FROM base;']) {
    const snapshot = workspaceOf({ 'package.json': '{}', 'a.sql': `CREATE TABLE base (id int PRIMARY KEY);\n${made}\nSELECT * FROM seen WHERE id = 3;\nDELETE FROM seen WHERE id = 4;\nSELECT * FROM lost WHERE id = 3;\n` }).snapshot();
    assert.deepEqual(snapshot.catalogs().flatMap((catalog) => [...catalog.tables.keys()]), ['base']);
    assert.deepEqual(snapshot.stats().unread.map((unread) => unread.reason), ['table lost is not known']);
  }
});
