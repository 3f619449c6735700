import type { SymbolPath } from '../facts/expr.ts';
import type { FileFacts } from '../facts/file.ts';
import type { ModelFact } from '../facts/schema.ts';
import type { ModuleResolver } from './modules.ts';

/** What a symbol path leads to: a declaration, and what is left of the path after it (a column's attribute, say). */
export interface Resolved { readonly file: string; readonly fact: NamedFact; readonly rest: SymbolPath }
export type NamedFact = Extract<ModelFact, { readonly symbol: string }>;

/** Walks names through imports, re-exports, namespaces, aliases and object literals. */
export interface SymbolResolver {
  /** `path` starts with a name that is bound at the top level of `file`. */
  resolve(file: string, path: SymbolPath): Resolved | null;
}

/** Longer chains than this are cycles or nothing a person would write. */
const MAX_STEPS = 40;

export function symbolResolver(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver): SymbolResolver {
  const scopes = new Map<string, Scope>();
  const scopeOf = (path: string): Scope | null => {
    const facts = files.get(path);
    if (facts === undefined) return null;
    const known = scopes.get(path) ?? makeScope(facts);
    scopes.set(path, known);
    return known;
  };
  const walk: Walk = {
    local: (file, path, steps) => resolveLocal(walk, scopeOf(file), path, steps),
    exported: (file, path, steps) => resolveExported(walk, scopeOf(file), path, steps),
    module: modules,
  };
  const known = new Map<string, Resolved | null>();
  return {
    resolve: (file, path) => {
      const key = `${file}\n${path.join('.')}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const found = walk.local(file, path, MAX_STEPS);
      known.set(key, found);
      return found;
    },
  };
}

interface Walk {
  readonly local: (file: string, path: SymbolPath, steps: number) => Resolved | null;
  readonly exported: (file: string, path: SymbolPath, steps: number) => Resolved | null;
  readonly module: ModuleResolver;
}

interface Scope {
  readonly file: string;
  readonly facts: ReadonlyMap<string, NamedFact>;
  readonly aliases: ReadonlyMap<string, FileFacts['aliases'][number]>;
  readonly imports: ReadonlyMap<string, FileFacts['imports'][number]>;
  readonly exports: ReadonlyMap<string, FileFacts['exports'][number]>;
  readonly stars: readonly string[];
}

function makeScope(facts: FileFacts): Scope {
  const named = facts.models.filter((model): model is NamedFact => 'symbol' in model);
  const starred = facts.exports.filter((e) => e.name === '*' && 'module' in e);
  return {
    file: facts.path,
    facts: new Map(named.map((model) => [model.symbol, model])),
    aliases: new Map(facts.aliases.map((alias) => [alias.symbol, alias])),
    imports: new Map(facts.imports.map((i) => [i.local, i])),
    exports: new Map(facts.exports.filter((e) => e.name !== '*').map((e) => [e.name, e])),
    stars: starred.flatMap((e) => ('module' in e ? [e.module] : [])),
  };
}

function resolveLocal(walk: Walk, scope: Scope | null, path: SymbolPath, steps: number): Resolved | null {
  const [head, ...rest] = path;
  if (scope === null || head === undefined || steps <= 0) return null;
  const fact = scope.facts.get(head);
  if (fact !== undefined) return { file: scope.file, fact, rest };
  // A table inside an object or a class is declared under its dotted name.
  const [member, ...after] = rest;
  const inner = member === undefined ? undefined : scope.facts.get(`${head}.${member}`);
  if (inner !== undefined) return { file: scope.file, fact: inner, rest: after };
  const alias = scope.aliases.get(head);
  if (alias !== undefined) return throughAlias(walk, scope, alias, rest, steps - 1);
  const imported = scope.imports.get(head);
  if (imported === undefined) return null;
  const target = walk.module(scope.file, imported.module);
  if (target === null) return null;
  return walk.exported(target, imported.imported === '*' ? rest : [imported.imported, ...rest], steps - 1);
}

function throughAlias(walk: Walk, scope: Scope, alias: FileFacts['aliases'][number], rest: SymbolPath, steps: number): Resolved | null {
  if (alias.kind === 'path') return alias.path[0] === alias.symbol ? null : walk.local(scope.file, [...alias.path, ...rest], steps);
  const [key, ...after] = rest;
  if (key === undefined) return null;
  for (const entry of alias.entries) if ('key' in entry && entry.key === key) return walk.local(scope.file, [...entry.path, ...after], steps);
  for (const entry of alias.entries) {
    const found = 'spread' in entry ? walk.local(scope.file, [...entry.spread, ...rest], steps - 1) : null;
    if (found !== null) return found;
  }
  return null;
}

function resolveExported(walk: Walk, scope: Scope | null, path: SymbolPath, steps: number): Resolved | null {
  const [head, ...rest] = path;
  if (scope === null || head === undefined || steps <= 0) return null;
  const known = scope.exports.get(head);
  if (known !== undefined) return throughExport(walk, scope, known, rest, steps - 1);
  for (const module of scope.stars) {
    const target = walk.module(scope.file, module);
    const found = target === null ? null : walk.exported(target, path, Math.floor(steps / 2));
    if (found !== null) return found;
  }
  // `default` of a namespace-like module, as bundlers allow it.
  return head === 'default' && rest.length > 0 ? walk.exported(scope.file, rest, steps - 1) : null;
}

function throughExport(walk: Walk, scope: Scope, known: FileFacts['exports'][number], rest: SymbolPath, steps: number): Resolved | null {
  if ('local' in known) return walk.local(scope.file, [...known.local, ...rest], steps);
  const target = walk.module(scope.file, known.module);
  if (target === null) return null;
  return walk.exported(target, known.imported === '*' ? rest : [known.imported, ...rest], steps);
}
