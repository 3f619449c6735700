import ignore from 'ignore';
import { adapters } from '../adapters/index.ts';
import type { Change } from '../engine/api.ts';
import { createEngine, type Engine, isWanted } from '../engine/create.ts';
import type { EngineOptions } from '../engine/options.ts';
import { readOutline } from '../lang/read-outline.ts';
import { topLevelRegions } from '../lang/regions.ts';
import { ancestors, basename, dirname } from '../text/path.ts';
import { readText } from './files.ts';
import { type IgnoreLevel, isIgnored, isSkippedFolder } from './ignored.ts';
import { walk } from './walk.ts';
import type { Parsers } from './workspace.ts';

/** Texts of a folder by path, as they stand somewhere: on disk, in a commit, in git's index. */
export type Texts = ReadonlyMap<string, string>;

/** What of a folder an engine reads: files that are wanted, and what says that some are ignored. */
export const isWantedOrIgnore = (path: string): boolean => isWanted(path) || basename(path) === '.gitignore';

/** Leaves out what a walk over the same files on disk would not come to. */
export function seenTexts(texts: Texts): Texts {
  const levels = new Map<string, IgnoreLevel>();
  for (const [path, text] of texts) if (basename(path) === '.gitignore') levels.set(dirname(path), { folder: dirname(path), rules: ignore().add(text) });
  const known = new Map<string, boolean>();
  const above = (folder: string): readonly IgnoreLevel[] => [folder, ...(folder === '' ? [] : ancestors(folder))].reverse().flatMap((one) => levels.get(one) ?? []);
  const isSeen = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const seen = folder === '' || (isSeen(dirname(folder)) && !isSkippedFolder(basename(folder)) && !isIgnored(folder, true, above(dirname(folder))));
    known.set(folder, seen);
    return seen;
  };
  return new Map([...texts].filter(([path]) => isWanted(path) && isSeen(dirname(path)) && !isIgnored(path, false, above(dirname(path)))));
}

/** The texts that stand in a folder now. */
export function textsOnDisk(root: string): Texts {
  const texts = new Map<string, string>();
  for (const paths of walk(root, isWanted)) for (const path of paths) { const text = readText(`${root}/${path}`); if (text !== null) texts.set(path, text); }
  return texts;
}

/** An engine that goes from one state of a folder to another: what is the same in both is read once. */
export interface TextsEngine { readonly engine: Engine; /** From now on the folder is this. */ readonly become: (texts: Texts) => void }

/** @param outside what lies above the folder, and holds for all its states */
export function engineOfTexts({ syntax, sql }: Parsers, outside: Pick<EngineOptions, 'outerConfig' | 'above'>, report?: (message: string) => void): TextsEngine {
  let now: Texts = new Map();
  const engine = createEngine({
    outline: (document, state) => readOutline(document, syntax, state), regions: (document) => topLevelRegions(document, syntax), forget: (path) => syntax.forget(path), sql, adapters, readText: (path) => now.get(path) ?? null, now: () => new Date(),
    ...outside, ...(report === undefined ? {} : { report }),
  });
  const become = (texts: Texts): void => {
    const changes: Change[] = [...[...now.keys()].filter((path) => !texts.has(path)).map((path) => ({ path, text: null })), ...[...texts].filter(([path, text]) => now.get(path) !== text).map(([path, text]) => ({ path, text }))];
    now = texts;
    engine.update(changes);
    engine.setComplete(true);
  };
  return { engine, become };
}
