import type { SymbolPath } from '../facts/expr.ts';
import type { ExportFact, FileFacts, ImportFact } from '../facts/file.ts';
import type { ModelFact } from '../facts/schema.ts';
import { languageOf } from '../text/language.ts';
import type { ModuleResolver } from './modules.ts';
import { moduleBelow } from './python.ts';

/** What a symbol path leads to: a declaration, and what is left of the path after it (a column's attribute, say). */
export interface Resolved { readonly file: string; readonly fact: NamedFact; readonly rest: SymbolPath }
export type NamedFact = Extract<ModelFact, { readonly symbol: string }>;

/** A name that a file declares itself, with what is left of the path behind it. */
export interface Located { readonly file: string; readonly path: SymbolPath }

/** Walks names through imports, re-exports, namespaces, aliases and object literals. */
export interface SymbolResolver {
  /** `path` starts with a name that is bound at the top level of `file`. */
  resolve(file: string, path: SymbolPath): Resolved | null;
  /** The same for what is no fact (a function, a class, a constant): where it is declared, and by which name there. */
  locate(file: string, path: SymbolPath): Located | null;
}

/** Longer chains than this are nothing a person would write. */
const MAX_STEPS = 60;

export const symbolResolver = (files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver): SymbolResolver => symbolResolverOn(files, modules, memory(() => ({ resolved: new Map(), located: new Map(), seen: new Set() })));

/**
 * What paths that start in one file were found to lead to, and the files that were looked into for that. A declaration is known by its name alone, so that all of it
 * holds for as long as the names of those files do.
 */
export interface KnownNames { readonly resolved: Map<string, DeclaredAt | null>; readonly located: Map<string, Located | null>; readonly seen: Set<string> }

/** A declaration by its file and name, with what is left of the path behind it. */
interface DeclaredAt { readonly file: string; readonly symbol: string; readonly rest: SymbolPath }

/** Resolves names by what is known of each file that a path starts in. */
export function symbolResolverOn(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver, knownOf: (file: string) => KnownNames): SymbolResolver {
  const declared = nameWalker(files, modules, { at: declaredAt }, (file) => { const { resolved, seen } = knownOf(file); return { known: resolved, seen }; });
  const resolve: SymbolResolver['resolve'] = (file, path) => {
    const found = declared(file, path);
    const facts = found === null ? undefined : files.get(found.file);
    const fact = found === null || facts === undefined ? undefined : scopeFor(facts).facts.get(found.symbol);
    return found === null || fact === undefined ? null : { file: found.file, fact, rest: found.rest };
  };
  return { resolve, locate: nameWalker(files, modules, { at: placeAt }, (file) => { const { located, seen } = knownOf(file); return { known: located, seen }; }) };
}

/** Where a walk along a name may come to an end. */
export interface WalkEnds<T> {
  /** What a path means in a file by itself; null where it leads on or means nothing. `last`: it leads nowhere else (an alias of something that is not known). */
  readonly at: (scope: Scope, path: SymbolPath, when: 'first' | 'last') => T | null;
  /** What a name means in its file that is not among the file's exports, as types are not. */
  readonly unlisted?: (scope: Scope, path: SymbolPath) => T | null;
  /** A module itself. */
  readonly module?: (file: string) => T;
  /** Of a module that is not in the workspace. */
  readonly outside?: (module: string, path: SymbolPath) => T;
  /** Whether an alternative gives way to others. */
  readonly weak?: (found: T) => boolean;
}

/** Follows a path that starts with a name at the top level of a file to where it ends. What was found is kept: a walker is good for as long as the files are the same. */
export function nameWalker<T>(files: ReadonlyMap<string, FileFacts>, module: ModuleResolver, ends: WalkEnds<T>, memoryOf: (file: string) => Memory<T> = memory(() => ({ known: new Map(), seen: new Set() }))): (file: string, path: SymbolPath) => T | null {
  return (file, path) => {
    const { known, seen } = memoryOf(file);
    const key = path.join('.');
    const before = known.get(key);
    if (before !== undefined) return before;
    const scopeOf = (at: string): Scope | null => { const facts = files.get(at); seen.add(at); return facts === undefined ? null : scopeFor(facts); };
    const found = resolveLocal({ scopeOf, module, ends, asked: new Set() }, scopeOf(file), path, MAX_STEPS);
    known.set(key, found);
    return found;
  };
}

/** What was found for the paths of one file, and which files were looked into. */
interface Memory<T> { readonly known: Map<string, T | null>; readonly seen: Set<string> }

function memory<T>(make: () => T): (file: string) => T {
  const byFile = new Map<string, T>();
  return (file) => {
    const known = byFile.get(file) ?? make();
    byFile.set(file, known);
    return known;
  };
}

/** How far a path is followed. */
interface Walk<T> {
  readonly scopeOf: (file: string) => Scope | null;
  readonly module: ModuleResolver;
  readonly ends: WalkEnds<T>;
  /** Names that this walk has asked modules for: a second time is a cycle, or gives nothing new. */
  readonly asked: Set<string>;
}

const scopes = new WeakMap<FileFacts, Scope>();

/** Facts are never changed, so that what is made of them holds for as long as they do. */
function scopeFor(facts: FileFacts): Scope {
  const known = scopes.get(facts) ?? makeScope(facts);
  scopes.set(facts, known);
  return known;
}

/** The names at a file's top level, by what they lead to. */
export interface Scope {
  readonly file: string;
  readonly facts: ReadonlyMap<string, NamedFact>;
  readonly aliases: ReadonlyMap<string, FileFacts['aliases'][number]>;
  /** Several of one name: under `try` and `except`, or each in a function of its own. */
  readonly imports: ReadonlyMap<string, readonly ImportFact[]>;
  readonly exports: ReadonlyMap<string, readonly ExportFact[]>;
  /** Modules all of whose names are handed on; in Python they are names of the file itself too. The first to have a name has the say. */
  readonly stars: readonly string[];
  readonly ownStars: readonly string[];
}

function makeScope(facts: FileFacts): Scope {
  const named = facts.models.filter((model): model is NamedFact => 'symbol' in model);
  const starred = facts.exports.filter((e) => e.name === '*' && 'module' in e);
  return {
    file: facts.path,
    facts: new Map(named.map((model) => [model.symbol, model])),
    aliases: new Map(facts.aliases.map((alias) => [alias.symbol, alias])),
    imports: byName(facts.imports.filter((i) => i.local !== '*'), (i) => i.local),
    exports: byName(facts.exports.filter((e) => e.name !== '*'), (e) => e.name),
    stars: inOrder(facts.path, starred.flatMap((e) => ('module' in e ? [e.module] : []))),
    ownStars: inOrder(facts.path, facts.imports.flatMap((i) => (i.local === '*' ? [i.module] : []))),
  };
}

function byName<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const list = found.get(nameOf(item));
    if (list === undefined) found.set(nameOf(item), [item]);
    else list.push(item);
  }
  return found;
}

const isPython = (file: string): boolean => languageOf(file) === 'python';

/** The last `import *` wins, as any later assignment does. */
const inOrder = (file: string, stars: readonly string[]): readonly string[] => (isPython(file) ? stars.toReversed() : stars);

/** The declaration of a table or another fact. */
function declaredAt(scope: Scope, [head, ...rest]: SymbolPath): DeclaredAt | null {
  if (head !== undefined && scope.facts.has(head)) return { file: scope.file, symbol: head, rest };
  // A table inside an object or a class is declared under its dotted name.
  const [member, ...after] = rest;
  const inner = `${head}.${member}`;
  return member === undefined || !scope.facts.has(inner) ? null : { file: scope.file, symbol: inner, rest: after };
}

/** A name that stands for nothing else. */
function placeAt(scope: Scope, path: SymbolPath): Located | null {
  const [head = ''] = path;
  const declared = scope.facts.has(head) || scope.exports.get(head)?.some((e) => 'local' in e && e.local.join('.') === head) === true;
  return declared && !scope.aliases.has(head) && !scope.imports.has(head) ? { file: scope.file, path } : null;
}

function resolveLocal<T>(walk: Walk<T>, scope: Scope | null, path: SymbolPath, steps: number): T | null {
  const [head, ...rest] = path;
  if (scope === null || head === undefined || steps <= 0) return null;
  const here = walk.ends.at(scope, path, 'first');
  if (here !== null) return here;
  const alias = scope.aliases.get(head);
  if (alias !== undefined) return throughAlias(walk, scope, alias, rest, steps - 1) ?? walk.ends.at(scope, path, 'last');
  const imported = scope.imports.get(head);
  if (imported !== undefined) return agreed(walk, imported.map((one) => throughModule(walk, scope.file, one.module, one.imported === '*' ? rest : [one.imported, ...rest], steps - 1)));
  return throughStars(walk, scope, scope.ownStars, path, steps - 1);
}

/** What all that lead anywhere lead to; where they differ nothing is certain. */
function agreed<T>({ ends }: Walk<T>, found: readonly (T | null)[]): T | null {
  const known = found.filter((one) => one !== null);
  const strong = known.filter((one) => ends.weak?.(one) !== true);
  const [first, ...others] = strong.length > 0 ? strong : known;
  return first === undefined || others.some((other) => JSON.stringify(other) !== JSON.stringify(first)) ? null : first;
}

function throughStars<T>(walk: Walk<T>, { file }: Scope, stars: readonly string[], path: SymbolPath, steps: number): T | null {
  for (const module of stars) {
    const target = walk.module(file, module);
    const scope = target === null ? null : walk.scopeOf(target);
    const named = scope?.exports.get(path[0] ?? '');
    const found = named?.every(({ hidden }) => hidden === true) === true ? null : resolveExported(walk, scope, path, steps);
    if (found !== null) return found;
  }
  return null;
}

function throughAlias<T>(walk: Walk<T>, scope: Scope, alias: FileFacts['aliases'][number], rest: SymbolPath, steps: number): T | null {
  const local = (path: SymbolPath): T | null => resolveLocal(walk, scope, path, steps);
  if (alias.kind === 'path') return alias.path[0] === alias.symbol ? null : local([...alias.path, ...rest]);
  const [key, ...after] = rest;
  if (key === undefined) return null;
  for (const entry of alias.entries) if ('key' in entry && entry.key === key) return local([...entry.path, ...after]);
  for (const entry of alias.entries) {
    const found = 'spread' in entry ? local([...entry.spread, ...rest]) : null;
    if (found !== null) return found;
  }
  return null;
}

/** `path` as a module's names; in Python the first of them may be a module below it, whether the one above has a file or not. */
function throughModule<T>(walk: Walk<T>, file: string, module: string, path: SymbolPath, steps: number): T | null {
  const found = insideModule(walk, file, module, path, steps);
  return found === null && walk.ends.outside !== undefined && walk.module(file, module) === null ? walk.ends.outside(module, path) : found;
}

function insideModule<T>(walk: Walk<T>, file: string, module: string, path: SymbolPath, steps: number): T | null {
  if (steps <= 0) return null;
  const target = walk.module(file, module);
  if (path.length === 0) return target === null ? null : (walk.ends.module?.(target) ?? null);
  const found = target === null ? null : resolveExported(walk, walk.scopeOf(target), path, steps);
  const [head, ...rest] = path;
  if (found !== null || !isPython(file) || head === undefined) return found;
  return insideModule(walk, file, moduleBelow(module, head), rest, steps - 1);
}

function resolveExported<T>(walk: Walk<T>, scope: Scope | null, path: SymbolPath, steps: number): T | null {
  const [head, ...rest] = path;
  const key = `${scope?.file}\n${path.join('.')}`;
  if (scope === null || head === undefined || steps <= 0 || walk.asked.has(key)) return null;
  walk.asked.add(key);
  const known = scope.exports.get(head);
  if (known !== undefined) return agreed(walk, known.map((one) => throughExport(walk, scope, one, rest, steps - 1)));
  const starred = walk.ends.unlisted?.(scope, path) ?? throughStars(walk, scope, scope.stars, path, steps - 1);
  if (starred !== null) return starred;
  // `default` of a namespace-like module, as bundlers allow it.
  return head === 'default' && rest.length > 0 ? resolveExported(walk, scope, rest, steps - 1) : null;
}

const throughExport = <T>(walk: Walk<T>, scope: Scope, known: ExportFact, rest: SymbolPath, steps: number): T | null =>
  'local' in known ? resolveLocal(walk, scope, [...known.local, ...rest], steps) : throughModule(walk, scope.file, known.module, known.imported === '*' ? rest : [known.imported, ...rest], steps);
