import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { changedBetween, changedInFolder, changedSince, changedStaged, commitOf, defaultBranch, findRepository, GitError, mergeBase, stagedTexts, textsAt } from '../../server/src/host/git.ts';
import { repositoryOf, type TestRepository } from '../support/git.ts';

const lines = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');

function within(files: Readonly<Record<string, string>> | null, work: (made: TestRepository) => void): void {
  const made = repositoryOf(files);
  try { work(made); } finally { made.remove(); }
}

test('what a pull request changes is told against where histories part, with its lines', () => within({ 'a.ts': lines(1, 20), 'b.ts': lines(1, 5), 'old name.ts': lines(1, 30), 'gone.ts': 'x\n' }, (made) => {
  made.git('checkout', '-q', '-b', 'work');
  made.write({ 'a.ts': lines(1, 3) + 'new\n' + lines(4, 9) + lines(12, 20), 'gone.ts': null, 'old name.ts': null, 'dir/new näme.ts': lines(1, 29) + 'last\n' });
  made.commit();
  made.git('checkout', '-q', 'main');
  made.write({ 'b.ts': 'of main alone\n' });
  made.commit();
  made.git('checkout', '-q', 'work');
  made.write({ 'a.ts': 'first\n' + lines(1, 3) + 'new\n' + lines(4, 9) + lines(12, 20), 'untracked.ts': 'u\n' });
  const repository = findRepository(made.folder);
  assert.deepEqual(changedSince(repository, 'main').map((file) => ({ ...file })), [
    { kind: 'modified', path: 'a.ts', from: null, lines: [{ start: 0, end: 1 }, { start: 4, end: 5 }, { start: 11, end: 11 }] },
    { kind: 'renamed', path: 'dir/new näme.ts', from: 'old name.ts', lines: [{ start: 29, end: 30 }] },
    { kind: 'deleted', path: 'gone.ts', from: null, lines: [] },
    { kind: 'added', path: 'untracked.ts', from: null, lines: null },
  ]);
  assert.equal(mergeBase(repository, 'main'), made.git('merge-base', 'main', 'work').trim());
  assert.deepEqual(changedBetween(repository, 'main', 'work').map(({ kind, path }) => `${kind} ${path}`), ['modified a.ts', 'modified b.ts', 'renamed dir/new näme.ts', 'deleted gone.ts']);
  assert.equal(defaultBranch(repository), 'refs/heads/main');
}));

test('what is staged, and what stands in the folder', () => within({ 'a.ts': lines(1, 3), '.gitignore': 'ignored.ts\n' }, (made) => {
  made.write({ 'a.ts': lines(1, 4), 'staged.ts': 's\n', 'ignored.ts': 'i\n' });
  made.git('add', 'a.ts', 'staged.ts');
  made.write({ 'a.ts': lines(1, 5), 'late.ts': 'l\n' });
  const repository = findRepository(made.folder);
  assert.deepEqual(changedStaged(repository), [{ kind: 'modified', path: 'a.ts', from: null, lines: [{ start: 3, end: 4 }] }, { kind: 'added', path: 'staged.ts', from: null, lines: null }]);
  assert.deepEqual(changedInFolder(repository), [{ kind: 'modified', path: 'a.ts', from: null, lines: [{ start: 3, end: 5 }] }, { kind: 'added', path: 'staged.ts', from: null, lines: null }, { kind: 'added', path: 'late.ts', from: null, lines: null }]);
  assert.deepEqual([...stagedTexts(repository, (path) => path.endsWith('.ts'))], [['a.ts', lines(1, 4)], ['staged.ts', 's\n']]);
  assert.deepEqual([...textsAt(repository, 'HEAD', () => true)], [['.gitignore', 'ignored.ts\n'], ['a.ts', lines(1, 3)]]);
}));

test('a hook is asked about the index that it is given', () => within({ 'a.ts': 'a\n' }, (made) => {
  made.write({ 'a.ts': 'b\n' });
  const index = join(made.folder, '.git', 'next-index');
  made.git('read-tree', '--index-output=.git/next-index', 'HEAD');
  process.env['GIT_INDEX_FILE'] = index;
  try {
    made.git('add', 'a.ts');
    assert.deepEqual(changedStaged(findRepository(made.folder)), [], 'the usual index has the change, the one that is given has not');
  } finally {
    delete process.env['GIT_INDEX_FILE'];
  }
}));

test('before the first commit everything is new', () => within(null, (made) => {
  made.write({ 'a.ts': 'a\n', 'b.ts': 'b\n' });
  made.git('add', 'a.ts');
  const repository = findRepository(made.folder);
  assert.deepEqual(changedStaged(repository).map(({ kind, path }) => [kind, path]), [['added', 'a.ts']]);
  assert.deepEqual(changedInFolder(repository).map(({ kind, path }) => [kind, path]), [['added', 'a.ts'], ['added', 'b.ts']]);
}));

test('of a folder of a repository its own files are told', () => within({ 'apps/api/a.ts': 'a\n', 'apps/web/w.ts': 'w\n' }, (made) => {
  made.write({ 'apps/api/a.ts': 'b\n', 'apps/web/w.ts': 'x\n', 'apps/api/n.ts': 'n\n' });
  const repository = findRepository(join(made.folder, 'apps/api'));
  assert.equal(repository.prefix, 'apps/api');
  assert.deepEqual(changedInFolder(repository).map(({ path }) => path), ['a.ts', 'n.ts']);
  assert.deepEqual([...textsAt(repository, 'HEAD', () => true).keys()], ['a.ts']);
  assert.deepEqual([...stagedTexts(repository, () => true).keys()], ['a.ts']);
}));

test('texts come as from disk: without mark, no links, nothing binary; what lies between is not mixed up', () => within({ 'a.ts': '\uFEFFa', 'empty.ts': '', 'bin.ts': 'a\0b', 'z.ts': 'blob 3\nmissing\n' }, (made) => {
  made.git('update-index', '--add', '--cacheinfo', `120000,${made.git('hash-object', 'a.ts').trim()},link.ts`);
  made.git('commit', '-q', '-m', 'a link');
  assert.deepEqual([...textsAt(findRepository(made.folder), 'HEAD', () => true)], [['a.ts', 'a'], ['empty.ts', ''], ['z.ts', 'blob 3\nmissing\n']]);
}));

test('texts that look like a patch do not move lines', () => within({ 'a.ts': 'one\n', 'b.ts': 'one\n' }, (made) => {
  made.write({ 'a.ts': 'one\n++ b/b.ts\n@@ -1 +9,9 @@\ndiff --git a/b.ts b/b.ts\n', 'b.ts': 'two\n' });
  assert.deepEqual(changedInFolder(findRepository(made.folder)).map(({ path, lines: told }) => [path, told]), [['a.ts', [{ start: 1, end: 4 }]], ['b.ts', [{ start: 0, end: 1 }]]]);
}));

test('what cannot be told is said in one line', () => {
  const lone = mkdtempSync(join(tmpdir(), 'sargable-none-'));
  const before = process.env['PATH'];
  try {
    assert.throws(() => findRepository(lone), /is in no git repository/);
    mkdirSync(join(lone, 'empty'));
    process.env['PATH'] = join(lone, 'empty');
    assert.throws(() => findRepository(lone), /git is needed for this, and none is installed/);
  } finally {
    process.env['PATH'] = before;
    rmSync(lone, { recursive: true });
  }
  within({ 'a.ts': 'a\n' }, (made) => {
    const repository = findRepository(made.folder);
    for (const ref of ['--output=x', '-', '', 'a\nb']) assert.throws(() => commitOf(repository, ref), (error) => error instanceof GitError && /is no name of a commit/.test(error.message), ref);
    assert.throws(() => commitOf(repository, 'nowhere'), /There is no commit "nowhere"/);
    made.git('checkout', '-q', '--orphan', 'other');
    made.commit();
    assert.throws(() => mergeBase(repository, 'main'), /no commit in common/);
  });
});
