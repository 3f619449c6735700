import assert from 'node:assert/strict';
import { test } from 'node:test';
import { given, project, reportOf, sargable } from './run.ts';

const SCHEMA = 'CREATE TABLE scenes (id integer PRIMARY KEY, project_id integer NOT NULL, title text);\n';
const query = (column: string): string => `import Database from 'better-sqlite3';\nconst db = new Database('x');\nexport const list = (id: number) => db.prepare('SELECT * FROM scenes WHERE ${column} = ?').all(id);\n`;
const at = project('stdin', { 'schema.sql': SCHEMA, '.gitignore': 'generated/\n', 'src/list.ts': query('id'), 'src/other.ts': query('title') });

test('a text on stdin is judged in place of its file, within the workspace, and alone', () => {
  const run = given(at, query('project_id'), 'check', '--stdin', '--stdin-filename', 'src/list.ts', '--format', 'json');
  assert.equal(run.status, 1);
  assert.deepEqual(reportOf(run).findings.map(({ file, ruleId }) => `${file} ${ruleId}`), ['src/list.ts unindexed-filter']);
  assert.equal(given(at, query('id'), 'check', '--stdin', '--stdin-filename', 'src/list.ts').status, 0);
});

test('the file need not exist; from another folder its name may be absolute', () => {
  assert.equal(given(at, query('project_id'), 'check', '--stdin', '--stdin-filename', 'src/new/file.ts').status, 1);
  assert.match(given('/', query('project_id'), 'check', '--stdin', '--stdin-filename', `${at}/src/new.ts`).stdout, /project_id/);
});

test('a schema on stdin serves, or does not serve, only what is in it', () => {
  const run = given(at, `${SCHEMA}SELECT 1 FROM scenes WHERE title = 'x';\n`, 'check', '--stdin', '--stdin-filename', 'schema.sql', '--format', 'json');
  assert.deepEqual(reportOf(run).findings.map(({ file }) => file), ['schema.sql']);
});

test('an ignored file is told and not judged', () => {
  const run = given(at, query('project_id'), 'check', '--stdin', '--stdin-filename', 'generated/a.ts');
  assert.equal(run.status, 0);
  assert.match(run.stderr, /generated\/a\.ts is left out/);
});

test('it goes with its name and nothing else', () => {
  const wrong: readonly (readonly string[])[] = [['--stdin'], ['--stdin-filename', 'a.ts'], ['--stdin', '--stdin-filename', 'a.ts', 'src'], ['--stdin', '--stdin-filename', 'a.ts', '--fix'], ['--stdin', '--stdin-filename', 'a.png']];
  for (const args of wrong) assert.equal(sargable(at, 'check', ...args).status, 2, args.join(' '));
});
