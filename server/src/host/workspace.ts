import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { adapters } from '../adapters/index.ts';
import { CONFIG_NAME } from '../config/read.ts';
import type { Change } from '../engine/api.ts';
import { createEngine, type Engine, isWanted } from '../engine/create.ts';
import { readOutline } from '../lang/typescript/outline.ts';
import { readText } from './files.ts';
import { loadSqlParsers } from './sql-parsers.ts';
import { loadSyntax } from './syntax.ts';
import { walk } from './walk.ts';

/** A folder of the disk with its engine. */
export interface OpenWorkspace {
  readonly folder: string;
  readonly engine: Engine;
  /** Reads everything once, a folder at a time, so that the caller can pause between; then the engine is complete. */
  scan(): Generator<number, void>;
  /** A path relative to the folder changed on disk, or is gone. */
  changed(paths: readonly string[]): void;
}

/** Loads the parsers and makes an engine for a folder; nothing of the folder is read but a configuration above it. `report` is told of isolated crashes. */
export async function openWorkspace(folder: string, report?: (message: string) => void): Promise<OpenWorkspace> {
  const root = resolve(folder);
  const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);
  const engine = createEngine({
    outline: (document) => readOutline(document, syntax), sql, adapters, readText: (path) => readText(join(root, path)), now: () => new Date(),
    outerConfig: outerConfig(root), ...(report === undefined ? {} : { report }),
  });
  const changeOf = (path: string): Change => ({ path, text: readText(join(root, path)) });
  return {
    folder: root, engine,
    *scan() {
      let count = 0;
      for (const paths of walk(root, isWanted)) {
        engine.update(paths.map(changeOf));
        count += paths.length;
        yield count;
      }
      engine.setComplete(true);
    },
    changed: (paths) => engine.update(paths.filter(isWanted).map(changeOf)),
  };
}

/** The nearest configuration above the folder. A repository's top (`.git`) is not passed. */
function outerConfig(root: string): { path: string; text: string } | null {
  let folder = root;
  while (dirname(folder) !== folder && !isRepositoryTop(folder)) {
    folder = dirname(folder);
    const text = readText(join(folder, CONFIG_NAME));
    if (text !== null) return { path: join(folder, CONFIG_NAME), text };
  }
  return null;
}

const isRepositoryTop = (folder: string): boolean => existsSync(join(folder, '.git'));
