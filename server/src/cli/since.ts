import { compare, type Comparison } from '../baseline/compare.ts';
import { entryOf } from '../baseline/entry.ts';
import type { Snapshot } from '../engine/api.ts';
import type { Site } from '../facts/finding.ts';
import { commitOf, findRepository, GitError, mergeBase, type Repository, stagedTexts, textsAt } from '../host/git.ts';
import { engineOfTexts, isWantedOrIgnore, seenTexts, type Texts, textsOnDisk } from '../host/git-workspace.ts';
import { loadParsers, outsideOf } from '../host/workspace.ts';
import type { Since } from './check-options.ts';
import { crashTeller, type Loaded } from './load.ts';
import { UsageError } from './usage.ts';

/** The project as it is now, and what of its findings was there before. */
export interface LoadedSince extends Loaded { readonly name: string; readonly comparison: Comparison }

/**
 * Reads the project as it was and as it is, by one engine, so that only what differs is read twice. What a change brought about is what was not there before:
 * a changed schema tells of queries in files that nobody touched, and old findings of a file that was touched are not told again.
 * @throws UsageError what git could not do
 */
export async function loadSince(root: string, since: Since): Promise<LoadedSince> {
  const started = performance.now();
  const crashes: string[] = [];
  const { before, after, name } = statesOf(root, since);
  const { engine, become } = engineOfTexts(await loadParsers(), outsideOf(root), crashTeller(crashes));
  become(seenTexts(before));
  const old = allSites(engine.snapshot()).map((site) => entryOf(site, sameFile));
  become(seenTexts(after));
  const snapshot = engine.snapshot();
  const comparison = compare(old, allSites(snapshot), sameFile);
  return { snapshot, crashes, name, comparison, seconds: (performance.now() - started) / 1000 };
}

const sameFile = (path: string): string => path;

export const allSites = (snapshot: Snapshot): readonly Site[] => snapshot.findings().flatMap((finding) => finding.sites);

interface States { readonly before: Texts; readonly after: Texts; readonly name: string }

function statesOf(root: string, since: Since): States {
  try {
    const repository = findRepository(root);
    return since.kind === 'ref' ? sinceRef(repository, since.ref) : { name: 'HEAD', before: atHead(repository), after: since.kind === 'staged' ? stagedTexts(repository, isWantedOrIgnore) : textsOnDisk(root) };
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.message);
    throw error;
  }
}

/** Where the history of this branch and that of `ref` part: what others committed to it since is not of this change. */
const sinceRef = (repository: Repository, ref: string): States => ({ name: ref, before: textsAt(repository, mergeBase(repository, ref), isWantedOrIgnore), after: textsOnDisk(repository.folder) });

/** Before the first commit there is nothing. */
function atHead(repository: Repository): Texts {
  try {
    commitOf(repository, 'HEAD');
  } catch {
    return new Map();
  }
  return textsAt(repository, 'HEAD', isWantedOrIgnore);
}
