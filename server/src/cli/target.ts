import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { UsageError } from './usage.ts';

/** What a command looks at: the folder that is read, and what of it is reported. */
export interface Target {
  /** Absolute. */
  readonly root: string;
  /** Relative to `root`, with `/`; `''` for all of it. */
  readonly scopes: readonly string[];
  /** File names are told relative to this (relative to `root`, `''` for itself). */
  readonly base: string;
  /** Of the repository's top to `root`; `''` where that is the top, or in no repository. */
  readonly prefix: string;
}

/**
 * A path narrows what is reported, while queries need the schema that may lie beside it. So a folder that is no project by itself, or a package of a
 * workspace, is read together with what is around it, up to the workspace's or the repository's top.
 */
export function targetOf(paths: readonly string[]): Target {
  const given = (paths.length === 0 ? ['.'] : paths).map((path) => resolve(path));
  const missing = given.find((path) => !existsSync(path));
  if (missing !== undefined) throw new UsageError(`${relative(process.cwd(), missing) || missing} does not exist.`);
  const first = given[0] ?? process.cwd();
  const folder = given.length === 1 && statSync(first).isDirectory() ? first : process.cwd();
  const inside = given.every((path) => path === folder || path.startsWith(folder + sep));
  const start = inside ? folder : commonFolder(given);
  const root = rootFor(start);
  return { root, scopes: given.map((path) => slashed(relative(root, path))), base: slashed(relative(root, start)), prefix: prefixOf(root) };
}

/** The same for a text that goes by a file's name; the file need not be there. */
export function targetOfText(name: string): Target {
  const file = resolve(name);
  let folder = file.startsWith(process.cwd() + sep) ? process.cwd() : dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  const root = rootFor(folder);
  return { root, scopes: [slashed(relative(root, file))], base: slashed(relative(root, folder)), prefix: prefixOf(root) };
}

const slashed = (path: string): string => path.split(sep).join('/');

function prefixOf(root: string): string {
  for (let around = root; ; around = dirname(around)) {
    if (has(around, '.git')) return slashed(relative(around, root));
    if (dirname(around) === around) return '';
  }
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? process.cwd());
  while (!paths.every((path) => path.startsWith(folder === sep ? sep : folder + sep))) folder = dirname(folder);
  return folder;
}

function rootFor(folder: string): string {
  if (isTop(folder) || (has(folder, 'package.json') && !usesWorkspace(folder)) || (has(folder, 'pyproject.toml') && !usesSiblings(folder))) return folder;
  for (let around = folder; dirname(around) !== around; around = dirname(around)) if (isTop(around)) return around;
  return folder;
}

const has = (folder: string, name: string): boolean => existsSync(`${folder}/${name}`);
const isTop = (folder: string): boolean => has(folder, '.git') || has(folder, 'pnpm-workspace.yaml') || has(folder, 'sargable.jsonc') || manifest(folder).includes('"workspaces"') || manifest(folder, 'pyproject.toml').includes('[tool.uv.workspace]');
const usesWorkspace = (folder: string): boolean => manifest(folder).includes('"workspace:');
/** Packages of Python that lie beside it, by uv's workspace or by their path. */
const usesSiblings = (folder: string): boolean => /\bworkspace\s*=\s*true\b|\bpath\s*=\s*["']\.\.|file:\.\./.test(manifest(folder, 'pyproject.toml'));

function manifest(folder: string, name = 'package.json'): string {
  try {
    return readFileSync(`${folder}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
