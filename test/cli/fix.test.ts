import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixAll } from '../../server/src/cli/fix.ts';
import { openWorkspace } from '../../server/src/host/workspace.ts';
import { root } from '../house/sources.ts';
import { folder, project, read, type ReportJson, reportOf, sargable } from './run.ts';

const SCHEMA = 'CREATE TABLE scenes (id integer PRIMARY KEY, project_id integer NOT NULL, title text);\nCREATE TABLE shots (id integer PRIMARY KEY, scene_id integer NOT NULL, name text);\n';
const query = (table: string, column: string): string => `import Database from 'better-sqlite3';\nconst db = new Database('x');\nexport const list = (id: number) => db.prepare('SELECT * FROM ${table} WHERE ${column} = ?').all(id);\n`;

test('safe fixes are made, said, and nothing is left to do the second time', () => {
  const at = project('fix', { 'schema.sql': SCHEMA, 'src/a.ts': query('scenes', 'project_id'), 'src/b.ts': query('shots', 'scene_id'), 'src/c.ts': query('shots', 'name') });
  const run = sargable(at, 'check', '--fix');
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /fixed {2}schema\.sql {2}Add index idx_scenes_project_id|fixed {2}schema\.sql {2}Add index \w+ to scenes in schema\.sql/);
  assert.match(run.stderr, /0 warnings, 0 notes/);
  const fixed = read(at, 'schema.sql');
  assert.equal(fixed.match(/CREATE INDEX/g)?.length, 3);
  assert.ok(SCHEMA.split('\n').every((line) => fixed.includes(line)), 'what stood there stands there still');
  const again = sargable(at, 'check', '--fix');
  assert.equal(again.status, 0);
  assert.match(again.stderr, /Nothing to fix\./);
  assert.equal(read(at, 'schema.sql'), fixed);
});

test('indexes go into a Drizzle model, several at once, and the import comes once', () => {
  const at = join(folder, 'bookshop');
  cpSync(join(root, 'examples/bookshop'), at, { recursive: true });
  const warnings = (report: ReportJson): number => report.findings.filter((finding) => finding.severity === 'warning').length;
  const before = warnings(reportOf(sargable(at, 'check', '--format', 'json')));
  const report = reportOf(sargable(at, 'check', '--fix', '--format', 'json'));
  assert.ok((report.fixes?.applied.length ?? 0) > 1 && warnings(report) < before, `${before} before, ${warnings(report)} after`);
  assert.equal(read(at, 'src/db/schema.ts').match(/\bindex\b[^;]*from 'drizzle-orm/g)?.length, 1);
  assert.deepEqual(readdirSync(join(at, 'drizzle')), readdirSync(join(root, 'examples/bookshop/drizzle')), 'no file is created');
  assert.match(sargable(at, 'check', '--fix').stderr, /^(?!.*\nfixed)/s);
});

test('what only a migration can hold is left, and said', () => {
  const at = project('history', { 'package.json': '{"dependencies":{"better-sqlite3":"1"}}', 'migrations/001_scenes.sql': SCHEMA, 'src/a.ts': query('scenes', 'project_id') });
  const run = sargable(at, 'check', '--fix');
  assert.equal(run.status, 1);
  assert.match(run.stderr, /takes a migration \(sargable migrate\) {2}src\/a\.ts:3 {2}Add index/);
  assert.deepEqual(readdirSync(join(at, 'migrations')), ['001_scenes.sql']);
  assert.equal(read(at, 'migrations/001_scenes.sql'), SCHEMA);
});

test('a path narrows what is fixed', () => {
  const at = project('narrow', { 'schema.sql': SCHEMA, 'a/a.ts': query('scenes', 'project_id'), 'b/b.ts': query('shots', 'scene_id') });
  sargable(at, 'check', '--fix', 'a');
  assert.deepEqual([/ON scenes/.test(read(at, 'schema.sql')), /ON shots/.test(read(at, 'schema.sql'))], [true, false]);
});

test('a byte order mark and line ends stay; what is not UTF-8 is left as it is, and said', () => {
  const windows = project('windows', { 'schema.sql': `\uFEFF${SCHEMA.replaceAll('\n', '\r\n')}`, 'src/a.ts': query('scenes', 'project_id') });
  assert.equal(sargable(windows, 'check', '--fix').status, 0);
  assert.match(read(windows, 'schema.sql'), /^\uFEFFCREATE TABLE[\s\S]*CREATE INDEX/);
  assert.doesNotMatch(read(windows, 'schema.sql'), /[^\r]\n/);
  const latin = project('latin', { 'schema.sql': Buffer.from(`-- caf\u00e9\n${SCHEMA}`, 'latin1'), 'src/a.ts': query('scenes', 'project_id') });
  const run = sargable(latin, 'check', '--fix', '--format', 'json');
  assert.deepEqual([run.status, reportOf(run).fixes?.refused, reportOf(run).fixes?.applied], [1, [{ file: 'schema.sql', reason: 'it is not UTF-8' }], []]);
  assert.match(run.stderr, /schema\.sql was left as it is: it is not UTF-8\./);
});

test('a text that changed while it was read is not overwritten', async () => {
  const at = project('raced', { 'schema.sql': SCHEMA, 'src/a.ts': query('scenes', 'project_id') });
  const workspace = await openWorkspace(at);
  for (const _ of workspace.scan());
  project('raced', { 'schema.sql': `${SCHEMA}-- another program was here\n` });
  const fixed = fixAll(workspace, (snapshot) => snapshot.findings());
  assert.deepEqual([fixed.applied, fixed.refused, fixed.left.map(({ why }) => why)], [[], [{ path: 'schema.sql', reason: 'it has changed since it was read' }], []]);
  assert.equal(read(at, 'schema.sql'), `${SCHEMA}-- another program was here\n`);
});
