import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../../server/src/engine/api.ts';
import { filesAfter } from '../migrate/disk.ts';
import { workspaceOf } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;

const firstSite = (snapshot: Snapshot, path: string) => {
  const [site] = snapshot.sites(path);
  assert.ok(site !== undefined, `no finding in ${path}`);
  return site;
};

/** The files after the first fix of the first finding; the finding must be gone then. */
function fixed(files: Files, path: string, id: string): Files {
  const snapshot = workspaceOf(files).snapshot();
  const site = firstSite(snapshot, path);
  const edits = snapshot.fixes(path, site).find((fix) => fix.id === id)?.edits() ?? null;
  assert.ok(edits !== null, `no ${id} among ${snapshot.fixes(path, site).map((fix) => fix.title).join(', ')}`);
  const after = filesAfter(files, edits);
  const again = workspaceOf(after).snapshot();
  assert.deepEqual(again.sites(path).filter((left) => left.fingerprint === site.fingerprint), [], 'the finding is gone');
  assert.deepEqual(again.plan(again.openNeeds().filter((need) => need.index.name === site.suggestion?.name)).edits, { changes: [], creates: [] }, 'a second run changes nothing');
  return after;
}

const sqlProject: Files = {
  'db/schema.sql': 'CREATE TABLE scenes (\n\tid serial PRIMARY KEY,\n\tproject_id integer NOT NULL,\n\ttitle text\n);\n',
  'db/migrations/001_init.sql': 'CREATE TABLE scenes (\n\tid serial PRIMARY KEY,\n\tproject_id integer NOT NULL,\n\ttitle text\n);\n',
  'queries/by_project.sql': 'SELECT * FROM scenes WHERE project_id = $1;\n',
};

for (const id of ['add-index', 'add-index-and-migration', 'ignore-line', 'ignore-table', 'ignore-project']) {
  test(`SQL files: ${id} makes its finding go away`, () => {
    const after = fixed(sqlProject, 'queries/by_project.sql', id);
    assert.equal('db/migrations/002_add_scenes_index.sql' in after, id === 'add-index-and-migration');
  });
}

const codeProject: Files = {
  'src/db.ts': "import Database from 'better-sqlite3';\r\nexport const db = new Database('app.db');\r\ndb.exec(`\r\n  CREATE TABLE IF NOT EXISTS scenes (id INTEGER PRIMARY KEY, project_id INTEGER);\r\n  CREATE TABLE IF NOT EXISTS shots (id INTEGER PRIMARY KEY);\r\n`);\r\n",
  'src/list.ts': "import { db } from './db';\nexport const list = (id: number) => db.prepare('SELECT * FROM scenes WHERE project_id = ?').all(id);\n",
};

test('DDL in the code: the index stands beside its table, in the string', () => {
  const after = fixed(codeProject, 'src/list.ts', 'add-index');
  assert.equal(after['src/db.ts'], (codeProject['src/db.ts'] ?? '').replace('project_id INTEGER);\r\n', 'project_id INTEGER);\r\n  CREATE INDEX IF NOT EXISTS idx_scenes_project_id ON scenes (project_id);\r\n'));
});
