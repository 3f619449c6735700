import type { Dialect } from '../facts/dialect.ts';
import type { CustomModel, EntryStyle } from '../facts/entry.ts';
import type { FileFacts, FileProblem } from '../facts/file.ts';
import { programPrint } from '../facts/program.ts';
import { type Hierarchy, hierarchyOf } from '../link/follow/classes.ts';
import { type World, worldOf } from '../link/follow/world.ts';
import { type HelperInput, type HelperQueries, helperQueries } from '../link/helpers.ts';
import type { ModuleResolver } from '../link/modules.ts';
import { entryStyle } from '../link/own-entries.ts';
import { asksForIndexes } from '../link/follow/consumers.ts';
import { type MadeByClass, type OwnInput, type OwnSchema, ownSchema } from '../link/own-models.ts';
import type { SqlParsers } from '../sql/read.ts';
import { hashText } from '../text/hash.ts';
import type { Span } from '../text/span.ts';
import type { EngineOptions } from './options.ts';
import { guard } from './read-file.ts';

export interface FollowInput { readonly files: ReadonlyMap<string, FileFacts>; readonly modules: ModuleResolver; readonly sql: SqlParsers; readonly dialectOf: (path: string) => Dialect | null; /** Tests: their queries are of no interest. */ readonly isQuiet: (path: string) => boolean; /** What the configuration says of classes. */ readonly customs: (path: string) => readonly CustomModel[]; /** Changes with the configuration. */ readonly configuration: object; readonly options: Pick<EngineOptions, 'report'> }

const NO_SCHEMA: OwnSchema = { tables: [], statements: [], understood: [] };

/** A file whose code is followed, by what others see of it (`print`) and what it sees of others (`reach`: the files it leads to, and those of classes built on its own). */
interface Followed { readonly facts: FileFacts; readonly print: string }

/**
 * What is found by following code from file to file: tables that classes make, and queries that helpers make at their calls. A file's queries are found again only
 * when it or something it leads to has changed, the tables when any code did; equal tables stay the same object, so that nothing is linked anew for them.
 */
export class FollowedCode {
  #files: ReadonlyMap<string, Followed> = new Map();
  #modules: ModuleResolver | null = null;
  #configuration: object | null = null;
  #world: World | null = null;
  #hierarchy: Hierarchy | null = null;
  #schema = NO_SCHEMA;
  #schemaPrint = '';
  readonly #prints = new WeakMap<FileFacts, string>();
  readonly #queries = new Map<string, { readonly facts: FileFacts; readonly key: string; readonly with: FileFacts }>();

  #reach: (path: string) => ReadonlySet<string> = () => new Set();
  #lastId = 0;
  readonly #ids = new WeakMap<FileFacts, number>();
  readonly #made = new Map<string, { readonly key: string; readonly configuration: object; readonly value: MadeByClass }>();
  readonly #styles = new Map<string, EntryStyle | null>();

  get schema(): OwnSchema {
    return this.#schema;
  }

  /** Takes in the files as they are now. */
  update(input: FollowInput): void {
    const now = new Map([...input.files].flatMap(([path, facts]) => (facts.program === undefined ? [] : [[path, { facts, print: this.#printOf(facts) }] as const])));
    if (input.modules === this.#modules && input.configuration === this.#configuration && sameFiles(now, this.#files)) return;
    this.#configuration = input.configuration;
    this.#files = now;
    this.#modules = input.modules;
    this.#styles.clear();
    this.#world = worldOf(input.files, input.modules);
    this.#hierarchy = hierarchyOf(this.#world);
    this.#reach = reachOf(now, this.#world, this.#hierarchy, input);
    const ground = { world: this.#world, hierarchy: this.#hierarchy, sql: input.sql, dialectOf: input.dialectOf, customs: input.customs, keep: this.#keeping(input) };
    const schema = now.size === 0 ? NO_SCHEMA : (guard(input.options, [], '', 'following of models', () => ownSchema(ground)) ?? NO_SCHEMA);
    const print = JSON.stringify(schema);
    if (print !== this.#schemaPrint) { this.#schema = schema; this.#schemaPrint = print; }
  }

  /** The facts of all files with the queries that were found by following them. */
  facts(input: FollowInput): ReadonlyMap<string, FileFacts> {
    const [world, hierarchy] = [this.#world, this.#hierarchy];
    if (world === null || hierarchy === null || this.#files.size === 0) return input.files;
    const keyOf = (path: string): string => `${[...this.#reach(path)].filter((one) => one !== path).sort().map((one) => `${one}:${this.#files.get(one)?.print ?? ''}`).join('|')}|${input.dialectOf(path) ?? ''}`;
    const understood = new Map<string, { readonly span: Span }[]>();
    for (const place of this.#schema.understood) understood.set(place.path, [...(understood.get(place.path) ?? []), place]);
    const out = new Map(input.files);
    for (const [path, { facts }] of this.#files) {
      if (input.isQuiet(path)) continue;
      const key = `${keyOf(path)}|${understood.get(path)?.length ?? 0}`;
      const known = this.#queries.get(path);
      const found = known?.facts === facts && known.key === key ? known.with : this.#found(path, facts, { world, hierarchy, sql: input.sql, dialect: input.dialectOf(path) }, input.options, understood.get(path) ?? []);
      this.#queries.set(path, { facts, key, with: found });
      out.set(path, found);
    }
    return out;
  }

  /** How a class keeps its indexes in a list of its own; worked out once, as long as no code changes. */
  entryStyle(path: string, symbol: string, { sql, dialectOf, customs }: FollowInput): EntryStyle | null {
    const [world, hierarchy] = [this.#world, this.#hierarchy];
    if (world === null || hierarchy === null) return null;
    const key = `${path}\n${symbol}`;
    const known = this.#styles.get(key);
    const style = known === undefined ? entryStyle(path, symbol, { world, hierarchy, sql, dialectOf, customs }) : known;
    this.#styles.set(key, style);
    return style;
  }

  /** What a class makes rests on the files that its own leads to, and on those that ask classes for their lists of indexes. */
  #keeping(input: FollowInput): NonNullable<OwnInput['keep']> {
    const asking = [...this.#files].filter(([, { facts }]) => facts.program !== undefined && asksForIndexes(facts.program)).map(([path]) => path);
    const idOf = (path: string): number => { const facts = this.#files.get(path)?.facts; return facts === undefined ? 0 : this.#idOf(facts); };
    return (of, make) => {
      const name = `${of.file}\n${of.decl.name}`;
      const key = `${[...new Set([...this.#reach(of.file), ...asking])].sort().map(idOf).join()}|${input.dialectOf(of.file) ?? ''}`;
      const known = this.#made.get(name);
      if (known !== undefined && known.key === key && known.configuration === input.configuration) return known.value;
      const value = make();
      this.#made.set(name, { key, configuration: input.configuration, value });
      return value;
    };
  }

  #idOf(facts: FileFacts): number {
    const id = this.#ids.get(facts) ?? ++this.#lastId;
    this.#ids.set(facts, id);
    return id;
  }

  #found(path: string, facts: FileFacts, ground: HelperInput, options: FollowInput['options'], understood: readonly { readonly span: Span }[]): FileFacts {
    const problems: FileProblem[] = [];
    const found = guard(options, problems, path, 'following', () => helperQueries(path, ground)) ?? { queries: [], templates: [], writes: [] };
    const facted = withFound(facts, found, understood);
    return problems.length === 0 ? facted : { ...facted, problems: [...facted.problems, ...problems] };
  }

  #printOf(facts: FileFacts): string {
    const known = this.#prints.get(facts) ?? hashText(`${facts.program === undefined ? '' : programPrint(facts.program)}${JSON.stringify(facts.imports)}`);
    this.#prints.set(facts, known);
    return known;
  }
}

const sameFiles = (a: ReadonlyMap<string, Followed>, b: ReadonlyMap<string, Followed>): boolean => a.size === b.size && [...a].every(([path, { facts }]) => b.get(path)?.facts === facts);

/** The files that a file leads to, itself among them: those it imports, and those of classes built on its own. */
function reachOf(files: ReadonlyMap<string, Followed>, world: World, hierarchy: Hierarchy, { modules }: FollowInput): (path: string) => ReadonlySet<string> {
  const next = new Map([...files].map(([path, { facts }]) => {
    const imported = facts.imports.flatMap(({ module, imported: name }) => [modules(path, module), modules(path, module.endsWith('.') ? `${module}${name}` : `${module}.${name}`)]);
    const heirs = (facts.program?.classes ?? []).flatMap((decl) => hierarchy.below({ v: 'class', file: path, decl }).map(({ file }) => file));
    return [path, new Set([...imported, ...heirs].filter((one): one is string => one !== null && one !== path && world.programs.has(one)))] as const;
  }));
  const known = new Map<string, ReadonlySet<string>>();
  return (path) => {
    const reached = known.get(path) ?? closure(path, next);
    known.set(path, reached);
    return reached;
  };
}

function closure(path: string, next: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [path];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    queue.push(...(next.get(at) ?? []));
  }
  return reached;
}

/** A place that another adapter has read is told by it; a template that others make whole is nothing unread. */
function withFound(facts: FileFacts, { queries, templates, writes }: HelperQueries, understood: readonly { readonly span: Span }[]): FileFacts {
  const own = queries.filter(({ span }) => !facts.queries.some((query) => overlaps(query.span, span)));
  const sent = writes.filter(({ span }) => ![...facts.queries, ...own].some((query) => overlaps(query.span, span)));
  const answered = [...own.map(({ span }) => span), ...templates];
  const statements = facts.statements.filter(({ operation, span }) => operation.op !== 'unreadable' || !understood.some((one) => overlaps(one.span, span)));
  if (answered.length + sent.length === 0 && statements.length === facts.statements.length) return facts;
  return { ...facts, ...(sent.length === 0 ? {} : { writes: sent }), statements, queries: [...facts.queries, ...own].sort((a, b) => a.span.start - b.span.start), unread: facts.unread.filter(({ span }) => !answered.some((one) => overlaps(one, span))) };
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
