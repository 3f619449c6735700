import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Snapshot } from '../engine/api.ts';
import { isWanted } from '../engine/create.ts';
import { walk } from '../host/walk.ts';
import { openFolder, type OpenWorkspace, type Parsers } from '../host/workspace.ts';
import type { Project } from './project.ts';
import { type Projects, ToolError } from './tool.ts';

/** Folders of the disk as tools see them: each is opened when it is asked for first, and looked through for what has changed before every answer. */
export class DiskProjects implements Projects {
  readonly #parsers: Parsers;
  readonly #report: (message: string) => void;
  readonly #open = new Map<string, DiskProject>();
  #roots: readonly string[];

  /** @param roots absolute; the first is meant where nothing else is said */
  constructor(parsers: Parsers, roots: readonly string[], report: (message: string) => void) {
    this.#parsers = parsers;
    this.#roots = roots;
    this.#report = report;
  }

  /** What an agent's host says it works on. */
  setRoots(roots: readonly string[]): void {
    this.#roots = roots;
  }

  at(path: string | null): { readonly project: Project; readonly path: string } {
    const [first] = this.#roots;
    if (first === undefined) throw new ToolError('No folder is open.');
    if (path === null || path === '') return { project: this.#projectOf(first), path: '' };
    if (path.includes('\0')) throw new ToolError('A path has no such characters.');
    for (const root of isAbsolute(path) ? this.#roots : [first]) {
      const inside = insideOf(root, path);
      if (inside !== null) return { project: this.#projectOf(root), path: inside };
    }
    throw new ToolError(`${path} lies outside of ${this.#roots.join(', ')}.`);
  }

  #projectOf(root: string): DiskProject {
    const project = this.#open.get(root) ?? new DiskProject(openFolder(this.#parsers, root, this.#report));
    this.#open.set(root, project);
    return project;
  }
}

/** A path within a folder, with `/`; null where it leads out of it, by its name or by a link. */
export function insideOf(root: string, path: string): string | null {
  const absolute = resolve(root, path);
  const within = relative(root, absolute);
  if (isOutside(within) || isOutside(relative(real(root), real(absolute)))) return null;
  return within.split(sep).join('/');
}

const isOutside = (way: string): boolean => way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);

/** Of a file that is not there, where its folder leads. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = resolve(path, '..');
    return above === path ? path : join(real(above), relative(above, path));
  }
}

class DiskProject implements Project {
  readonly root: string;
  readonly #workspace: OpenWorkspace;
  /** By path: when it was changed last and how large it is. */
  #seen = new Map<string, string>();

  constructor(workspace: OpenWorkspace) {
    this.root = workspace.folder;
    this.#workspace = workspace;
  }

  snapshot(): Snapshot {
    this.#look();
    return this.#workspace.engine.snapshot();
  }

  withText<T>(path: string, text: string, look: (snapshot: Snapshot) => T): T {
    this.#look();
    if (!isWanted(path)) throw new ToolError(`${path} is no file that is read: it is no code, SQL or configuration that Sargable knows.`);
    if (!this.#workspace.inSight(path)) throw new ToolError(`${path} is left out: by .gitignore, or as build output.`);
    const { engine } = this.#workspace;
    engine.open(path, text.replace(/^\uFEFF/, ''), 1);
    try {
      return look(engine.snapshot());
    } finally {
      engine.close(path);
    }
  }

  /** Reads what has changed on disk since the last look, the whole folder at first. */
  #look(): void {
    const now = new Map<string, string>();
    for (const paths of walk(this.root, isWanted)) for (const path of paths) { const stamp = stampOf(join(this.root, path)); if (stamp !== null) now.set(path, stamp); }
    const changed = [...[...now].filter(([path, stamp]) => this.#seen.get(path) !== stamp).map(([path]) => path), ...[...this.#seen.keys()].filter((path) => !now.has(path))];
    if (this.#seen.size === 0) for (const _ of this.#workspace.scan()) { /* An agent waits for the answer: there is nobody to pause for. */ }
    else if (changed.length > 0) this.#workspace.changed(changed);
    this.#seen = now;
  }
}

function stampOf(file: string): string | null {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch {
    return null;
  }
}
