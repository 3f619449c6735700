import { isQuiet, settingsFor } from '../config/scope.ts';
import type { Declaration, MigrationFile, MigrationFolder } from '../facts/catalog.ts';
import { type Dialect, isMysql } from '../facts/dialect.ts';
import type { FileFacts } from '../facts/file.ts';
import type { SchemaOp, SchemaStatement, TableDecl } from '../facts/schema.ts';
import type { ScriptFact } from '../facts/script.ts';
import { ownSymbol } from '../lang/model-names.ts';
import { importedFiles } from '../link/imported.ts';
import type { OwnSchema } from '../link/own-models.ts';
import type { ModuleResolver } from '../link/modules.ts';
import type { SymbolResolver } from '../link/symbols.ts';
import { type RelationIndex, relationIndex } from '../schema/bind/relations.ts';
import type { DatabaseParts } from '../schema/databases/group.ts';
import { keepTables, type Moves } from '../schema/databases/keep.ts';
import { revisedAs } from '../schema/databases/revise.ts';
import { buildCatalogs, type Universe, universeOf } from '../schema/databases/universe.ts';
import type { SchemaSource } from '../schema/migrations/index.ts';
import type { ModelTable } from '../schema/models/table.ts';
import { modelTables } from '../schema/models/tables.ts';
import type { PlacedStatement } from '../schema/replay/index.ts';
import { contains, type Span } from '../text/span.ts';
import { casingsOf } from './casings.ts';
import { lazy } from './lazy.ts';
import type { Names } from './names.ts';
import type { Derived } from './project-files.ts';
import { withStatedFacts } from './stated-facts.ts';

/** Everything that is resolved over files: names, tables, databases. */
export interface Linked {
  readonly symbols: Names;
  /** Tables that nothing was said of anew are the objects that they were before, declared at places of then: `moves` tells where those are now. */
  readonly universe: Universe;
  readonly moves: Moves;
  readonly relations: RelationIndex;
  /** Files that are migrations: their own queries run once, against tables as they were then, and are nobody's concern. */
  readonly migrations: ReadonlySet<string>;
  /** The same with all tables as they were linked last, at their places. */
  readonly exact: () => Linked;
}

export interface LinkInput {
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly derived: Derived;
  readonly modules: ModuleResolver;
  readonly names: Names;
  /** The workspace's SQL files, told apart as migrations and others, each in order. */
  readonly sources: readonly SchemaSource[];
  /** What classes create by code of the project's own. */
  readonly own: OwnSchema;
}

/** `before`: what was linked last, whose tables are kept where they are the same. */
export function link(input: LinkInput, before: Linked | null): Linked {
  const { modules, names: symbols } = input;
  const groups = new Groups(input.derived);
  addModels(input, { symbols, modules }, groups);
  addSqlSources(input, groups);
  addCodeStatements(input, groups);
  addOwnSchema(input, groups);
  const fresh = buildCatalogs(groups.parts(), importedFiles(input.files.values(), modules), input.derived.declaredBy, withStatedFacts(input.derived));
  const { built, moves } = keepTables(fresh, before?.universe.catalogs ?? []);
  const rest = { symbols, relations: relationIndex(input.files.values(), symbols), migrations: migrationFiles(input) };
  const exact = lazy((): Linked => ({ ...rest, universe: universeOf(fresh.map(({ part, catalog }, i) => ({ part, catalog: revisedAs(catalog, built[i]?.catalog ?? catalog) }))), moves: new Map(), exact }));
  return { ...rest, universe: universeOf(built), moves, exact };
}

/** Numbered files are migrations only where some of them change the schema; a folder of numbered queries is just that. */
const migrationFiles = (input: LinkInput): ReadonlySet<string> =>
  new Set(input.sources.flatMap((source) => {
    const changesSchema = source.tool !== 'file' && source.files.some((f) => (input.files.get(f.path)?.statements.length ?? 0) > 0);
    return changesSchema ? source.files.map((f) => f.path) : [];
  }));

/** What makes the linked state another one: a change elsewhere (a query, a comment) leaves it as it is (invariant 3). */
export const linkFingerprint = (facts: FileFacts): string =>
  facts.models.length + facts.statements.length + facts.exports.length + facts.aliases.length + facts.queries.length === 0 ? '' : JSON.stringify([facts.models, facts.statements, facts.exports, facts.aliases, facts.imports, facts.script]);

interface Group { readonly root: string; readonly folder: string | null; dialect: Dialect; readonly quiet: boolean; readonly models: ModelTable[]; readonly statements: PlacedStatement[]; readonly origins: string[]; readonly history: MigrationFolder[] }

class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #derived: Derived;

  constructor(derived: Derived) {
    this.#derived = derived;
  }

  /** @param folder the migrations folder that the file is one of */
  of(path: string, dialect: Dialect, folder: string | null = null): Group {
    const settings = settingsFor(path, this.#derived.settings, this.#derived.outer);
    const quiet = isQuiet(settings, path);
    const root = this.#derived.rootOf(path);
    // MySQL and MariaDB of one project are one database; what MySQL takes, MariaDB takes too.
    const key = `${root}|${isMysql(dialect) ? 'mysql' : dialect}|${quiet}|${folder ?? ''}`;
    const group = this.#groups.get(key) ?? { root, folder, dialect, quiet, models: [], statements: [], origins: [], history: [] };
    if (group.dialect !== dialect) group.dialect = 'mysql';
    this.#groups.set(key, group);
    return group;
  }

  parts(): readonly DatabaseParts[] {
    return [...this.#groups.values()];
  }
}

const settingsDialect = (input: LinkInput, path: string): Dialect | null => settingsFor(path, input.derived.settings, input.derived.outer).dialect;

/** Configuration first, then what the file's migration tool says (`told`), then what the project around it looks like. */
export const dialectFor = (derived: Derived, path: string, told: Dialect | null = null): Dialect | null => settingsFor(path, derived.settings, derived.outer).dialect ?? told ?? derived.guess(path);

/** Which database the models of a project are in, where their adapter leaves that to its `project` fact: a dialect, none at all (`none`), or one that is not known. */
type Homes = (file: string, decl: TableDecl) => Dialect | 'none' | 'unknown' | null;

function projectHomes({ files, derived }: LinkInput): Homes {
  const homes = new Map<string, Dialect | 'none' | 'unknown'>();
  for (const facts of files.values()) {
    for (const model of facts.models) {
      if (model.kind !== 'project' || isQuiet(settingsFor(facts.path, derived.settings, derived.outer), facts.path)) continue;
      const key = `${model.adapter}|${derived.rootOf(facts.path)}`;
      const said = model.database === 'none' ? 'none' : (model.database === 'run-time' ? null : model.dialect) ?? 'unknown';
      homes.set(key, (homes.get(key) ?? said) === said ? said : 'unknown');
    }
  }
  return (file, decl) => (decl.byProject === true ? (homes.get(`${decl.adapter}|${derived.rootOf(file)}`) ?? 'unknown') : null);
}

function addModels(input: LinkInput, { symbols, modules }: { readonly symbols: SymbolResolver; readonly modules: ModuleResolver }, groups: Groups): void {
  const casingFor = casingsOf(input.files, input.derived);
  const homeOf = projectHomes(input);
  const dialectOf = (file: string, decl: TableDecl): Dialect | null => { const home = homeOf(file, decl); return home === 'none' || home === 'unknown' ? null : home; };
  const models = modelTables(input.files.values(), {
    symbols,
    isOwn: (file, [head]) => input.files.get(file)?.imports.some((i) => i.local === head && modules(file, i.module) !== null) === true,
    settingsOf: (file, decl) => ({ casing: casingFor(file), dialect: decl.dialect ?? dialectOf(file, decl) ?? dialectFor(input.derived, file) ?? 'postgresql' }),
  });
  for (const model of models) {
    const home = homeOf(model.file, model.decl);
    if (home === 'none') continue;
    const group = groups.of(model.file, model.dialect);
    group.models.push(home === 'unknown' || (home !== null && model.doubts.length > 0) ? { ...model, unclaimed: true } : model);
    group.origins.push(model.file);
  }
}

function addSqlSources(input: LinkInput, groups: Groups): void {
  for (const source of input.sources) {
    const history = new Map<Group, MigrationFile[]>();
    for (const { path, part } of source.files) {
      const facts = input.files.get(path);
      if (facts === undefined || (facts.statements.length === 0 && source.tool === 'file')) continue;
      const dialect = settingsDialect(input, path) ?? source.dialect ?? facts.statements[0]?.dialect ?? dialectFor(input.derived, path) ?? 'postgresql';
      const group = groups.of(path, dialect, source.tool === 'file' ? null : source.folder);
      group.origins.push(source.tool === 'file' ? path : source.folder);
      const origin = source.tool === 'file' ? 'sql' : 'migration';
      const statements = facts.statements.filter(({ span }) => part === null || contains(part, span));
      for (const statement of statements) group.statements.push({ statement, path, origin });
      if (source.tool !== 'file') listOf(history, group).push({ path, statements, script: scriptOf(facts, part) });
    }
    for (const [group, files] of history) group.history.push({ tool: source.tool, folder: source.folder, files, ...(source.problems === undefined ? {} : { problems: source.problems }) });
  }
}

function listOf(lists: Map<Group, MigrationFile[]>, group: Group): MigrationFile[] {
  const list = lists.get(group) ?? [];
  lists.set(group, list);
  return list;
}

/** The statements of the way up alone. */
const scriptOf = ({ script }: FileFacts, part: Span | null): ScriptFact | null =>
  script === undefined ? null : part === null ? script : { ...script, statements: script.statements.filter(({ span }) => contains(part, span)) };

/** DDL in strings of the code, after the migrations: `CREATE TABLE IF NOT EXISTS` at start-up. Migrations that are scripts have had their turn. */
function addCodeStatements(input: LinkInput, groups: Groups): void {
  const migrations = new Set(input.sources.flatMap((source) => source.files.map(({ path }) => path)));
  for (const facts of input.files.values()) {
    if (facts.path.endsWith('.sql') || migrations.has(facts.path)) continue;
    for (const statement of facts.statements) {
      const group = groups.of(facts.path, statement.dialect ?? dialectFor(input.derived, facts.path) ?? 'postgresql');
      group.statements.push({ statement, path: facts.path, origin: 'sql' });
      group.origins.push(facts.path);
    }
  }
}

/** Tables and indexes that classes make by code of the project's own, but for what a string of the same file makes in so many words. */
function addOwnSchema({ files, own, derived }: LinkInput, groups: Groups): void {
  const dialectOf = (file: string): Dialect => dialectFor(derived, file) ?? 'sqlite';
  const add = (path: string, statement: SchemaStatement, holder?: Declaration): void => {
    const group = groups.of(path, statement.dialect ?? dialectOf(path));
    const at = group.statements.findIndex((other) => other.path === path && makesTheSame(other.statement.operation, statement.operation));
    const known = group.statements[at];
    if (known === undefined) group.statements.push({ statement, path, origin: 'sql', ...(holder && { holder }) });
    else if (holder !== undefined) group.statements[at] = { ...known, holder };
  };
  for (const { file, symbol, op, span } of own.tables) {
    const decl = declOf(files, file, symbol);
    const indexes = op.indexes.filter((index) => !files.get(file)?.statements.some(({ operation }) => operation.op === 'create-index' && operation.index.name === index.name));
    const group = groups.of(file, dialectOf(file));
    if (decl === undefined) add(file, { operation: { ...op, indexes }, span, dialect: group.dialect });
    else group.models.push({ file, decl, name: op.table, dialect: group.dialect, op: { ...op, indexes }, attrs: new Map(op.columns.map(({ name }) => [name, name])), doubts: [] });
    group.origins.push(file);
  }
  for (const { path, holder, ...statement } of own.statements) {
    const decl = holder === undefined ? undefined : declOf(files, holder.file, holder.symbol);
    add(path, statement, holder === undefined || decl === undefined ? undefined : { adapter: decl.adapter, path: holder.file, span: holder.nameSpan, symbol: decl.symbol, migration: false });
  }
}

const declOf = (files: LinkInput['files'], file: string, symbol: string): TableDecl | undefined => files.get(file)?.models.find((model): model is TableDecl => model.kind === 'table' && model.symbol === ownSymbol(symbol));

function makesTheSame(a: SchemaOp, b: SchemaOp): boolean {
  if (a.op === 'create-table' && b.op === 'create-table') return a.table.name.toLowerCase() === b.table.name.toLowerCase();
  return a.op === 'create-index' && b.op === 'create-index' && a.index.name === b.index.name;
}
