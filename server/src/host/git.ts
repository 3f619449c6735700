import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type ChangedFile, readChanges } from './git-changes.ts';
import { type Git, GitError, gitIn } from './git-process.ts';

export type { ChangedFile, LineRange } from './git-changes.ts';
export { GitError } from './git-process.ts';

/** A folder within a git repository. All paths that are told are relative to this folder, with `/`; what lies outside of it is left out. */
export interface Repository {
  /** Absolute. */
  readonly folder: string;
  /** Of the repository's own top folder to this one, with `/`; `''` where it is the top. */
  readonly prefix: string;
  readonly git: Git;
}

/** @throws GitError when git is missing, does not trust the folder, or knows of no repository there */
export function findRepository(folder: string): Repository {
  const git = gitIn(folder);
  const prefix = line(git(['rev-parse', '--show-prefix'])).replace(/\/$/, '');
  // A configuration may say that the files are elsewhere; then what git tells is not of this folder.
  if (realpathSync(join(line(git(['rev-parse', '--show-toplevel'])), prefix)) !== realpathSync(folder)) throw new GitError(`${folder} is in no git repository.`);
  return { folder, prefix, git };
}

/**
 * The commit that a name, tag, branch or hash means.
 * @throws GitError when there is none, or the name could be taken for an option
 */
export function commitOf({ git, folder }: Repository, ref: string): string {
  if (ref === '' || ref.startsWith('-') || /[\0\n]/.test(ref)) throw new GitError(`${JSON.stringify(ref)} is no name of a commit.`);
  try {
    return line(git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]));
  } catch (error) {
    if (error instanceof GitError && error.message.includes('failed')) throw new GitError(`There is no commit ${JSON.stringify(ref)} in ${folder}. In CI it must be fetched first (a whole history: fetch-depth: 0).`);
    throw error;
  }
}

/** Where the history of `ref` and that of `head` (HEAD) part: what a pull request is compared with. */
export function mergeBase(repository: Repository, ref: string, head = 'HEAD'): string {
  const [ours, theirs] = [commitOf(repository, head), commitOf(repository, ref)];
  try {
    return line(repository.git(['merge-base', theirs, ours]));
  } catch (error) {
    if (error instanceof GitError && error.message.includes('failed')) throw new GitError(`${ref} and ${head} have no commit in common in this clone. In CI the whole history must be fetched (fetch-depth: 0).`);
    throw error;
  }
}

/** The branch that others start from, as the remote says or by its usual names; null where none of them exists. */
export function defaultBranch({ git }: Repository): string | null {
  const names = ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/remotes/origin/master', 'refs/heads/main', 'refs/heads/master', 'refs/heads/trunk', 'refs/heads/develop'];
  const known = new Set(line(git(['for-each-ref', '--format=%(refname)', ...names])).split('\n'));
  return names.find((name) => known.has(name)) ?? null;
}

const DIFF = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', '--raw', '--patch', '-z', '--unified=0', '--inter-hunk-context=0', '--find-renames', '--src-prefix=a/', '--dst-prefix=b/', '--ignore-submodules=all', '--submodule=short', '--relative'];

/** What stands in the folder now against where its history parts from that of `ref`: commits since then, what is staged, what is not, and files that git does not know yet. */
export function changedSince(repository: Repository, ref: string): readonly ChangedFile[] {
  return [...readChanges(repository.git([...DIFF, mergeBase(repository, ref), '--'])), ...untracked(repository)];
}

/** What the next commit would change. `lines` are those of the staged texts. */
export const changedStaged = (repository: Repository): readonly ChangedFile[] => readChanges(repository.git([...DIFF, '--cached', headOrNothing(repository), '--']));

/** What stands in the folder and is not committed, with files that git does not know yet. */
export const changedInFolder = (repository: Repository): readonly ChangedFile[] => [...readChanges(repository.git([...DIFF, headOrNothing(repository), '--'])), ...untracked(repository)];

/** What one commit has that another has not. */
export const changedBetween = (repository: Repository, from: string, to: string): readonly ChangedFile[] => readChanges(repository.git([...DIFF, commitOf(repository, from), commitOf(repository, to), '--']));

function untracked({ git }: Repository): readonly ChangedFile[] {
  const paths = git(['ls-files', '--others', '--exclude-standard', '-z']).toString('utf8').split('\0');
  // A repository within the repository is told as a folder; it is none of this one's.
  return paths.filter((path) => path !== '' && !path.endsWith('/')).map((path) => ({ kind: 'added', path, from: null, lines: null }));
}

/** Before the first commit everything is new. */
function headOrNothing(repository: Repository): string {
  try {
    return commitOf(repository, 'HEAD');
  } catch {
    return line(repository.git(['hash-object', '-t', 'tree', '--stdin'], ''));
  }
}

/** The texts of a commit, of the wanted paths. Links and submodules are none. */
export function textsAt(repository: Repository, ref: string, wanted: (path: string) => boolean): ReadonlyMap<string, string> {
  const listed = repository.git(['ls-tree', '-r', '-z', commitOf(repository, ref)]).toString('utf8').split('\0');
  return textsOf(repository, listed.flatMap((record) => { const [, oid, path] = /^100\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(record) ?? []; return oid !== undefined && path !== undefined && wanted(path) ? [{ oid, path }] : []; }));
}

/** The texts that the next commit would have. Of a file in conflict, ours. */
export function stagedTexts(repository: Repository, wanted: (path: string) => boolean): ReadonlyMap<string, string> {
  const listed = repository.git(['ls-files', '--stage', '-z']).toString('utf8').split('\0');
  return textsOf(repository, listed.flatMap((record) => { const [, oid, path] = /^100\d+ ([0-9a-f]+) [02]\t(.*)$/s.exec(record) ?? []; return oid !== undefined && path !== undefined && wanted(path) ? [{ oid, path }] : []; }));
}

/** Nothing larger is read into memory, as from disk. Bytes. */
const LARGEST = 64 * 1024 * 1024;

/** Many objects by one `cat-file`: each is answered by `hash type size`, a line's end, its bytes, and a line's end. */
function textsOf({ git }: Repository, files: readonly { readonly oid: string; readonly path: string }[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (files.length === 0) return texts;
  const output = git(['cat-file', '--batch'], files.map(({ oid }) => oid + '\n').join(''));
  let at = 0;
  for (const { oid, path } of files) {
    const end = output.indexOf(10, at);
    const [, type, bytes] = output.toString('latin1', at, end).split(' ');
    if (type === 'missing' || bytes === undefined) throw new GitError(`${path} is not in this clone (object ${oid}); nothing is fetched.`);
    const size = Number(bytes);
    const text = type === 'blob' && size <= LARGEST ? textIn(output.subarray(end + 1, end + 1 + size)) : null;
    if (text !== null) texts.set(path, text);
    at = end + 1 + size + 1;
  }
  return texts;
}

/** As `readText` reads from disk: UTF-8 without its mark; binary is none. */
function textIn(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  return text.slice(0, 1000).includes('\0') ? null : text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

const line = (output: Buffer): string => output.toString('utf8').replace(/\r?\n$/, '');
