import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real repository in a folder of its own. */
export interface TestRepository {
  readonly folder: string;
  readonly git: (...args: readonly string[]) => string;
  /** Writes files; null takes one away. */
  readonly write: (files: Readonly<Record<string, string | null>>) => void;
  /** Commits all that stands in the folder; the hash. */
  readonly commit: (message?: string) => string;
  readonly remove: () => void;
}

/** Neither the machine's git configuration nor a hook that these tests may run in says anything. */
const ENV = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' };

/** @param files what its first commit has; none makes a repository without a commit */
export function repositoryOf(files: Readonly<Record<string, string>> | null): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), 'sargable-git-'));
  const git = (...args: readonly string[]): string => execFileSync('git', [...args], { cwd: folder, env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const write = (changes: Readonly<Record<string, string | null>>): void => {
    for (const [path, text] of Object.entries(changes)) {
      if (text === null) rmSync(join(folder, path));
      else { mkdirSync(dirname(join(folder, path)), { recursive: true }); writeFileSync(join(folder, path), text); }
    }
  };
  const commit = (message = 'change'): string => { git('add', '-A'); git('commit', '-q', '--allow-empty', '-m', message); return git('rev-parse', 'HEAD').trim(); };
  git('init', '-q', '-b', 'main');
  if (files !== null) { write(files); commit('first'); }
  return { folder, git, write, commit, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
