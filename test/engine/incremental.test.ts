import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Engine } from '../../server/src/engine/create.ts';
import { sampleProjects } from '../support/samples.ts';
import { workspaceOf } from '../support/workspace.ts';

const projects = sampleProjects();

/** Everything a surface could show. */
const shown = (engine: Engine) => {
  const snapshot = engine.snapshot();
  return { findings: snapshot.findings(), needs: snapshot.openNeeds(), unread: snapshot.stats().unread, read: snapshot.stats().queriesRead, ids: snapshot.paths().map((path) => snapshot.resultId(path)) };
};

interface Edit { readonly file: number; readonly at: number; readonly length: number; readonly text: string; readonly how: 'edit' | 'disk' | 'remove' | 'restore' | 'close' }

const edits = fc.array(fc.record({
  file: fc.nat(1000), at: fc.nat(100_000), length: fc.nat(60),
  text: fc.constantFrom('', ' ', '\n', ')', '(', '`', "'", '// x', 'index(', '.where(', 'export ', '${', 'DROP TABLE x;', 'import { eq } from "drizzle-orm";\n', 'desc', ', '),
  how: fc.constantFrom<Edit['how'][]>('edit', 'edit', 'edit', 'disk', 'remove', 'restore', 'close'),
}), { minLength: 1, maxLength: 8 });

for (const project of projects) {
  test(`incremental equals cold: ${project.name}`, () => {
    const paths = Object.keys(project.files);
    fc.assert(fc.property(edits, (series) => {
      const warm = workspaceOf(project.files);
      shown(warm);
      const disk = new Map<string, string>(Object.entries(project.files));
      const open = new Map<string, string>();
      for (const edit of series) {
        const path = paths[edit.file % paths.length] ?? '';
        apply(warm, edit, path, disk, open, project.files[path] ?? '');
        // A snapshot after each step leaves caches behind that the next one might wrongly believe.
        shown(warm);
      }
      const cold = workspaceOf(Object.fromEntries([...disk, ...open]));
      assert.deepEqual(shown(warm), shown(cold));
    }), { numRuns: 12, seed: 7 });
  });
}

function apply(engine: Engine, edit: Edit, path: string, disk: Map<string, string>, open: Map<string, string>, original: string): void {
  const text = open.get(path) ?? disk.get(path) ?? '';
  const at = Math.min(edit.at % (text.length + 1), text.length);
  const changed = text.slice(0, at) + edit.text + text.slice(at + edit.length);
  if (edit.how === 'edit') { open.set(path, changed); engine.edit(path, changed, 1); }
  else if (edit.how === 'close' && open.has(path)) { disk.set(path, open.get(path) ?? ''); engine.update([{ path, text: disk.get(path) ?? '' }]); engine.edit(path, disk.get(path) ?? '', 2); }
  else if (!open.has(path)) {
    if (edit.how === 'remove') { disk.delete(path); engine.update([{ path, text: null }]); }
    if (edit.how === 'disk') { disk.set(path, changed); engine.update([{ path, text: changed }]); }
    if (edit.how === 'restore') { disk.set(path, original); engine.update([{ path, text: original }]); }
  }
}

test('typing inside a query leaves the catalogs as they are; editing a model does not', () => {
  const files = {
    'package.json': '{"dependencies":{"pg":"1"}}',
    'schema.sql': 'CREATE TABLE users (id int primary key, email text);\n',
    'q.ts': "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const a = () => pool.query('SELECT * FROM users WHERE email = $1', ['x']);\n",
  };
  const engine = workspaceOf(files);
  const before = engine.snapshot();
  engine.edit('q.ts', files['q.ts'].replace('email = $1', 'email = $1 AND id > 3'), 2);
  const after = engine.snapshot();
  assert.equal(after.catalogRevision, before.catalogRevision);
  assert.equal(after.catalogs()[0], before.catalogs()[0]);
  engine.edit('schema.sql', `${files['schema.sql']}CREATE INDEX e ON users (email);\n`, 2);
  assert.notEqual(engine.snapshot().catalogRevision, before.catalogRevision);
  assert.deepEqual(engine.snapshot().findings(), []);
});

test('nothing is said before everything was read', () => {
  const engine = workspaceOf({ 'schema.sql': 'CREATE TABLE t (a int);', 'q.sql': 'SELECT * FROM t WHERE a = 1;' }, { dialect: 'sqlite' });
  assert.equal(engine.snapshot().findings().length, 1);
  engine.setComplete(false);
  assert.deepEqual(engine.snapshot().findings(), []);
  assert.deepEqual(engine.snapshot().sites('q.sql'), []);
});

test('a result id stands for as long as what is told stands', () => {
  const files = { 'schema.sql': 'CREATE TABLE t (a int, b int);', 'q.sql': 'SELECT * FROM t WHERE a = 1;', 'r.sql': 'SELECT 1;' };
  const engine = workspaceOf(files, { dialect: 'sqlite' });
  const id = engine.snapshot().resultId('q.sql');
  engine.edit('r.sql', 'SELECT 2;', 1);
  assert.equal(engine.snapshot().resultId('q.sql'), id);
  engine.edit('r.sql', 'SELECT * FROM t WHERE a = 2 ORDER BY b;', 2);
  assert.notEqual(engine.snapshot().resultId('q.sql'), id, 'the other query changes the advice here');
});
