import { ancestors, dirname, joinPath } from '../text/path.ts';
import type { PythonProject, PythonRoot } from './python-project.ts';

/** The paths of the workspace's files. */
export interface Paths { has(path: string): boolean; keys(): Iterable<string> }

/** Finds the file that a module's name means in a file, or null: for packages from elsewhere, and for folders without an `__init__.py`, which have no file. */
export type PythonResolver = (from: string, module: string) => string | null;

/** `..` and `models` are `..models`, `app` and `models` are `app.models`. */
export const moduleBelow = (module: string, name: string): string => (module.endsWith('.') ? module + name : `${module}.${name}`);

/**
 * Resolution as Python does it with the search path that the project's files and its folders let one expect: `from . import x` from where the file stands;
 * `import a.b` from the folders around the file that are projects (and what those are told of by build and test tools), start programs or hold its package, then
 * from any around it that is no package, then from the packages it is in (scripts run in place), and at last from the only place in the workspace that has such a path.
 */
export function pythonResolver(projects: readonly PythonProject[], paths: Paths): PythonResolver {
  const rootsOf = searchPaths(projects, paths);
  let index: ReadonlyMap<string, readonly string[]> | null = null;
  const elsewhere = (segments: readonly string[]): string | null => {
    index ??= byLastSegment(paths);
    return onlyOne(index, segments);
  };
  return (from, module) => {
    const dots = /^\.+/.exec(module)?.[0].length ?? 0;
    const segments = module.slice(dots).split('.').filter((segment) => segment !== '');
    if (dots > 0) return relative(from, { dots, segments }, paths);
    if (segments.length === 0) return null;
    for (const root of rootsOf(dirname(from))) {
      const found = inRoot(root, module, paths);
      if (found !== null) return found;
    }
    return elsewhere(segments);
  };
}

const SUFFIXES = ['.py', '/__init__.py'];

function fileAt(base: string | null, paths: Paths): string | null {
  if (base === null) return null;
  // A package wins over a module of the same name.
  if (base === '') return paths.has('__init__.py') ? '__init__.py' : null;
  return paths.has(`${base}/__init__.py`) ? `${base}/__init__.py` : paths.has(`${base}.py`) ? `${base}.py` : null;
}

function relative(from: string, { dots, segments }: { readonly dots: number; readonly segments: readonly string[] }, paths: Paths): string | null {
  const base = joinPath(dirname(from), '../'.repeat(dots - 1));
  return base === null ? null : fileAt(joinPath(base, segments.join('/')), paths);
}

function inRoot(root: PythonRoot, module: string, paths: Paths): string | null {
  if (root.package !== '' && module !== root.package && !module.startsWith(`${root.package}.`)) return null;
  return fileAt(joinPath(root.folder, (root.package === '' ? module : module.slice(root.package.length + 1)).replaceAll('.', '/')), paths);
}

/** What is started or collected by its path has its own folder on the search path. */
const STARTED = ['manage.py', 'main.py', 'app.py', 'run.py', 'wsgi.py', 'asgi.py', 'server.py', '__main__.py', 'conftest.py'];

/** Where modules are looked for from the files of a folder, worked out once each. */
function searchPaths(projects: readonly PythonProject[], paths: Paths): (folder: string) => readonly PythonRoot[] {
  const known = new Map<string, readonly PythonRoot[]>();
  const stated = new Map<string, PythonRoot[]>();
  for (const { folder, roots } of projects) stated.set(folder, [...(stated.get(folder) ?? []), ...roots]);
  return (folder) => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const found = searchPath(folder, stated, paths);
    known.set(folder, found);
    return found;
  };
}

/** Of equally likely places the nearest comes first. */
function searchPath(folder: string, stated: ReadonlyMap<string, readonly PythonRoot[]>, paths: Paths): readonly PythonRoot[] {
  const around = ancestors(`${folder === '' ? '' : `${folder}/`}x`);
  const file = (at: string, name: string): boolean => paths.has(at === '' ? name : `${at}/${name}`);
  const plain = around.filter((at) => !file(at, '__init__.py'));
  // What the topmost package around the file stands in is where its name begins.
  const above = plain[0] === around[0] ? undefined : plain[0];
  const likely = plain.filter((at) => at === above || stated.has(at) || STARTED.some((name) => file(at, name)));
  return unique([...likely, ...plain, ...around].flatMap((at) => [...(stated.get(at) ?? []), { package: '', folder: at }, { package: '', folder: at === '' ? 'src' : `${at}/src` }]));
}

const unique = (roots: readonly PythonRoot[]): readonly PythonRoot[] => [...new Map(roots.map((root) => [`${root.package}:${root.folder}`, root])).values()];

/** Modules by the last part of their name, so that a path's end is found without a walk over all files. */
function byLastSegment(paths: Paths): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths.keys()) {
    if (!path.endsWith('.py')) continue;
    const stem = path.endsWith('/__init__.py') ? path.slice(0, -12) : path.slice(0, -3);
    const last = stem.slice(stem.lastIndexOf('/') + 1);
    const list = found.get(last);
    if (list === undefined) found.set(last, [path]);
    else list.push(path);
  }
  return found;
}

/** A name of one part (`utils`) says too little to be looked for anywhere. */
function onlyOne(index: ReadonlyMap<string, readonly string[]>, segments: readonly string[]): string | null {
  const tail = `/${segments.join('/')}`;
  const fitting = segments.length < 2 ? [] : (index.get(segments.at(-1) ?? '') ?? []).filter((path) => SUFFIXES.some((suffix) => `/${path}`.endsWith(tail + suffix)));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
