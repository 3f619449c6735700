import { parse } from 'jsonc-parser';
import { dirname, joinPath } from '../text/path.ts';
import type { PythonProject } from './python-project.ts';

/** What a workspace's own files say about how modules are found. Made from texts alone. */
export interface ProjectFiles {
  readonly tsconfigs: readonly TsConfig[];
  readonly packages: readonly PackageJson[];
  readonly python: readonly PythonProject[];
}

/** `paths` patterns have at most one `*`; targets are relative to `base`. */
export interface TsConfig { readonly folder: string; readonly base: string; readonly hasBaseUrl: boolean; readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[] }

export interface PackageJson { readonly folder: string; readonly name: string | null; readonly entries: readonly { readonly subpath: string; readonly target: string }[]; readonly dependencies: readonly string[] }

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => (isObject(value) ? value : {});
const string = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export function readPackage(path: string, text: string): PackageJson {
  const json = object(parse(text));
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) => Object.keys(object(json[key])));
  return { folder: dirname(path), name: string(json['name']), entries: entriesOf(json), dependencies };
}

/** `exports` with its conditions flattened to the first relative target, then `main`, `module`, `types`. */
function entriesOf(json: Json): { subpath: string; target: string }[] {
  const found: { subpath: string; target: string }[] = [];
  const exported = json['exports'];
  if (typeof exported === 'string') found.push({ subpath: '.', target: exported });
  for (const [key, value] of Object.entries(object(exported))) {
    for (const target of targetsOf(value)) found.push({ subpath: key.startsWith('.') ? key : '.', target });
  }
  for (const key of ['types', 'module', 'main']) {
    const target = string(json[key]);
    if (target !== null) found.push({ subpath: '.', target });
  }
  return found;
}

function targetsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(targetsOf);
  return Object.values(object(value)).flatMap(targetsOf);
}

/** `extends` of a relative file is followed through `textOf`; a package's is not. */
export function readTsConfig(path: string, text: string, textOf: (path: string) => string | null, depth = 0): TsConfig {
  const json = object(parse(text));
  const options = object(json['compilerOptions']);
  const parent = depth < 8 ? parentOf(path, json['extends'], textOf, depth) : null;
  const baseUrl = string(options['baseUrl']);
  const base = baseUrl === null ? null : joinPath(dirname(path), baseUrl);
  const paths = isObject(options['paths']) ? pathsOf(options['paths']) : null;
  return {
    folder: dirname(path),
    base: base ?? (paths !== null ? dirname(path) : (parent?.base ?? dirname(path))),
    hasBaseUrl: base !== null || parent?.hasBaseUrl === true,
    paths: paths ?? parent?.paths ?? [],
  };
}

function parentOf(path: string, extended: unknown, textOf: (path: string) => string | null, depth: number): TsConfig | null {
  const names = (Array.isArray(extended) ? extended : [extended]).filter((name): name is string => typeof name === 'string' && name.startsWith('.'));
  const name = names.at(-1);
  if (name === undefined) return null;
  const target = joinPath(dirname(path), name.endsWith('.json') ? name : name + '.json');
  const text = target === null ? null : textOf(target);
  return target === null || text === null ? null : readTsConfig(target, text, textOf, depth + 1);
}

const pathsOf = (paths: Json): { pattern: string; targets: string[] }[] =>
  Object.entries(paths).map(([pattern, targets]) => ({ pattern, targets: Array.isArray(targets) ? targets.filter((t): t is string => typeof t === 'string') : [] }));
