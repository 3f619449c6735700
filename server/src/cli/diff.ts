import { existsSync } from 'node:fs';
import { type ChangedFile, changedBetween, changedSince, changedStaged, commitOf, defaultBranch, findRepository, GitError, mergeBase, type Repository, stagedTexts, textsAt } from '../host/git.ts';
import { engineOfTexts, isWantedOrIgnore, seenTexts, type Texts, textsOnDisk } from '../host/git-workspace.ts';
import { loadParsers, outsideOf } from '../host/workspace.ts';
import { compareSides, type Diff } from '../report/diff/compare.ts';
import { diffJson } from '../report/diff/json.ts';
import { diffMarkdown } from '../report/diff/markdown.ts';
import { isTold } from '../report/diff/queries.ts';
import { sideOf } from '../report/diff/side.ts';
import { diffText } from '../report/diff/text.ts';
import type { Compared } from '../report/diff/words.ts';
import { placesOf } from '../report/places.ts';
import { type Target, targetOf } from './target.ts';
import { oneOf, readArgs, UsageError } from './usage.ts';

const OPTIONS = { format: { type: 'string', default: 'text' }, staged: { type: 'boolean', default: false }, 'fail-on': { type: 'string', multiple: true } } as const;

/** What a change did that fails the command. */
const REASONS: Readonly<Record<string, (diff: Diff) => number>> = {
  lost: ({ lost }) => lost.filter(isTold).length, unserved: ({ unserved }) => unserved.filter(isTold).length, loops: ({ loops }) => loops.added.length, endpoints: ({ budgets }) => budgets.grown.length, findings: ({ findings }) => findings.added.length,
};

/** `sargable diff`: what a change did to queries, loops, indexes and endpoints. Exit code 1 only where `--fail-on` says so. */
export async function diff(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, OPTIONS);
  const format = oneOf(values.format, ['text', 'json', 'markdown'], 'format');
  const failOn = (values['fail-on'] ?? []).flatMap((list) => list.split(',')).map((word) => oneOf(word.trim(), [...Object.keys(REASONS), 'any'], 'fail-on'));
  try {
    const { ref, paths } = refAndPaths(positionals);
    const target = targetOf(paths);
    const found = await compared(target, ref, values.staged);
    const { file } = found;
    process.stdout.write(format === 'json' ? diffJson(found.diff, found.compared, file) + '\n' : format === 'markdown' ? diffMarkdown(found.diff, found.compared, file) : diffText(found.diff, { compared: found.compared, file }));
    return Object.entries(REASONS).some(([reason, count]) => (failOn.includes(reason) || failOn.includes('any')) && count(found.diff) > 0) ? 1 : 0;
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.message);
    throw error;
  }
}

/** What names a commit, or two, comes first; what is a file or folder and no commit is a path. */
function refAndPaths(positionals: readonly string[]): { readonly ref: string | null; readonly paths: readonly string[] } {
  const [first, ...rest] = positionals;
  if (first === undefined) return { ref: null, paths: [] };
  return existsSync(first) && !isCommit(first) ? { ref: null, paths: positionals } : { ref: first, paths: rest };
}

function isCommit(name: string): boolean {
  try {
    return commitOf(findRepository(process.cwd()), name) !== '';
  } catch {
    return false;
  }
}

/** Two states of a folder. `changed`: what git calls renamed between them. */
interface States { readonly before: Texts; readonly after: Texts; readonly changed: readonly ChangedFile[]; readonly compared: Compared }

async function compared(target: Target, ref: string | null, staged: boolean): Promise<{ readonly diff: Diff; readonly compared: Compared; readonly file: (path: string) => string }> {
  const repository = findRepository(target.root);
  const states = staged ? stagedStates(repository, ref) : ref?.includes('..') === true ? twoCommits(repository, ref) : sinceCommit(repository, ref);
  const { engine, become } = engineOfTexts(await loadParsers(), outsideOf(target.root), (message) => process.stderr.write(`sargable: ${message}\n`));
  const [before, after] = [seenTexts(states.before), seenTexts(states.after)].map((texts) => {
    become(texts);
    return sideOf(engine.snapshot(), [...texts.keys()].sort());
  });
  for (const { path, message } of engine.snapshot().configProblems()) process.stderr.write(`${path}: ${message}\n`);
  if (before === undefined || after === undefined) throw new Error('a comparison has two sides');
  const renamed = new Map(states.changed.flatMap(({ from, path }) => (from === null ? [] : [[from, path] as const])));
  const { file, inScope } = placesOf(engine.snapshot(), target);
  return { compared: states.compared, file, diff: compareSides(before, after, { renamed, inScope }) };
}

/** Where the history of a branch and this one part, and what stands in the folder. */
function sinceCommit(repository: Repository, given: string | null): States {
  const ref = given ?? defaultBranch(repository) ?? 'HEAD';
  const base = mergeBase(repository, ref);
  return { before: textsAt(repository, base, isWantedOrIgnore), after: onDisk(repository), changed: changedSince(repository, ref), compared: { before: named(ref, base), after: 'the working tree' } };
}

const onDisk = ({ folder }: Repository): Texts => textsOnDisk(folder);

function stagedStates(repository: Repository, given: string | null): States {
  const ref = given ?? 'HEAD';
  if (ref !== 'HEAD') throw new UsageError('--staged compares with HEAD: it goes without a commit.');
  return { before: textsAt(repository, ref, isWantedOrIgnore), after: stagedTexts(repository, isWantedOrIgnore), changed: changedStaged(repository), compared: { before: named(ref, commitOf(repository, ref)), after: 'what is staged' } };
}

/** `a..b`: one against the other; `a...b`: what b has since it parted from a. An end that is left out is HEAD. */
function twoCommits(repository: Repository, ref: string): States {
  const [, from = '', dots = '', to = ''] = /^(.*?)(\.\.\.?)(.*)$/.exec(ref) ?? [];
  const [first, last] = [from === '' ? 'HEAD' : from, to === '' ? 'HEAD' : to];
  const base = dots === '...' ? mergeBase(repository, first, last) : commitOf(repository, first);
  return { before: textsAt(repository, base, isWantedOrIgnore), after: textsAt(repository, last, isWantedOrIgnore), changed: changedBetween(repository, base, last), compared: { before: named(first, base), after: named(last, commitOf(repository, last)) } };
}

const named = (ref: string, commit: string): string => { const name = ref.replace(/^refs\/(heads|remotes)\//, ''); return commit.startsWith(name) && name.length >= 7 ? commit.slice(0, 10) : `${name} (${commit.slice(0, 10)})`; };
