import type { FileFacts } from '../../server/src/facts/file.ts';
import { readAliases } from '../../server/src/engine/aliases.ts';
import { emptyFacts } from '../../server/src/engine/read-file.ts';
import { loadSyntax } from '../../server/src/host/syntax.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { moduleResolver } from '../../server/src/link/modules.ts';
import { isPythonProject, readPythonProject } from '../../server/src/link/python-project.ts';
import { type SymbolResolver, symbolResolver } from '../../server/src/link/symbols.ts';
import { basename } from '../../server/src/text/path.ts';

const syntax = await loadSyntax();

export type Files = Readonly<Record<string, string>>;

/** The facts of Python files as an adapter for which every top-level class is a schema would give them. */
export function factsOf(files: Files): ReadonlyMap<string, FileFacts> {
  const sources = Object.entries(files).filter(([path]) => path.endsWith('.py'));
  return new Map(sources.map(([path, text]) => {
    const outline = readOutline({ path, languageId: 'python', text }, syntax);
    const models = outline.classes.filter(({ topLevel }) => topLevel).map(({ name }) => ({ kind: 'schema', symbol: name, name } as const));
    return [path, { ...emptyFacts(path), imports: outline.imports, exports: outline.exports, aliases: readAliases(outline), models }] as const;
  }));
}

export function modulesOf(files: Files): ReturnType<typeof moduleResolver> {
  const python = Object.entries(files).filter(([path]) => isPythonProject(basename(path))).flatMap(([path, text]) => readPythonProject(path, text) ?? []);
  return moduleResolver({ tsconfigs: [], packages: [], python }, new Set(Object.keys(files).filter((path) => path.endsWith('.py'))));
}

export const symbolsOf = (files: Files): SymbolResolver => symbolResolver(factsOf(files), modulesOf(files));
