import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { repositoryOf, type TestRepository } from '../support/git.ts';
import { reportOf, sargable } from './run.ts';

const TABLE = 'CREATE TABLE scenes (id integer PRIMARY KEY, project_id integer NOT NULL, title text, note text);\n';
const INDEX = 'CREATE INDEX scenes_project_id ON scenes (project_id);\n';
const file = (...queries: readonly (readonly [string, string])[]): string =>
  `import Database from 'better-sqlite3';\nconst db = new Database('x');\n${queries.map(([name, column]) => `export function ${name}(v: unknown) {\n  return db.prepare('SELECT * FROM scenes WHERE ${column} = ?').all(v);\n}\n`).join('\n')}`;
const FIRST = { 'schema.sql': TABLE + INDEX, 'src/served.ts': file(['ofProject', 'project_id']), 'src/old.ts': file(['byTitle', 'title']) };

const open: TestRepository[] = [];
after(() => { for (const one of open) one.remove(); });
function repository(files: Readonly<Record<string, string>> | null = FIRST): TestRepository {
  const made = repositoryOf(files);
  open.push(made);
  return made;
}

const told = (at: string, ...args: readonly string[]): readonly string[] => reportOf(sargable(at, 'check', '--format', 'json', ...args)).findings.map((f) => f.file).sort();

test('what a change brought about is told wherever it shows; what was there is not', () => {
  const { folder, write, git } = repository();
  assert.deepEqual(told(folder), ['src/old.ts']);
  write({ 'schema.sql': TABLE, 'src/old.ts': file(['byTitle', 'title'], ['byTitleToo', 'title']) });
  assert.deepEqual(told(folder, '--changed'), ['src/old.ts', 'src/served.ts'], 'the file of the query that lost its index was not touched');
  const run = sargable(folder, 'check', '--changed');
  assert.equal(run.status, 1);
  assert.match(run.stderr, /Compared with HEAD: 1 place that was there already is not shown, 0 gone\./);
  assert.deepEqual(told(folder, '--changed', 'src/served.ts'), ['src/served.ts']);
  write({ 'schema.sql': TABLE + INDEX, 'src/old.ts': file() });
  const better = sargable(folder, 'check', '--changed');
  assert.equal(better.status, 0);
  assert.match(better.stderr, /gone since HEAD {2}src\/old\.ts {2}unindexed-filter on scenes \(title\) in byTitle\n/);
  git('checkout', '-q', '.');
});

test('--since compares with where the branch began, not with what others did meanwhile', () => {
  const { folder, write, commit, git } = repository();
  git('checkout', '-q', '-b', 'feature');
  write({ 'src/new.ts': file(['fresh', 'title']) });
  commit();
  git('checkout', '-q', 'main');
  write({ 'src/old.ts': file() });
  commit();
  git('checkout', '-q', 'feature');
  assert.deepEqual(told(folder, '--since', 'main'), ['src/new.ts']);
  const run = sargable(folder, 'check', '--since', 'main');
  assert.match(run.stderr, /Compared with main: 1 place that was there already is not shown, 0 gone\./);
  write({ 'src/uncommitted.ts': file(['more', 'note']) });
  assert.deepEqual(told(folder, '--since', 'main'), ['src/new.ts', 'src/uncommitted.ts'], 'what is not committed is part of the change');
});

test('--staged judges the texts as they are staged', () => {
  const { folder, write, git } = repository();
  write({ 'src/a.ts': file(['staged', 'title']), 'src/b.ts': file(['unstaged', 'title']) });
  git('add', 'src/a.ts');
  assert.deepEqual(told(folder, '--staged'), ['src/a.ts']);
  write({ 'src/a.ts': file() });
  assert.deepEqual(told(folder, '--staged'), ['src/a.ts'], 'the text that would be committed');
  assert.match(sargable(folder, 'check', '--staged').stdout, /4:\d+ {2}warning {2}No index on scenes serves title = …[\s\S]*\| {3}return db\.prepare|WHERE title/);
  git('add', '-A');
  assert.deepEqual(told(folder, '--staged'), ['src/b.ts']);
});

test('moved, renamed and formatted code is no change', () => {
  const { folder, write, git } = repository();
  git('mv', 'src/old.ts', 'src/newer.ts');
  write({ 'src/newer.ts': `// A word.\n\n${file(['byTitle', 'title']).replaceAll('  return', '        return')}` });
  assert.deepEqual(told(folder, '--changed'), []);
  git('add', '-A');
  assert.deepEqual(told(folder, '--staged'), []);
});

test('before the first commit everything is new; a baseline is counted in', () => {
  const { folder, write, git } = repository(null);
  write(FIRST);
  git('add', '-A');
  assert.deepEqual(told(folder, '--staged'), ['src/old.ts']);
  sargable(folder, 'check', '--update-baseline');
  assert.deepEqual(told(folder, '--changed', '--baseline'), []);
});

test('a folder of a repository is compared with itself, and a report names files from the top', () => {
  const { folder, write } = repository(Object.fromEntries(Object.entries(FIRST).map(([path, text]) => [`apps/web/${path}`, text])));
  write({ 'apps/web/package.json': '{}', 'apps/web/src/new.ts': file(['fresh', 'title']) });
  const run = sargable(join(folder, 'apps/web'), 'check', '--changed', '--format', 'github');
  assert.match(run.stdout, /^::warning title=sargable unindexed-filter,file=apps\/web\/src\/new\.ts,line=4,/);
  assert.equal(run.stdout.split('\n').length, 2);
});

test('what git cannot do is said, with exit code 2', () => {
  const { folder } = repository();
  const bare = mkdtempSync(join(tmpdir(), 'sargable-no-git-'));
  mkdirSync(join(bare, 'src'));
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    [folder, ['--since', 'nowhere'], /There is no commit "nowhere"/], [folder, ['--since=--output=x'], /is no name of a commit/], [bare, ['--changed'], /is in no git repository/],
    [folder, ['--changed', '--staged'], /one of them at a time/], [folder, ['--changed', '--fix'], /go without --fix/], [folder, ['--since', 'HEAD', '--update-baseline'], /go without --fix and --update-baseline/],
  ];
  for (const [at, args, message] of cases) {
    const run = sargable(at, 'check', ...args);
    assert.equal(run.status, 2, `${args.join(' ')}: ${run.stderr}`);
    assert.match(run.stderr, message);
  }
  rmSync(bare, { recursive: true });
});
