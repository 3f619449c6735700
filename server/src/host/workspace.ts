import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { adapters } from '../adapters/index.ts';
import { CONFIG_FILES, configText } from '../config/files.ts';
import type { Change } from '../engine/api.ts';
import { createEngine, type Engine, isWanted } from '../engine/create.ts';
import type { EngineOptions } from '../engine/options.ts';
import { readOutline } from '../lang/read-outline.ts';
import { topLevelRegions } from '../lang/regions.ts';
import { isInside } from '../text/path.ts';
import { readText } from './files.ts';
import { isOutOfSight } from './ignored.ts';
import type { Syntax } from '../lang/syntax.ts';
import type { SqlParsers } from '../sql/read.ts';
import { loadSqlParsers } from './sql-parsers.ts';
import { loadSyntax } from './syntax.ts';
import { walk } from './walk.ts';

/** A folder of the disk with its engine. */
export interface OpenWorkspace {
  readonly folder: string;
  readonly engine: Engine;
  /** Reads everything, a folder at a time, so that the caller can pause between; then the engine is complete. Once more after a .gitignore has changed. */
  scan(): Generator<number, void>;
  /** Paths relative to the folder changed on disk, or are gone; a folder that is gone stands for all that was in it. */
  changed(paths: readonly string[]): void;
  /** Whether a scan would look at that path: it is not ignored and not build output. */
  inSight(path: string): boolean;
}

/** What reads texts. Loaded once, shared by all folders. */
export interface Parsers { readonly syntax: Syntax; readonly sql: SqlParsers }

export async function loadParsers(): Promise<Parsers> {
  const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);
  return { syntax, sql };
}

/** Loads the parsers and makes an engine for a folder. */
export const openWorkspace = async (folder: string, report?: (message: string) => void): Promise<OpenWorkspace> => openFolder(await loadParsers(), folder, report);

/** Makes an engine for a folder; nothing of the folder is read but a configuration above it. `report` is told of isolated crashes. */
export function openFolder({ syntax, sql }: Parsers, folder: string, report?: (message: string) => void): OpenWorkspace {
  const root = resolve(folder);
  const engine = createEngine({
    outline: (document, state) => readOutline(document, syntax, state), regions: (document) => topLevelRegions(document, syntax), forget: (path) => syntax.forget(path), sql, adapters, readText: (path) => readText(join(root, path)), now: () => new Date(),
    ...outsideOf(root), ...(report === undefined ? {} : { report }),
  });
  let known = new Set<string>();
  const inSight = (path: string): boolean => !isOutOfSight(root, path);
  const gone = (path: string): Change => ({ path, text: null });
  const changeOf = (path: string): Change => ({ path, text: readText(join(root, path)) });
  return {
    folder: root, engine,
    *scan() {
      const found = new Set<string>();
      for (const paths of walk(root, isWanted)) {
        engine.update(paths.map(changeOf));
        for (const path of paths) found.add(path);
        yield found.size;
      }
      engine.update([...known].filter((path) => !found.has(path)).map(gone));
      known = found;
      engine.setComplete(true);
    },
    changed(paths) {
      const touched = new Set(paths.flatMap((path) => (isWanted(path) ? [path] : [...known].filter((one) => isInside(one, path)))));
      const changes = [...touched].map((path) => (inSight(path) ? changeOf(path) : gone(path)));
      for (const { path, text } of changes) text === null ? known.delete(path) : known.add(path);
      engine.update(changes);
    },
    inSight,
  };
}

/** What lies above a folder and holds for it too. */
export const outsideOf = (root: string): Pick<EngineOptions, 'outerConfig' | 'above'> => ({ outerConfig: outerConfig(root), above: { root: slashed(root), read: readText } });

/** The nearest configuration above the folder. A repository's top (`.git`) is not passed. */
function outerConfig(root: string): { path: string; text: string } | null {
  let folder = root;
  while (dirname(folder) !== folder && !isRepositoryTop(folder)) {
    folder = dirname(folder);
    for (const name of CONFIG_FILES) {
      const text = readText(join(folder, name));
      if (text !== null && configText(name, text) !== null) return { path: slashed(join(folder, name)), text };
    }
  }
  return null;
}

const slashed = (path: string): string => path.replaceAll('\\', '/');

const isRepositoryTop = (folder: string): boolean => existsSync(join(folder, '.git'));
