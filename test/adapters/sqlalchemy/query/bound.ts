import { adapters } from '../../../../server/src/adapters/index.ts';
import type { Dialect } from '../../../../server/src/facts/dialect.ts';
import type { FileFacts } from '../../../../server/src/facts/file.ts';
import { link, type Linked } from '../../../../server/src/engine/link.ts';
import { WorkspaceNames } from '../../../../server/src/engine/names.ts';
import { ProjectState } from '../../../../server/src/engine/project-files.ts';
import { readFile } from '../../../../server/src/engine/read-file.ts';
import { loadSqlParsers } from '../../../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../../../server/src/host/syntax.ts';
import { readOutline } from '../../../../server/src/lang/read-outline.ts';
import { moduleResolver } from '../../../../server/src/link/modules.ts';
import { type BoundFact, bindFact } from '../../../../server/src/schema/bind/fact.ts';

const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);

export interface Sample { readonly facts: ReadonlyMap<string, FileFacts>; readonly linked: Linked; readonly bind: (path: string) => readonly BoundFact[] }

/** The files of a workspace read, linked and bound, as the engine does it. Crashes that the engine would isolate are thrown. */
export function sampleOf(files: Readonly<Record<string, string>>, dialect: Dialect): Sample {
  const project = new ProjectState([], { outerConfig: { path: 'sargable.jsonc', text: JSON.stringify({ dialect }) }, readText: () => null });
  const options = { outline: (document: Parameters<typeof readOutline>[0], state?: 'open' | 'closed') => readOutline(document, syntax, state), regions: () => [], forget: () => undefined, partsFrom: 0, sql, adapters, readText: () => null, now: () => new Date(0), report: (message: string) => { throw new Error(message); } };
  const facts = new Map(Object.entries(files).map(([path, text]) => [path, readFile(path, text, dialect, options)] as const));
  const modules = moduleResolver(project.derived.project, new Set(facts.keys()));
  const linked = link({ files: facts, derived: project.derived, modules, names: new WorkspaceNames().of(facts, modules), sources: [], own: { tables: [], statements: [], understood: [] } }, null);
  const bind = (path: string): readonly BoundFact[] => (facts.get(path)?.queries ?? []).map((fact) => bindFact(fact, { file: path, quiet: false, universe: linked.universe, symbols: linked.symbols, relations: linked.relations }));
  return { facts, linked, bind };
}
