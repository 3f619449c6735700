import type { SymbolPath } from '../../facts/expr.ts';
import type { FileFacts } from '../../facts/file.ts';
import { unpackSkim } from '../../facts/skim.ts';
import { languageOf } from '../../text/language.ts';
import type { ModuleResolver } from '../modules.ts';
import { moduleBelow } from '../python.ts';
import { type TopNames, topNames, topOf } from './candidates-names.ts';

/**
 * What leads to queries. `wanted`: files to be read. `leads`: whether code under a name at the top of a file (a unit's name, or one in it) speaks of what does. `asked`: the
 * names of a file about which it was asked who speaks of them: of no other would another answer change anything.
 */
export interface Leading { readonly wanted: ReadonlySet<string>; readonly leads: (file: string, unit: string) => boolean; readonly asked: (file: string) => ReadonlySet<string> }

/** Who imports what, by the file that is imported and the name in it. */
export type Importers = ReadonlyMap<string, ReadonlyMap<string, readonly Edge[]>>;

/**
 * The files whose flow is to be read since they may lead to queries, or do something with what queries give: those that import what does, and what these hand rows and functions to.
 * Files that are read anyway are among them. Asked again with the flows of those that were read, it goes on from them; when it names no file whose flow is not there, all are
 * found. It rests on the texts of the files alone: the same files come out whichever flows were there before. What should never be read for it (tests) is left out of `files`.
 * `importers`: of these files, read or not.
 */
export function flowSearch(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver, importers: Importers = importersOf(files, modules)): Leading {
  const search: Search = { files, modules, importers, reached: new Set(), asked: new Map(), open: [], wanted: new Set() };
  for (const [file, facts] of files) for (const name of namesOf(facts)?.querying ?? []) reach(search, file, name);
  for (let next = search.open.pop(); next !== undefined; next = search.open.pop()) spread(search, next.file, next.name);
  return { wanted: search.wanted, leads: (file, unit) => search.reached.has(keyOf(file, topOf(unit))), asked: (file) => search.asked.get(file) ?? NOBODY };
}

const NOBODY: ReadonlySet<string> = new Set();

const keyOf = (file: string, name: string): string => `${file}\n${name}`;

const namesOf = (facts: FileFacts): TopNames | null => (facts.flow === undefined ? null : topNames(facts, facts.flow));

/** A name at the top of a file that leads to queries. */
interface Reached { readonly file: string; readonly name: string }

interface Search {
  readonly modules: ModuleResolver;
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly importers: Importers;
  readonly reached: Set<string>;
  readonly asked: Map<string, Set<string>>;
  readonly open: Reached[];
  readonly wanted: Set<string>;
}

/** `from` has names of another file: under `local` (all of them for `*`), or hands them on as `name`. */
type Edge =
  | { readonly kind: 'import'; readonly from: string; readonly imported: string; readonly local: string }
  | { readonly kind: 'export'; readonly from: string; readonly imported: string; readonly name: string };

function reach(search: Search, file: string, name: string): void {
  const key = keyOf(file, name);
  if (search.reached.has(key)) return;
  search.reached.add(key);
  search.open.push({ file, name });
}

function ask({ asked }: Search, file: string, name: string): void {
  const names = asked.get(file) ?? new Set();
  asked.set(file, names.add(name));
}

function spread(search: Search, file: string, name: string): void {
  const facts = search.files.get(file);
  if (facts === undefined) return;
  const names = namesOf(facts);
  ask(search, file, name);
  for (const speaker of names?.spokenBy.get(name) ?? []) reach(search, file, speaker);
  for (const base of names?.bases.get(name) ?? []) toBase(search, facts.path, base);
  for (const called of names?.hands.get(name) ?? []) toCallee(search, file, called);
  for (const exported of exportedAs(facts, name)) toImporters(search, file, exported);
}

/** Names under which a name of a file can be had elsewhere. Types are not among exports. */
function exportedAs(facts: FileFacts, name: string): readonly string[] {
  const exports = exportsByLocal.get(facts) ?? byLocal(facts);
  exportsByLocal.set(facts, exports);
  return exports.get(name) ?? (namesOf(facts)?.open.has(name) === true ? [name] : []);
}

const exportsByLocal = new WeakMap<FileFacts, ReadonlyMap<string, readonly string[]>>();

function byLocal({ exports }: FileFacts): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const one of exports) {
    const local = 'local' in one ? one.local[0]?.replace(/^exports\./, '') : undefined;
    if (local !== undefined) found.set(local, [...(found.get(local) ?? []), one.name]);
  }
  return found;
}

function toImporters(search: Search, file: string, exported: string): void {
  const key = `${file}\n>${exported}`;
  if (search.reached.has(key)) return;
  search.reached.add(key);
  const importers = search.importers.get(file);
  for (const imported of [exported, '*']) {
    for (const edge of importers?.get(imported) ?? []) {
      if (edge.kind === 'export') toImporters(search, edge.from, edge.name === '*' ? exported : edge.name);
      else toLocal(search, edge, imported === '*' ? exported : null);
    }
  }
}

/** `member`: of a module that `local` stands for. */
function toLocal(search: Search, { from, local }: Extract<Edge, { readonly kind: 'import' }>, member: string | null): void {
  const facts = search.files.get(from);
  if (facts === undefined) return;
  search.wanted.add(from);
  const spoken = member === null ? local : local === '*' ? member : `${local}.${member}`;
  ask(search, from, spoken);
  for (const speaker of namesOf(facts)?.spokenBy.get(spoken) ?? []) reach(search, from, speaker);
  for (const name of exportedAs(facts, local)) toImporters(search, from, name);
}

/** Whoever has an interface or a base in hand may have this class. */
function toBase(search: Search, file: string, path: SymbolPath): void {
  for (const { file: at, name } of declared(search, file, path, FARTHEST)) {
    search.wanted.add(at);
    const facts = search.files.get(at);
    if (facts !== undefined && namesOf(facts)?.open.has(name) === true) reach(search, at, name);
  }
}

/** What is done with rows, or with a function that queries, is seen only where it is done. */
function toCallee(search: Search, file: string, path: SymbolPath): void {
  const key = `${file}\n<${path.join('.')}`;
  if (search.reached.has(key)) return;
  search.reached.add(key);
  for (const { file: at } of declared(search, file, path, FARTHEST)) search.wanted.add(at);
}

/** Longer ways from a name to where it is declared are circles. */
const FARTHEST = 12;

/** Where a name may be declared that a file has. */
function declared(search: Search, file: string, [root = '', ...rest]: SymbolPath, left: number): readonly Reached[] {
  const facts = search.files.get(file);
  if (facts === undefined || left <= 0) return [];
  const from = facts.imports.filter(({ local }) => local === root).map(({ module, imported }) => ({ module, path: imported === '*' ? rest : [imported, ...rest] }));
  const handed = from.length > 0 ? [] : facts.exports.flatMap((one) => ('module' in one && (one.name === root || one.name === '*') ? [{ module: one.module, path: one.imported === '*' && one.name !== '*' ? rest : [one.name === '*' ? root : one.imported, ...rest] }] : []));
  if (from.length + handed.length === 0) return [{ file, name: root }];
  return [...from, ...handed].flatMap(({ module, path }) => {
    const below = path[0] === undefined || languageOf(file) !== 'python' ? null : search.modules(file, moduleBelow(module, path[0]));
    if (below !== null) return path.length < 2 ? [] : declared(search, below, path.slice(1), left - 1);
    const target = path.length === 0 ? null : search.modules(file, module);
    return target === null ? [] : declared(search, target, path, left - 1);
  });
}

const edgesOf = new WeakMap<FileFacts, { readonly modules: ModuleResolver; readonly edges: readonly (readonly [string, Edge])[] }>();

/** What files import, whichever of them were read. */
export function importersOf(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver): Importers {
  const found = new Map<string, Map<string, Edge[]>>();
  for (const facts of files.values()) {
    const before = edgesOf.get(facts);
    const edges = before?.modules === modules ? before.edges : edgesFrom(facts, modules);
    if (before?.modules !== modules) edgesOf.set(facts, { modules, edges });
    for (const [target, edge] of edges) {
      const names = found.get(target) ?? new Map<string, Edge[]>();
      found.set(target, names);
      const list = names.get(edge.imported);
      if (list === undefined) names.set(edge.imported, [edge]);
      else list.push(edge);
    }
  }
  return found;
}

/** A file that no adapter wants is reached by what its text alone shows, whether its flow was read or not: otherwise having been read would be a reason to be read. */
function edgesFrom(facts: FileFacts, modules: ModuleResolver): readonly (readonly [string, Edge])[] {
  const { path } = facts;
  const edges: (readonly [string, Edge])[] = [];
  const to = (module: string, edge: Edge): void => { const target = modules(path, module); if (target !== null && target !== path) edges.push([target, edge]); };
  const isPython = languageOf(path) === 'python';
  for (const { local, module, imported, loads } of facts.skim === undefined ? facts.imports : unpackSkim(facts.skim)) {
    to(loads ?? module, { kind: 'import', from: path, imported, local });
    // In Python what is imported may be a module itself.
    if (isPython && imported !== '*') to(moduleBelow(module, imported), { kind: 'import', from: path, imported: '*', local });
  }
  for (const one of facts.exports) {
    if (!('module' in one)) continue;
    to(one.module, { kind: 'export', from: path, imported: one.imported, name: one.name });
    if (isPython && one.imported !== '*') to(moduleBelow(one.module, one.imported), { kind: 'export', from: path, imported: '*', name: one.name });
  }
  return edges;
}
