import { readdirSync } from 'node:fs';
import { type IgnoreLevel, ignoreLevel, isIgnored, isSkippedFolder } from './ignored.ts';

/** Deeper folders than this are a loop or a trap. */
const MAX_DEPTH = 40;

/**
 * The files of a folder that the engine may want, relative with `/`, sorted within each folder. Symbolic links are not followed and only regular files are
 * given, so that loops, sockets and pipes cannot hold it up. What cannot be opened is passed over. Yields folder by folder, so that a server can pause.
 */
export function* walk(root: string, wanted: (path: string) => boolean): Generator<readonly string[]> {
  yield* folder(root, '', [], wanted, 0);
}

function* folder(root: string, path: string, outer: readonly IgnoreLevel[], wanted: (path: string) => boolean, depth: number): Generator<readonly string[]> {
  const absolute = path === '' ? root : `${root}/${path}`;
  const own = ignoreLevel(absolute, path);
  const levels = own === null ? outer : [...outer, own];
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of entriesOf(absolute)) {
    const child = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory() && depth < MAX_DEPTH && !isSkippedFolder(entry.name) && !isIgnored(child, true, levels)) folders.push(child);
    if (entry.isFile() && wanted(child) && !isIgnored(child, false, levels)) files.push(child);
  }
  yield files.sort();
  for (const child of folders.sort()) yield* folder(root, child, levels, wanted, depth + 1);
}

function entriesOf(absolute: string): ReturnType<typeof listing> {
  try {
    return listing(absolute);
  } catch {
    return [];
  }
}

const listing = (absolute: string) => readdirSync(absolute, { withFileTypes: true });
