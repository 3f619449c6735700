import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Ajv } from 'ajv';
import { root } from '../house/sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'sargable-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A project on disk, under a repository top of its own. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const at = join(folder, name);
  mkdirSync(join(at, '.git'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(at, path, '..'), { recursive: true });
    writeFileSync(join(at, path), text);
  }
  return at;
}

// The command line as it is built: `npm test` builds first.
const sargable = (cwd: string, ...args: string[]) => spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...args], { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

const SCHEMA = 'CREATE TABLE scenes (id integer PRIMARY KEY, project_id integer NOT NULL, title text);\n';
const QUERY = "import Database from 'better-sqlite3';\nconst db = new Database('x');\nexport const list = (id: number) => db.prepare('SELECT * FROM scenes WHERE project_id = ?').all(id);\n";
const plain = project('plain', { 'schema.sql': SCHEMA, 'src/list.ts': QUERY });

test('findings end with 1, none with 0, and --fail-on moves the line', () => {
  assert.equal(sargable(plain, 'check').status, 1);
  assert.equal(sargable(plain, 'check', '--fail-on', 'error').status, 0);
  assert.equal(sargable(plain, 'check', '--fail-on', 'never').status, 0);
  assert.equal(sargable(project('served', { 'schema.sql': `${SCHEMA}CREATE INDEX p ON scenes (project_id);\n`, 'src/list.ts': QUERY }), 'check').status, 0);
});

test('a finding is told with its place, its line and what to do; the summary says what was read', () => {
  const run = sargable(plain, 'check');
  assert.match(run.stdout, /^src\/list\.ts\n {2}3:\d+ {2}warning {2}No index on scenes serves project_id = …, so the whole table is read\. {3}unindexed-filter\n/);
  assert.match(run.stdout, /\| +\^+\n/);
  assert.match(run.stdout, /Add index \(project_id\): it would serve this query\./);
  assert.match(run.stderr, /1 warning, 0 notes in 1 of 2 files\. 1 query read, 0 not understood\. \d+\.\d s/);
});

test('what was not understood is counted, and listed on demand', () => {
  const at = project('unread', { 'schema.sql': SCHEMA, 'src/a.ts': QUERY.replace('scenes WHERE', 'nowhere WHERE') });
  assert.match(sargable(at, 'check').stderr, /0 queries read, 1 not understood \(sargable check --unread\)/);
  assert.match(sargable(at, 'check', '--unread').stderr, /src\/a\.ts:3 {2}not understood: table nowhere is not known/);
});

test('the JSON of every sample project keeps to its schema', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(join(root, 'docs/report.schema.json'), 'utf8')));
  for (const sample of ['examples/bookshop', 'test/adapters/drizzle/project', 'test/adapters/sql-drivers/project']) {
    const at = join(folder, sample.replaceAll('/', '-'));
    cpSync(join(root, sample), at, { recursive: true });
    mkdirSync(join(at, '.git'), { recursive: true });
    const report: unknown = JSON.parse(sargable(at, 'check', '--format', 'json').stdout);
    assert.ok(validate(report), JSON.stringify(validate.errors));
  }
});

test('a path narrows what is told, not what is read', () => {
  const at = project('two', { 'schema.sql': SCHEMA, 'a/list.ts': QUERY, 'b/list.ts': QUERY.replace('project_id', 'title') });
  const found = (args: string[]): string[] => (JSON.parse(sargable(at, 'check', '--format', 'json', ...args).stdout) as { findings: { file: string }[] }).findings.map((f) => f.file);
  assert.deepEqual(found([]), ['a/list.ts', 'b/list.ts']);
  assert.deepEqual(found(['b']), ['list.ts']);
  assert.deepEqual(found(['a/list.ts']), ['a/list.ts']);
});

test('bad usage and bad configuration end with 2 and say what is wrong', () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['chekc'], /There is no command "chekc"/], [['check', '--formt', 'json'], /--formt/], [['check', '--format', 'xml'], /--format takes text, json/], [['check', 'nowhere'], /nowhere does not exist/], [['rule', 'nope'], /There is no rule "nope"/],
  ];
  for (const [args, message] of cases) {
    const run = sargable(plain, ...args);
    assert.equal(run.status, 2, args.join(' '));
    assert.match(run.stderr, message);
  }
  const broken = project('broken', { 'schema.sql': SCHEMA, 'sargable.jsonc': '{ "rules": { "unindexed-filtr": "off" } }' });
  const run = sargable(broken, 'check');
  assert.equal(run.status, 2);
  assert.match(run.stderr, /sargable\.jsonc:1:14 There is no rule "unindexed-filtr"\. Did you mean "unindexed-filter"\?/);
});

test('--version, --help, rule and schema answer', () => {
  assert.match(sargable(plain, '--version').stdout, /^\d+\.\d+\.\d+\n$/);
  assert.match(sargable(plain, '--help').stdout, /sargable check \[paths\]/);
  assert.match(sargable(plain, 'check', '--help').stdout, /--fail-on/);
  assert.match(sargable(plain, 'rule', 'unindexed-filter').stdout, /unindexed-filter/);
  assert.match(sargable(plain, 'rule').stdout, /unindexed-filter +\S/);
  assert.match(sargable(plain, 'schema').stdout, /scenes {2}id, project_id, title {3}schema\.sql:1\n {4}primary key/);
});

test('migrate shows what it would write, writes it once, and overwrites nothing', () => {
  const at = project('migrate', { 'package.json': '{"dependencies":{"better-sqlite3":"1"}}', 'migrations/001_scenes.sql': SCHEMA, 'src/list.ts': QUERY });
  const dry = sargable(at, 'migrate', '--dry-run');
  assert.equal(dry.status, 0);
  assert.match(dry.stdout, /migrations\/002_\w+\.sql/);
  assert.equal(sargable(at, 'check').status, 1, 'a dry run writes nothing');
  assert.equal(sargable(at, 'migrate').status, 0);
  assert.equal(sargable(at, 'check').status, 0, 'and the index is then known');
  assert.match(sargable(at, 'migrate').stdout, /Nothing to write/);
});

test('files that .gitignore, configuration or custom leave out are not read', () => {
  const at = project('ignored', {
    'schema.sql': SCHEMA, '.gitignore': 'generated/\n', 'generated/a.ts': QUERY, 'node_modules/x/a.ts': QUERY, 'dist/a.ts': QUERY, 'excluded/a.ts': QUERY, 'tests/a.ts': QUERY, 'src/a.test.ts': QUERY, 'sargable.jsonc': '{ "exclude": ["excluded"] }',
  });
  const run = sargable(at, 'check');
  assert.equal(run.status, 0, run.stdout);
  // Queries of tests are read and not judged.
  assert.match(run.stderr, /2 queries read/);
});
