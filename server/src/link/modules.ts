import { languageOf } from '../text/language.ts';
import { ancestors, isInside, joinPath } from '../text/path.ts';
import type { PackageJson, ProjectFiles, TsConfig } from './project.ts';
import { type Paths, pythonResolver } from './python.ts';

/** Finds the workspace file that a module specifier means, or null for a package that is not in the workspace. */
export type ModuleResolver = (from: string, specifier: string) => string | null;

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** Resolution by the language of the file that imports, over the paths of the workspace alone. What was found is kept: a resolver is good for as long as the files are the same. */
export function moduleResolver(project: ProjectFiles, paths: Paths): ModuleResolver {
  const cache = new Map<string, string | null>();
  const [script, python] = [scriptResolver(project, (path) => paths.has(path)), pythonResolver(project.python, paths)];
  return (from, specifier) => {
    const isPython = languageOf(from) === 'python';
    const key = `${from.slice(0, from.lastIndexOf('/') + 1)}\n${isPython ? 'py' : ''}${specifier}`;
    let found = cache.get(key);
    if (found === undefined) {
      found = (isPython ? python : script)(from, specifier);
      cache.set(key, found);
    }
    return found;
  };
}

/**
 * As TypeScript's bundler mode does it: relative paths, tsconfig `paths` and `baseUrl`, `#imports` by convention, and packages of
 * the same monorepo, where built targets (`dist/…`) fall back on their sources.
 */
function scriptResolver(project: ProjectFiles, exists: (path: string) => boolean): ModuleResolver {
  const configs = [...project.tsconfigs].sort((a, b) => b.folder.length - a.folder.length);
  const packages = new Map(project.packages.flatMap((p) => (p.name === null ? [] : [[p.name, p] as const])));
  return (from, specifier) => (specifier.startsWith('.') ? relative(from, specifier, exists) : (aliased(from, specifier, configs, exists) ?? packaged(specifier, packages, exists)));
}

const relative = (from: string, specifier: string, exists: (path: string) => boolean): string | null =>
  file(joinPath(ancestors(from)[0] ?? '', specifier), exists);

function aliased(from: string, specifier: string, configs: readonly TsConfig[], exists: (path: string) => boolean): string | null {
  for (const config of configs) {
    if (!isInside(from, config.folder)) continue;
    for (const { pattern, targets } of config.paths) {
      const rest = matchPattern(pattern, specifier);
      if (rest === null) continue;
      for (const target of targets) {
        const found = file(joinPath(config.base, target.replace('*', rest)), exists);
        if (found !== null) return found;
      }
    }
    const based = config.hasBaseUrl ? file(joinPath(config.base, specifier), exists) : null;
    if (based !== null) return based;
  }
  return null;
}

function matchPattern(pattern: string, specifier: string): string | null {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === specifier ? '' : null;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
  return fits ? specifier.slice(before.length, specifier.length - after.length) : null;
}

function packaged(specifier: string, packages: ReadonlyMap<string, PackageJson>, exists: (path: string) => boolean): string | null {
  const parts = specifier.split('/');
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const found = packages.get(name);
  if (found === undefined) return null;
  const rest = specifier.slice(name.length + 1);
  return exported(found, rest, exists) ?? inSources(found.folder, rest, exists);
}

function exported(from: PackageJson, rest: string, exists: (path: string) => boolean): string | null {
  const subpath = rest === '' ? '.' : './' + rest;
  for (const entry of from.entries) {
    const star = matchPattern(entry.subpath, subpath);
    if (star === null) continue;
    const target = entry.target.replaceAll('*', star);
    const found = file(joinPath(from.folder, target), exists) ?? file(joinPath(from.folder, toSource(target)), exists);
    if (found !== null) return found;
  }
  return null;
}

/** A built target is looked for where its source usually is: `dist/db/index.d.ts` in `src/db/index`. */
const toSource = (target: string): string => target.replace(/(^|\/)(dist|build|lib|out|\.output)\/(esm\/|cjs\/|types\/)?/, '$1src/').replace(/\.d\.(ts|mts|cts)$/, '').replace(/\.[mc]?js$/, '');

const inSources = (folder: string, rest: string, exists: (path: string) => boolean): string | null =>
  file(joinPath(folder, rest === '' ? 'index' : rest), exists) ?? file(joinPath(folder, rest === '' ? 'src/index' : `src/${rest}`), exists);

function file(base: string | null, exists: (path: string) => boolean): string | null {
  if (base === null) return null;
  if (EXTENSIONS.some((extension) => base.endsWith(extension)) && exists(base)) return base;
  const stem = base.replace(/\.([mc]?)jsx?$/, '');
  for (const extension of EXTENSIONS) if (exists(stem + extension)) return stem + extension;
  for (const extension of EXTENSIONS) if (exists(`${base}${extension}`)) return `${base}${extension}`;
  for (const extension of EXTENSIONS) if (exists(base === '' ? `index${extension}` : `${base}/index${extension}`)) return base === '' ? `index${extension}` : `${base}/index${extension}`;
  return null;
}
