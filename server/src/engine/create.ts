import { isQuiet, settingsFor } from '../config/scope.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { FileFacts } from '../facts/file.ts';
import { moduleResolver, type ModuleResolver } from '../link/modules.ts';
import { rules } from '../rules/index.ts';
import { mayBeRevision, mayBeScriptMigration, type SchemaSource, schemaSources } from '../schema/migrations/index.ts';
import type { Change, EngineApi, Snapshot } from './api.ts';
import { newCaches, type SnapshotCaches } from './caches.ts';
import { SourceFiles } from './files.ts';
import { interpreter } from './flow/interpreter.ts';
import { LeadingFiles, type LeadingInput } from './flow/leading.ts';
import { FlowState } from './flow/state.ts';
import { FollowedCode, type FollowInput } from './follow.ts';
import { dialectFor, link, type Linked } from './link.ts';
import type { OwnSchema } from '../link/own-models.ts';
import { WorkspaceNames } from './names.ts';
import type { EngineOptions } from './options.ts';
import { type Derived, ProjectState } from './project-files.ts';
import { makeSnapshot } from './snapshot.ts';
import { includedFacts } from './included.ts';
import { movesSince } from './same-structure.ts';

/** The engine with what its hosts need beside the API. */
export interface Engine extends EngineApi {
  /** Reads files that wait, while `more()` holds; true when none waits. `snapshot()` reads all that is left. */
  settle(more: () => boolean): boolean;
}

/** Whether the engine has a use for a file of that name. */
export const isWanted = (path: string): boolean => (SourceFiles.isSource(path) && !/\.d\.[mc]?ts$|\.min\.js$/.test(path)) || ProjectState.isWanted(path);

/** Files that migration tools run. */
const maySaySchema = (path: string): boolean => path.endsWith('.sql') || mayBeScriptMigration(path) || mayBeRevision(path);

/** The only state there is: files, their facts, and what was concluded from them (architecture: engine). */
export function createEngine(options: EngineOptions): Engine {
  return new WorkspaceEngine(options);
}

/** What one revision rests on: its files, those that are looked at with what following them has found, and how that was done. */
interface State { readonly revision: number; readonly derived: Derived; readonly all: ReadonlyMap<string, FileFacts>; readonly facts: ReadonlyMap<string, FileFacts>; readonly following: FollowInput; readonly modules: ModuleResolver }

const isQuietIn = (derived: Derived) => (path: string): boolean => isQuiet(settingsFor(path, derived.settings, derived.outer), path);

class WorkspaceEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #files: SourceFiles;
  readonly #project: ProjectState;
  readonly #caches: SnapshotCaches = newCaches();
  #revision = 0;
  #complete = false;
  #stale = true;
  #sources: readonly SchemaSource[] = [];
  #linked: { readonly revision: number; readonly derived: Derived; readonly sources: readonly SchemaSource[]; readonly own: OwnSchema; readonly linked: Linked } | null = null;
  #modules: { readonly revision: number; readonly derived: Derived; readonly modules: ModuleResolver } | null = null;
  readonly #names = new WorkspaceNames();
  readonly #followed = new FollowedCode();
  readonly #leading = new LeadingFiles();
  #state: State | null = null;
  readonly #flow = new FlowState(interpreter);
  #snapshot: Snapshot | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#files = new SourceFiles(options);
    this.#project = new ProjectState(rules.map((rule) => rule.id), options);
  }

  update(changes: readonly Change[]): void {
    for (const { path, text } of changes) this.#set(path, text, (sourceText) => this.#files.setDisk(path, sourceText));
  }

  open(path: string, text: string, _version: number): void {
    this.#set(path, text, (sourceText) => this.#files.setOpen(path, sourceText));
  }

  edit(path: string, text: string, version: number): void {
    this.open(path, text, version);
  }

  close(path: string): void {
    const disk = this.#options.readText(path);
    this.#set(path, disk, () => this.#files.setOpen(path, null));
  }

  setComplete(complete: boolean): void {
    if (complete !== this.#complete) this.#touch();
    this.#complete = complete;
  }

  settle(more: () => boolean): boolean {
    const dialectOf = this.#prepare();
    if (!this.#files.settle(dialectOf, more)) return false;
    if (!this.#complete) return true;
    // What leads to queries can be told only of all files.
    const { facts, modules } = this.#current(dialectOf);
    return this.#leading.settle(this.#leadingInput(facts, modules), more);
  }

  snapshot(): Snapshot {
    if (this.#snapshot !== null) return this.#snapshot;
    const started = this.#options.now().getTime();
    const dialectOf = this.#prepare();
    this.#files.settle(dialectOf, () => true);
    const derived = this.#project.derived;
    const { all, facts, following, modules } = this.#current(dialectOf);
    const linked = this.#link(facts);
    const current = (path: string): string | null => (this.#files.factsOf(path) === (all.get(path) ?? null) ? this.#files.text(path) : null);
    const made = this.#revision;
    const text = (path: string): string | null => (ProjectState.isProject(path) && !this.#files.has(path) ? this.#project.text(path) : current(path));
    const since = this.#files.moved();
    const moved = movesSince(linked.moves, since);
    // Whoever asks for exact places later than the next change gets them as they were linked: that snapshot is about to be given up.
    const exact = (): Linked => (since.size === 0 || this.#revision !== made ? linked : this.#linkAnew(facts)).exact();
    this.#snapshot = makeSnapshot({
      moved, exact, revision: made, complete: this.#complete, dialectOf, facts, linked, derived, options: this.#options, caches: this.#caches, started, notRead: this.#project.notRead(), entryStyle: (path, symbol) => this.#followed.entryStyle(path, symbol, following),
      flow: (checked) => this.#flow.tell({ facts: this.#leadingTo(made, facts, modules), leads: (file, unit) => this.#leading.leads(file, unit), checked, linked, modules, derived, options: this.#options, text }),
      text, paths: () => [...new Set([...this.#files.paths(), ...this.#project.paths()])],
    });
    return this.#snapshot;
  }

  /** The files as they are now, all of them read. */
  #current(dialectOf: (path: string) => Dialect | null): State {
    const { derived } = this.#project;
    if (this.#state?.revision === this.#revision && this.#state.derived === derived) return this.#state;
    const all = this.#files.facts();
    const included = includedFacts(all, derived);
    const modules = this.#modulesOf(included, derived);
    const following: FollowInput = { files: included, modules, sql: this.#options.sql, dialectOf, configuration: derived, options: this.#options, isQuiet: isQuietIn(derived), customs: (path) => settingsFor(path, derived.settings, derived.outer).customModels };
    this.#followed.update(following);
    this.#state = { revision: this.#revision, derived, all, facts: this.#followed.facts(following), following, modules };
    return this.#state;
  }

  #leadingInput(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver): LeadingInput {
    return { files, modules, isQuiet: isQuietIn(this.#project.derived), read: (path, before) => this.#files.readFlow(path, before) };
  }

  /** All files with those that lead to queries. An older view has what was read for a later one. */
  #leadingTo(revision: number, files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver): ReadonlyMap<string, FileFacts> {
    const input = this.#leadingInput(files, modules);
    if (revision === this.#revision) this.#leading.settle(input, () => true);
    return this.#leading.files(input);
  }

  #set(path: string, text: string | null, toFiles: (text: string | null) => void): void {
    if (!isWanted(path)) return;
    if (this.#project.set(path, text) || maySaySchema(path)) this.#stale = true;
    if (SourceFiles.isSource(path)) toFiles(text);
    this.#touch();
  }

  #touch(): void {
    this.#revision++;
    this.#snapshot = null;
  }

  /** Which dialect each file is read in. Migration folders are told apart first, since their tool may say it. */
  #prepare(): (path: string) => Dialect | null {
    if (this.#stale) {
      const paths = [...this.#files.paths().filter(maySaySchema), ...this.#project.paths()];
      const sources = schemaSources({ paths, text: (path) => this.#project.text(path) ?? this.#files.text(path) });
      if (JSON.stringify(sources) !== JSON.stringify(this.#sources)) this.#sources = sources;
    }
    const derived = this.#project.derived;
    const told = new Map(this.#sources.flatMap((s) => (s.dialect === null ? [] : s.files.map((f) => [f.path, s.dialect] as const))));
    const dialectOf = (path: string): Dialect | null => dialectFor(derived, path, told.get(path) ?? null);
    if (this.#stale) this.#files.recheckDialects(dialectOf);
    this.#stale = false;
    return dialectOf;
  }

  /** Linking is done again only when something it rests on changed (invariant 3). */
  #link(facts: ReadonlyMap<string, FileFacts>): Linked {
    const [revision, derived, sources] = [this.#files.linkRevision, this.#project.derived, this.#sources];
    const [known, own] = [this.#linked, this.#followed.schema];
    if (known !== null && known.revision === revision && known.derived === derived && known.sources === sources && known.own === own) return known.linked;
    return this.#linkAnew(facts);
  }

  #linkAnew(facts: ReadonlyMap<string, FileFacts>): Linked {
    const [revision, derived, sources, own] = [this.#files.linkRevision, this.#project.derived, this.#sources, this.#followed.schema];
    const modules = this.#modulesOf(facts, derived);
    const linked = link({ files: facts, derived, sources, own, modules, names: this.#names.of(facts, modules) }, this.#linked?.linked ?? null);
    this.#linked = { revision, derived, sources, own, linked };
    this.#files.markLinked();
    return linked;
  }

  /** What a module's name means changes with the set of files alone. */
  #modulesOf(facts: ReadonlyMap<string, FileFacts>, derived: Derived): ModuleResolver {
    const { pathsRevision } = this.#files;
    if (this.#modules === null || this.#modules.revision !== pathsRevision || this.#modules.derived !== derived) this.#modules = { revision: pathsRevision, derived, modules: moduleResolver(derived.project, new Set(facts.keys())) };
    return this.#modules.modules;
  }
}
