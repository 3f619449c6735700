import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import type { IndexSpec } from '../../server/src/facts/finding.ts';
import { addIndex } from '../../server/src/fix/add-index.ts';
import { startDraft } from '../../server/src/fix/draft.ts';
import { catalogOf, declared, indexSpec } from '../migrate/build.ts';
import { viewOf } from '../migrate/disk.ts';
import { sourceOf, sqlWriters } from './sources.ts';

const spec = (name: string, keys: readonly string[], table = 'scenes'): IndexSpec => indexSpec(table, name, keys);

/** The text after the index was added; null when it cannot be. A second run must change nothing, and what was added must be read again. */
function added(path: string, text: string, index: IndexSpec, dialect: Dialect = 'sqlite'): string | null {
  const catalog = catalogOf(dialect, [{ key: index.table, declarations: [declared('sql', path, null)] }]);
  const table = catalog.tables.get(index.table);
  if (table === undefined) throw new Error('no table');
  const writers = sqlWriters(dialect);
  const draft = startDraft(viewOf({ [path]: text }));
  const first = addIndex(draft, writers, catalog, table, index);
  if (first.kind === 'impossible') return null;
  const after = draft.text(path) ?? '';
  assert.equal(addIndex(draft, writers, catalog, table, index).kind, 'present', 'a second run');
  assert.equal(draft.text(path), after, 'a second run');
  const read = sourceOf(path, after, dialect).statements.filter(({ operation }) => operation.op === 'create-index' && operation.index.name === index.name);
  assert.equal(read.length, 1, 'the index is read again');
  return after;
}

const cases: readonly { readonly what: string; readonly before: string; readonly after: string; readonly dialect?: Dialect; readonly index?: IndexSpec; readonly path?: string }[] = [
  { what: 'behind the table', before: 'CREATE TABLE scenes (\n  id INTEGER PRIMARY KEY,\n  project_id INTEGER\n);\n\nCREATE TABLE shots (id INTEGER);\n', after: 'CREATE TABLE scenes (\n  id INTEGER PRIMARY KEY,\n  project_id INTEGER\n);\nCREATE INDEX i ON scenes (project_id);\n\nCREATE TABLE shots (id INTEGER);\n' },
  { what: 'behind the indexes it has, wherever they are', before: 'CREATE TABLE scenes (a int, project_id int);\n\nCREATE TABLE shots (b int);\n\nCREATE INDEX sa ON scenes (a);\nCREATE INDEX sb ON shots (b);\n', after: 'CREATE TABLE scenes (a int, project_id int);\n\nCREATE TABLE shots (b int);\n\nCREATE INDEX sa ON scenes (a);\nCREATE INDEX i ON scenes (project_id);\nCREATE INDEX sb ON shots (b);\n' },
  { what: 'line ends, lower case and IF NOT EXISTS are kept', before: 'create table if not exists scenes (project_id int);\r\n\r\ncreate index if not exists a on other (x);\r\n', after: 'create table if not exists scenes (project_id int);\r\ncreate index if not exists i on scenes (project_id);\r\n\r\ncreate index if not exists a on other (x);\r\n' },
  { what: 'quotes are kept', before: 'CREATE TABLE "scenes" ("project_id" int);\n', after: 'CREATE TABLE "scenes" ("project_id" int);\nCREATE INDEX "i" ON "scenes" ("project_id");\n' },
  { what: 'blank lines between indexes are kept', before: 'CREATE TABLE scenes (a int, project_id int);\n\nCREATE INDEX sa ON scenes (a);\n\nCREATE INDEX sb ON scenes (a);\n', after: 'CREATE TABLE scenes (a int, project_id int);\n\nCREATE INDEX sa ON scenes (a);\n\nCREATE INDEX sb ON scenes (a);\n\nCREATE INDEX i ON scenes (project_id);\n' },
  { what: 'a last statement without its semicolon gets one', before: 'CREATE TABLE scenes (project_id int)', after: 'CREATE TABLE scenes (project_id int);\nCREATE INDEX i ON scenes (project_id);' },
  { what: 'a comment on the same line stays there', before: 'CREATE TABLE scenes (project_id int); -- all scenes\nSELECT 1;\n', after: 'CREATE TABLE scenes (project_id int); -- all scenes\nCREATE INDEX i ON scenes (project_id);\nSELECT 1;\n' },
  { what: 'a statement on the same line stays whole', before: 'CREATE TABLE scenes (project_id int); CREATE TABLE b (\n  c int\n);\n', after: 'CREATE TABLE scenes (project_id int);\nCREATE INDEX i ON scenes (project_id); CREATE TABLE b (\n  c int\n);\n' },
  { what: 'behind the column it needs', before: 'CREATE TABLE scenes (a int);\nALTER TABLE scenes ADD COLUMN project_id int;\nSELECT 1;\n', after: 'CREATE TABLE scenes (a int);\nALTER TABLE scenes ADD COLUMN project_id int;\nCREATE INDEX i ON scenes (project_id);\nSELECT 1;\n' },
  { what: 'a schema of its own', dialect: 'postgresql', index: spec('i', ['project_id', 'at desc'], 'app.scenes'), before: 'CREATE TABLE app.scenes (project_id int, at timestamptz);\nCREATE TABLE scenes (project_id int);\n', after: 'CREATE TABLE app.scenes (project_id int, at timestamptz);\nCREATE INDEX i ON app.scenes (project_id, at DESC);\nCREATE TABLE scenes (project_id int);\n' },
  { what: 'tabs, in a template of several statements', path: 'db.ts', before: 'db.run(`\n\tCREATE TABLE scenes (project_id int);\n\tCREATE TABLE b (c int);\n`);\n', after: 'db.run(`\n\tCREATE TABLE scenes (project_id int);\n\tCREATE INDEX i ON scenes (project_id);\n\tCREATE TABLE b (c int);\n`);\n' },
  { what: 'a single statement handed to exec', path: 'db.ts', before: 'db.exec(`CREATE TABLE scenes (project_id int)`);\n', after: 'db.exec(`CREATE TABLE scenes (project_id int);\nCREATE INDEX i ON scenes (project_id);`);\n' },
  { what: 'between quotes', path: 'db.ts', index: spec('Odd', ['project_id']), dialect: 'postgresql', before: 'client.query("CREATE TABLE scenes (project_id int); CREATE TABLE b (c int)");\n', after: 'client.query("CREATE TABLE scenes (project_id int); CREATE INDEX \\"Odd\\" ON scenes (project_id); CREATE TABLE b (c int)");\n' },
];

for (const { what, before, after, dialect, index, path } of cases) {
  test(`SQL: ${what}`, () => assert.equal(added(path ?? 'schema.sql', before, index ?? spec('i', ['project_id']), dialect), after));
}

test('SQL: where no second statement may stand, nothing is written', () => {
  assert.equal(added('db.ts', 'db.prepare(`CREATE TABLE scenes (project_id int)`).run();\n', spec('i', ['project_id'])), null);
  assert.equal(added('db.ts', 'export const ddl = "CREATE TABLE scenes (project_id int)";\n', spec('i', ['project_id'])), null);
  assert.equal(added('src/migrations/1.ts', 'db.exec(`CREATE TABLE scenes (project_id int)`);\n', spec('i', ['project_id'])), null);
  assert.equal(added('src/db.ts', 'function migrate() {\n  db.exec(`CREATE TABLE scenes (project_id int)`);\n}\n', spec('i', ['project_id'])), null);
  assert.equal(added('schema.sql', 'CREATE TABLE other (project_id int);\n', spec('i', ['project_id'])), null);
});

test('SQL: what is run at every start is no migration', () => {
  const before = 'function migrate() {\n  db.exec(`CREATE TABLE IF NOT EXISTS scenes (project_id int);`);\n}\n';
  assert.equal(added('src/db.ts', before, spec('i', ['project_id'])), before.replace(';`', ';\n  CREATE INDEX IF NOT EXISTS i ON scenes (project_id);`'));
  assert.equal(added('src/db.ts', before.replace('function migrate() {', 'const migrations = () => {'), spec('i', ['project_id'])), null);
});

test('SQL: two indexes for one table stand one behind the other, and come out as one edit', () => {
  const text = 'CREATE TABLE scenes (a int, b int);\n';
  const catalog = catalogOf('sqlite', [{ key: 'scenes', declarations: [declared('sql', 'schema.sql', null)] }]);
  const table = catalog.tables.get('scenes');
  assert.ok(table !== undefined);
  const draft = startDraft(viewOf({ 'schema.sql': text }));
  for (const name of ['a', 'b']) addIndex(draft, sqlWriters('sqlite'), catalog, table, spec(`scenes_${name}`, [name]));
  assert.equal(draft.text('schema.sql'), 'CREATE TABLE scenes (a int, b int);\nCREATE INDEX scenes_a ON scenes (a);\nCREATE INDEX scenes_b ON scenes (b);\n');
  assert.equal(draft.edits().changes[0]?.edits.length, 1);
});

test('SQL: an applied migration is never edited', () => {
  const catalog = catalogOf('sqlite', [{ key: 'scenes', declarations: [declared('sql', 'migrations/1_init.sql', null, true)] }]);
  const table = catalog.tables.get('scenes');
  assert.ok(table !== undefined);
  const draft = startDraft(viewOf({ 'migrations/1_init.sql': 'CREATE TABLE scenes (a int);\n' }));
  assert.deepEqual(addIndex(draft, sqlWriters('sqlite'), catalog, table, spec('i', ['a'])), { kind: 'impossible' });
  assert.deepEqual(draft.edits(), { changes: [], creates: [] });
});
