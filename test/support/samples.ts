import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapters } from '../../server/src/adapters/index.ts';
import { isWanted } from '../../server/src/engine/create.ts';
import { readFile } from '../../server/src/engine/read-file.ts';
import type { FileFacts } from '../../server/src/facts/file.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../server/src/host/syntax.ts';
import { walk } from '../../server/src/host/walk.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { root } from '../house/sources.ts';

const syntax = await loadSyntax();
const sql = await loadSqlParsers();

/** A sample project of the repository, by relative path. */
export interface Sample { readonly name: string; readonly files: Readonly<Record<string, string>> }

/** Every sample project: the example applications and those of the adapters. */
export function sampleProjects(): readonly Sample[] {
  const adapterSamples = readdirSync(join(root, 'test/adapters')).map((name) => `test/adapters/${name}/project`);
  return ['examples/bookshop', 'examples/clinic', ...adapterSamples].filter((folder) => existsSync(join(root, folder))).map((folder) => ({ name: folder, files: filesOf(join(root, folder)) }));
}

const filesOf = (folder: string): Record<string, string> => Object.fromEntries([...walk(folder, isWanted)].flat().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));

/** The facts of one file by itself. A crash that the engine would isolate is thrown. */
export const factsOf = (path: string, text: string, dialect: Dialect | null = null): FileFacts =>
  readFile(path, text, dialect, { outline: (document) => readOutline(document, syntax), sql, adapters, readText: () => null, now: () => new Date(0), report: (message) => { throw new Error(message); } });
