import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { changedInFolder, changedSince, changedStaged, findRepository, GitError, stagedTexts, textsAt } from '../../server/src/host/git.ts';
import { repositoryOf, type TestRepository } from '../support/git.ts';

/** A program that leaves a file of its name behind when it is run. */
function trap(made: TestRepository, name: string): string {
  const file = join(made.folder, '.git', `trap-${name}`);
  writeFileSync(file, `#!/bin/sh\ntouch "${join(made.folder, '.git', `ran-${name}`)}"\ncat\n`);
  chmodSync(file, 0o755);
  return file;
}

const ran = (made: TestRepository): string[] => readdirSync(join(made.folder, '.git')).filter((name) => name.startsWith('ran-'));

/** Everything that git would start for such questions, as a repository that was unpacked from an archive can bring it. */
function arm(made: TestRepository): void {
  const settings: Readonly<Record<string, string>> = {
    'core.fsmonitor': trap(made, 'fsmonitor'), 'core.pager': trap(made, 'pager'), 'pager.diff': trap(made, 'pager-diff'), 'core.editor': trap(made, 'editor'), 'core.sshCommand': trap(made, 'ssh'), 'core.askPass': trap(made, 'askpass'), 'diff.external': trap(made, 'external'),
    'diff.d.textconv': trap(made, 'textconv'), 'diff.d.command': trap(made, 'command'), 'filter.f.clean': trap(made, 'clean'), 'filter.f.smudge': trap(made, 'smudge'), 'filter.f.required': 'true', 'filter.p.process': trap(made, 'process'), 'filter.p.required': 'true', 'filter.a=b.c d.clean': trap(made, 'odd'),
    'alias.diff': `!${trap(made, 'alias')}`, 'alias.ls-tree': `!${trap(made, 'alias2')}`, 'credential.helper': trap(made, 'credential'), 'remote.origin.url': `ext::${trap(made, 'remote')}`, 'remote.origin.promisor': 'true', 'remote.origin.vcs': 'x', 'extensions.partialClone': 'origin', 'core.hooksPath': join(made.folder, 'hooks'),
  };
  for (const [key, value] of Object.entries(settings)) made.git('config', key, value);
  for (const hook of ['post-index-change', 'pre-commit', 'post-checkout', 'reference-transaction', 'fsmonitor-watchman']) {
    mkdirSync(join(made.folder, 'hooks'), { recursive: true });
    for (const folder of ['hooks', '.git/hooks']) { writeFileSync(join(made.folder, folder, hook), `#!/bin/sh\ntouch "${join(made.folder, '.git', `ran-${hook}`)}"\n`); chmodSync(join(made.folder, folder, hook), 0o755); }
  }
}

test('a hostile repository is asked everything and runs nothing', () => {
  const made = repositoryOf({ 'a.ts': 'a\n', 'b.ts': 'b\n', 'c.ts': 'c\n' });
  try {
    writeFileSync(join(made.folder, '.gitattributes'), '*.ts diff=d\na.ts filter=f\nb.ts filter=p\nc.ts filter=a=b.c\n');
    arm(made);
    made.write({ 'a.ts': 'changed\n', 'b.ts': 'changed\n', 'c.ts': 'changed\n', 'new.ts': 'n\n' });
    const repository = findRepository(made.folder);
    assert.deepEqual(changedInFolder(repository).filter(({ path }) => path.endsWith('.ts')).map(({ path }) => path), ['a.ts', 'b.ts', 'c.ts', 'new.ts']);
    changedSince(repository, 'HEAD');
    changedStaged(repository);
    assert.equal(textsAt(repository, 'HEAD', () => true).get('a.ts'), 'a\n');
    assert.equal(stagedTexts(repository, () => true).get('b.ts'), 'b\n');
    assert.deepEqual(ran(made), []);
    // The traps themselves work: the same questions by plain git step into them.
    try { made.git('diff', 'HEAD'); } catch { /* the traps speak no protocol */ }
    assert.ok(ran(made).length > 2, ran(made).join());
  } finally {
    made.remove();
  }
});

test('a git that comes with the folder is not the one that is run', () => {
  const made = repositoryOf({ 'a.ts': 'a\n' });
  const before = process.env['PATH'];
  try {
    const folders = ['node_modules/.bin', 'bin'].map((folder) => join(made.folder, folder));
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'git'), `#!/bin/sh\ntouch "${join(made.folder, '.git', 'ran-own')}"\n`);
      chmodSync(join(folder, 'git'), 0o755);
    }
    process.env['PATH'] = [...folders, '.', 'bin', before].join(delimiter);
    assert.equal(textsAt(findRepository(made.folder), 'HEAD', () => true).get('a.ts'), 'a\n');
    assert.equal(existsSync(join(made.folder, '.git', 'ran-own')), false);
  } finally {
    process.env['PATH'] = before;
    made.remove();
  }
});

test('what is not in the clone is not fetched: a promised object is told', () => {
  const made = repositoryOf({ 'a.ts': 'a\n' });
  let told = '';
  try {
    const oid = made.git('rev-parse', 'HEAD:a.ts').trim();
    arm(made);
    made.git('config', 'core.repositoryFormatVersion', '1');
    rmSync(join(made.folder, '.git', 'objects', oid.slice(0, 2), oid.slice(2)));
    assert.throws(() => textsAt(findRepository(made.folder), 'HEAD', () => true), (error) => { assert.ok(error instanceof GitError); told = error.message; return true; });
    assert.match(told, /not in this clone|git cat-file failed/);
    assert.deepEqual(ran(made), []);
  } finally {
    made.remove();
  }
});

test('files that a configuration says are elsewhere are not looked at', () => {
  const made = repositoryOf({ 'a.ts': 'a\n' });
  try {
    made.git('config', 'core.worktree', '/usr');
    assert.throws(() => findRepository(made.folder), /in no git repository/);
  } finally {
    made.remove();
  }
});
