import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { project, read, sargable } from './run.ts';

const SCHEMA = 'CREATE TABLE scenes (id integer PRIMARY KEY, project_id integer NOT NULL, title text);\n';
const query = (column: string): string => `import Database from 'better-sqlite3';\nconst db = new Database('x');\nexport const by = (v: unknown) => db.prepare('SELECT * FROM scenes WHERE ${column} = ?').all(v);\n`;
const two = project('two-warnings', { 'schema.sql': SCHEMA, 'src/a.ts': query('project_id'), 'src/b.ts': query('title') });

test('several reports are written in one run, one of them to the terminal', () => {
  const run = sargable(two, 'check', '--format', 'github', '--format', 'sarif=out.sarif', '--format', 'junit=out.xml', '--format', 'gitlab=out.json');
  assert.equal(run.status, 1);
  assert.match(run.stdout, /^::warning .*\n::warning .*\n$/);
  assert.match(run.stderr, /2 warnings, 0 notes in 2 of 3 files\. 2 queries read, 0 not understood/);
  assert.match(read(two, 'out.sarif'), /"version": "2\.1\.0"/);
  assert.match(read(two, 'out.xml'), /failures="2"/);
  assert.equal((JSON.parse(read(two, 'out.json')) as readonly unknown[]).length, 2);
});

test('-o names the file of the one format that names none; a text in a file has no colours', () => {
  assert.equal(sargable(two, 'check', '-o', 'report.txt').stdout, '');
  assert.match(read(two, 'report.txt'), /^src\/a\.ts\n {2}3:\d+ {2}warning/);
  assert.equal(sargable(two, 'check', '--format', 'json', '--output', 'r.json').stdout, '');
  assert.match(read(two, 'r.json'), /"version": 1/);
});

test('JSON alone leaves stderr empty; --quiet leaves out the summary of the others', () => {
  assert.equal(sargable(two, 'check', '--format', 'json').stderr, '');
  assert.equal(sargable(two, 'check', '--format', 'github', '--quiet').stderr, '');
});

test('--max-warnings lets some stand', () => {
  for (const [args, status] of [[['--max-warnings', '2'], 0], [['--max-warnings', '1'], 1], [['--max-warnings', '0'], 1], [['--max-warnings', '2', '--fail-on', 'error'], 0], [['--max-warnings', '1', '--fail-on', 'error'], 1], [['--max-warnings=1', '--fail-on=never'], 1]] as const) assert.equal(sargable(two, 'check', ...args).status, status, args.join(' '));
});

test('what cannot be asked for is said, and nothing is written', () => {
  mkdirSync(join(two, 'folder'), { recursive: true });
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--format', 'xml'], /--format takes text, json, sarif/], [['--format', 'json', '--format', 'sarif'], /Only one format can go to the terminal/], [['--format', 'sarif='], /needs the name of a file/], [['--format', 'sarif=a', '-o', 'b'], /--output FILE goes with one --format/],
    [['--max-warnings', 'many'], /--max-warnings takes a number/], [['--max-warnings=-1'], /--max-warnings takes a number/], [['-o', 'folder'], /folder cannot be written/], [['-o', 'nowhere/x.txt'], /nowhere\/x\.txt cannot be written/], [['--stdin', '--stdin-filename', 'a.ts', '--update-baseline'], /--stdin judges one text/],
  ];
  for (const [args, message] of cases) {
    const run = sargable(two, 'check', ...args);
    assert.equal(run.status, 2, args.join(' '));
    assert.match(run.stderr, message);
  }
  assert.ok(!existsSync(join(two, 'a')));
});

test('reports name files from the repository’s top, text and JSON from where it is run', () => {
  const at = project('inner', { 'apps/web/package.json': '{}', 'apps/web/schema.sql': SCHEMA, 'apps/web/src/a.ts': query('title') });
  const inner = join(at, 'apps/web');
  assert.match(sargable(inner, 'check').stdout, /^src\/a\.ts\n/);
  assert.match(sargable(inner, 'check', '--format', 'sarif').stdout, /"uri": "apps\/web\/src\/a\.ts"/);
  assert.match(sargable(inner, 'check', '--format', 'gitlab').stdout, /"path": "apps\/web\/src\/a\.ts"/);
  assert.match(sargable(inner, 'check', '--format', 'junit').stdout, /classname="apps\/web\/src\/a\.ts"/);
});
