import { declaresTables, tellsOfTools, toolsNotRead } from '../adapters/not-read.ts';
import { collectConfigs, eachOnce } from '../config/collect.ts';
import { type ExtendGround, resolveConfig } from '../config/extend.ts';
import { configText, mayConfigure } from '../config/files.ts';
import { byFolder } from '../config/scope.ts';
import { type ConfigProblem, DEFAULT_SETTINGS, type Settings } from '../config/settings.ts';
import type { Dialect } from '../facts/dialect.ts';
import { isPythonProject, readPythonProject } from '../link/python-project.ts';
import { type ProjectFiles, readPackage, readTsConfig } from '../link/project.ts';
import { dialectHints } from '../schema/migrations/index.ts';
import { basename, dirname, isInside } from '../text/path.ts';
import { type DialectSignal, dialectGuess, drizzleConfigSignals, groupSignals, packageSignals, rootOf, textSignals } from './dialects.ts';
import type { EngineOptions } from './options.ts';
import { isRequirements, pythonSignals, requirementSignals } from './python-dialects.ts';

/** Files that are not analysed but say how the others are to be understood. */
export class ProjectState {
  readonly #texts = new Map<string, string>();
  readonly #signals = new Map<string, readonly DialectSignal[]>();
  readonly #notRead = new Map<string, readonly string[]>();
  readonly #ground: ExtendGround;
  readonly #outer: Pick<EngineOptions, 'outerConfig'>;
  #derived: Derived | null = null;

  constructor(ruleIds: readonly string[], options: Pick<EngineOptions, 'outerConfig' | 'readText' | 'above'>) {
    const { above } = options;
    this.#outer = options;
    // A file that another extends may be one that is not looked at otherwise: ignored by git, or above the folder.
    this.#ground = { ruleIds, root: above?.root ?? null, paths: () => this.paths(), text: (path) => this.#texts.get(path) ?? (isAbsolute(path) ? (above?.read(path) ?? null) : options.readText(path)) };
  }

  static isProject(path: string): boolean {
    const name = basename(path);
    return mayConfigure(path) || /^tsconfig[\w.-]*\.json$/.test(name) || name === '_journal.json' || name === 'snapshot.json' || name === 'migration_lock.toml' || isDrizzleConfig(name) || isPythonProject(name);
  }

  /** Whether a file of that name is of use, if only to tell what is not read. */
  static isWanted(path: string): boolean {
    return ProjectState.isProject(path) || tellsOfTools(path);
  }

  /** True when something changed that other files are read by. */
  set(path: string, text: string | null): boolean {
    const tools = text === null || !tellsOfTools(path) ? [] : toolsNotRead(path, text);
    if (tools.join() !== (this.#notRead.get(path) ?? []).join()) this.#derived = null;
    if (tools.length > 0) this.#notRead.set(path, tools);
    else this.#notRead.delete(path);
    if (ProjectState.isProject(path)) {
      if ((this.#texts.get(path) ?? null) === text) return false;
      const before = this.#texts.get(path);
      if (text === null) this.#texts.delete(path);
      else this.#texts.set(path, text);
      // Typing in a manifest changes nothing as long as what is taken from it stays.
      if (before === undefined || text === null || essence(path, before) !== essence(path, text)) this.#derived = null;
    }
    return this.#signal(path, text);
  }

  #signal(path: string, text: string | null): boolean {
    const name = basename(path);
    const found = text === null ? [] : name === 'package.json' ? packageSignals(dirname(path), readPackage(path, text).dependencies) : isDrizzleConfig(name) ? drizzleConfigSignals(path, text) : name.endsWith('.py') ? pythonSignals(path, text) : isRequirements(name) ? requirementSignals(path, text) : name.endsWith('.sql') ? textSignals(path, dialectHints(text.slice(0, 200_000))) : [];
    const before = this.#signals.get(path) ?? [];
    if (found.length === 0 && before.length === 0) return ProjectState.isProject(path);
    if (JSON.stringify(found) === JSON.stringify(before)) return ProjectState.isProject(path);
    if (found.length === 0) this.#signals.delete(path);
    else this.#signals.set(path, found);
    this.#derived = null;
    return true;
  }

  get derived(): Derived {
    this.#derived ??= derive(this.#texts, this.#signals, this.#ground, this.#outer.outerConfig ?? null, this.#notRead);
    return this.#derived;
  }

  text(path: string): string | null {
    return this.#texts.get(path) ?? null;
  }

  paths(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** Tools that no adapter reads, by the file that tells of them. */
  notRead(): ReadonlyMap<string, readonly string[]> {
    return new Map(this.#notRead);
  }
}

const isAbsolute = (path: string): boolean => /^(?:\/|[a-z]:)/i.test(path);

/** What is taken from a manifest, with the places of its configuration; of any other file the text itself. */
function essence(path: string, text: string): string {
  const name = basename(path);
  if (name === 'package.json') return JSON.stringify([readPackage(path, text), configText(path, text)]);
  return name === 'pyproject.toml' ? JSON.stringify([readPythonProject(path, text), configText(path, text)]) : text;
}

const isDrizzleConfig = (name: string): boolean => /^drizzle[\w.-]*\.config\.(ts|js|mjs|cjs|mts|json)$|^drizzle\.config/.test(name);

export interface Derived {
  readonly project: ProjectFiles;
  readonly settings: ReadonlyMap<string, Settings>;
  readonly outer: Settings;
  readonly configProblems: readonly ConfigProblem[];
  /** Folders with a package.json, what makes them a Python project, or a configuration of their own. */
  readonly roots: ReadonlySet<string>;
  readonly guess: (path: string) => Dialect | null;
  readonly rootOf: (path: string) => string;
  /** Tools that are not read and may declare indexes of the tables of a project folder, by titles. */
  readonly declaredBy: (root: string) => readonly string[];
}

function derive(texts: ReadonlyMap<string, string>, signals: ReadonlyMap<string, readonly DialectSignal[]>, ground: ExtendGround, above: EngineOptions['outerConfig'] & object | null, notRead: ReadonlyMap<string, readonly string[]>): Derived {
  const named = (test: (name: string) => boolean): (readonly [string, string])[] => [...texts].filter(([path]) => test(basename(path)));
  const { settings, problems } = collectConfigs(texts, ground);
  const outer = above === null ? null : resolveConfig(above.path, above.text, ground);
  const packages = named((n) => n === 'package.json').map(([path, text]) => readPackage(path, text));
  const tsconfigs = named((n) => n.startsWith('tsconfig')).map(([path, text]) => readTsConfig(path, text, (p) => texts.get(p) ?? null));
  const python = named(isPythonProject).flatMap(([path, text]) => readPythonProject(path, text) ?? []);
  const roots = new Set(['', ...packages.map((p) => p.folder), ...python.map((p) => p.folder), ...settings.map((one) => one.folder)]);
  const grouped = groupSignals([...signals.values()].flat(), roots);
  const cache = new Map<string, Dialect | null>();
  const guess = (path: string): Dialect | null => {
    const folder = dirname(path);
    if (!cache.has(folder)) cache.set(folder, dialectGuess(path, roots, grouped));
    return cache.get(folder) ?? null;
  };
  return {
    project: { tsconfigs, packages, python }, settings: byFolder(settings), outer: outer === null ? DEFAULT_SETTINGS : { ...outer.settings, folder: '' },
    configProblems: eachOnce([...(outer?.problems ?? []), ...problems]), roots, guess, rootOf: (path) => rootOf(path, roots), declaredBy: declaring(notRead),
  };
}

/** A project's dependencies stand in its own folder, in one around it, or (another language's part of it) in one inside. */
function declaring(notRead: ReadonlyMap<string, readonly string[]>): Derived['declaredBy'] {
  const tools = [...notRead].flatMap(([path, titles]) => titles.filter(declaresTables).map((title) => ({ folder: dirname(path), title })));
  return (root) => [...new Set(tools.filter(({ folder }) => isInside(root, folder) || isInside(folder, root)).map(({ title }) => title))].sort();
}
