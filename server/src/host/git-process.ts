import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** What git could not do, in one line for people. */
export class GitError extends Error {}

/** No command of ours takes longer on any repository that was measured; what does hangs. Milliseconds. */
const LONGEST = 120_000;
/** Bytes of one answer. */
const MOST = 1024 * 1024 * 1024;

/**
 * Git's own settings that would have it start other programs, and what keeps them from doing so. They win over all configuration files. Content filters
 * have names of their own and are looked up (`filtersOf`); drivers of diffs are turned off where a diff is asked for.
 */
const SAFE: Readonly<Record<string, string>> = { 'core.fsmonitor': 'false', 'core.hooksPath': '/dev/null', 'core.pager': 'cat', 'diff.external': '', 'credential.helper': '', 'protocol.allow': 'never', 'safe.bareRepository': 'explicit', 'submodule.recurse': 'false', 'core.quotePath': 'false', 'core.untrackedCache': 'false' };

/** What a user may have set for git as a whole. Everything else of this name says which repository or program is meant, and that is decided here. */
const KEPT = new Set(['GIT_CEILING_DIRECTORIES', 'GIT_DISCOVERY_ACROSS_FILESYSTEM', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM']);

/** Starts git in one folder. Gives what it wrote to stdout. */
export type Git = (args: readonly string[], input?: string) => Buffer;

/**
 * The one place where a program is started: the user's own git, never one that the folder brings, and so that nothing which the folder's configuration
 * names is run by it: no hooks, filters, monitors, drivers, pagers, helpers, and no network.
 * @throws GitError when there is no git
 */
export function gitIn(folder: string): Git {
  const program = gitProgram(folder);
  const first = gitWith(program, folder, SAFE, null);
  return gitWith(program, folder, { ...SAFE, ...filtersOf(first) }, indexOf(first));
}

function gitWith(program: string, folder: string, settings: Readonly<Record<string, string>>, index: string | null): Git {
  const env = environment(settings, index);
  return (args, input) => {
    const done = spawnSync(program, ['--no-pager', '--no-optional-locks', ...args], { cwd: folder, env, input: input ?? '', maxBuffer: MOST, timeout: LONGEST, windowsHide: true, shell: false });
    if (done.error !== undefined || done.status !== 0) throw new GitError(reason(done.error ?? null, done.stderr?.toString('utf8') ?? '', folder, args[0] ?? ''));
    return done.stdout;
  };
}

/** Filters turn texts into what is stored, by programs that the repository's configuration names. Git takes an empty one for none. */
function filtersOf(git: Git): Readonly<Record<string, string>> {
  const names = git(['config', '--list', '--name-only', '-z']).toString('utf8').split('\0');
  return Object.fromEntries(names.filter((name) => /^filter\..*\.(clean|smudge|process|required)$/s.test(name)).map((name) => [name, name.endsWith('.required') ? 'false' : '']));
}

/** Git hands a commit hook the index that is about to be committed, which need not be the usual one. One of another repository is none. */
function indexOf(git: Git): string | null {
  const index = process.env['GIT_INDEX_FILE'];
  if (index === undefined || index === '') return null;
  return isWithin(resolve(index), real(git(['rev-parse', '--absolute-git-dir']).toString('utf8').trimEnd())) ? resolve(index) : null;
}

function environment(settings: Readonly<Record<string, string>>, index: string | null): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('GIT_') || KEPT.has(name) || /^GIT_CONFIG_(COUNT|KEY_\d+|VALUE_\d+)$/.test(name)));
  const before = Number(env['GIT_CONFIG_COUNT'] ?? 0) || 0;
  Object.entries(settings).forEach(([key, value], i) => { env[`GIT_CONFIG_KEY_${before + i}`] = key; env[`GIT_CONFIG_VALUE_${before + i}`] = value; });
  return {
    ...env, GIT_CONFIG_COUNT: String(before + Object.keys(settings).length), GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', GIT_NO_REPLACE_OBJECTS: '1', LC_ALL: 'C',
    ...(index === null ? {} : { GIT_INDEX_FILE: index }),
  };
}

/** The first git on PATH that does not come with the folder: package managers put folders of the workspace there, and its files are not to be run. */
function gitProgram(folder: string): string {
  const own = topAround(folder);
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  for (const place of (process.env['PATH'] ?? process.env['Path'] ?? '').split(delimiter)) {
    if (!isAbsolute(place) || isWithin(place, own) || place.split(/[\\/]/).includes('node_modules')) continue;
    for (const name of names) if (isProgram(join(place, name)) && !isWithin(real(join(place, name)), own)) return join(place, name);
  }
  throw new GitError('git is needed for this, and none is installed (or on PATH).');
}

function topAround(folder: string): string {
  for (let around = real(folder); ; around = dirname(around)) {
    if (existsSync(join(around, '.git'))) return around;
    if (dirname(around) === around) return real(folder);
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, real(path));
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function reason(error: Error | null, stderr: string, folder: string, command: string): string {
  if (error !== null && 'code' in error && error.code === 'ETIMEDOUT') return `git ${command} did not answer within ${LONGEST / 1000} seconds in ${folder}.`;
  if (error !== null && 'code' in error && error.code === 'ENOBUFS') return `git ${command} gives more than can be read in ${folder}.`;
  if (error !== null) return `git could not be started: ${error.message}.`;
  if (stderr.includes('dubious ownership')) return `git does not trust ${folder}, since another user owns it; "git config --global --add safe.directory" followed by that folder lets it.`;
  if (stderr.includes('not a git repository') || stderr.includes('must be run in a work tree') || stderr.includes('cannot use bare repository')) return `${folder} is in no git repository (or in one without files of its own).`;
  const line = stderr.split('\n').find((one) => /^(fatal|error):/.test(one)) ?? stderr.split('\n')[0] ?? '';
  return `git ${command} failed: ${line.replace(/^(fatal|error): /, '') || 'it gave no reason'}`;
}
