import { basename, dirname, joinPath } from '../text/path.ts';
import { isTable, readToml, textsOf, tomlAt, type TomlTable, type TomlValue } from './toml.ts';

/** A Python project's folder, and where the modules of its packages begin. */
export interface PythonProject { readonly folder: string; readonly roots: readonly PythonRoot[] }

/** `package` is the dotted name of what the folder holds; empty for a folder that packages stand in. */
export interface PythonRoot { readonly package: string; readonly folder: string }

/** Files that make their folder a Python project. `requirements.txt` says nothing of packages, yet stands where a service begins. */
export const isPythonProject = (name: string): boolean => /^(?:pyproject\.toml|setup\.(?:py|cfg)|requirements\.txt|Pipfile)$/.test(name);

/** Longer ones were not written by hand. UTF-16 units. */
const LONGEST = 500_000;

/** What such a file says of where packages stand, after the folder itself and the `src` in it. Paths that leave the workspace are left out. Null for a module that is only named so. */
export function readPythonProject(path: string, text: string): PythonProject | null {
  if (basename(path) === 'setup.py' && !/\b(?:setuptools|distutils|skbuild)\b/.test(text)) return null;
  const folder = dirname(path);
  const stated = text.length > LONGEST ? [] : statedIn(basename(path), text);
  const roots = [...stated, { package: '', folder: 'src' }, { package: '', folder: '' }];
  return { folder, roots: roots.flatMap((root) => { const placed = joinPath(folder, root.folder); return placed === null ? [] : [{ package: root.package, folder: placed }]; }) };
}

function statedIn(name: string, text: string): PythonRoot[] {
  if (name === 'pyproject.toml') return fromToml(readToml(text));
  if (name === 'setup.cfg') return fromIni(text);
  return name === 'setup.py' ? fromSetup(text) : [];
}

const rootsAt = (value: TomlValue | undefined): PythonRoot[] => textsOf(value).map((folder) => ({ package: '', folder }));

/** Places of the build tools (setuptools, Poetry, Hatch, PDM) and of tools that import the code (pytest, mypy, Pyright, Ruff). */
const FOLDERS: readonly (readonly string[])[] = [
  ['setuptools', 'packages', 'find', 'where'], ['pdm', 'build', 'package-dir'], ['pdm', 'package-dir'], ['hatch', 'build', 'sources'], ['hatch', 'build', 'targets', 'wheel', 'sources'], ['hatch', 'build', 'targets', 'sdist', 'sources'],
  ['pytest', 'ini_options', 'pythonpath'], ['mypy', 'mypy_path'], ['pyright', 'extraPaths'], ['ruff', 'src'],
];

function fromToml(toml: TomlTable): PythonRoot[] {
  const tool = tomlAt(toml, 'tool');
  if (!isTable(tool)) return [];
  const at = (...path: readonly string[]) => tomlAt(tool, ...path);
  const poetry = at('poetry', 'packages');
  return [
    ...mapped(at('setuptools', 'package-dir')),
    ...(Array.isArray(poetry) ? poetry.flatMap((entry: TomlValue) => (isTable(entry) ? rootsAt(entry['from']) : [])) : []),
    // Hatch names the packages themselves.
    ...textsOf(at('hatch', 'build', 'targets', 'wheel', 'packages')).map((folder) => ({ package: '', folder: dirname(folder.replace(/\/$/, '')) })),
    ...FOLDERS.flatMap((path) => rootsAt(at(...path))),
  ];
}

/** `{ "": "src", "shop": "lib/shop" }`. */
const mapped = (value: TomlValue | undefined): PythonRoot[] => (isTable(value) ? Object.entries(value).flatMap(([name, folder]) => (typeof folder === 'string' ? [{ package: name, folder }] : [])) : []);

function fromIni(text: string): PythonRoot[] {
  const folders = [iniValue(text, 'options.packages.find', 'where'), iniValue(text, 'tool:pytest', 'pythonpath'), iniValue(text, 'mypy', 'mypy_path')].flatMap((value) => value.split(/[\s,:]+/));
  const pairs = iniValue(text, 'options', 'package_dir').split('\n').map((line) => line.split('=').map((part) => part.trim()));
  return [...pairs.flatMap(([name, folder]) => (folder === undefined || folder === '' ? [] : [{ package: name ?? '', folder }])), ...folders.filter((folder) => folder !== '').map((folder) => ({ package: '', folder }))];
}

/** With the lines under it that are indented; empty when it is not there. */
function iniValue(text: string, section: string, key: string): string {
  const lines = text.split(/\r?\n/);
  const from = lines.findIndex((line) => line.trim() === `[${section}]`);
  const rest = from < 0 ? [] : lines.slice(from + 1);
  const end = rest.findIndex((line) => line.startsWith('['));
  const body = end < 0 ? rest : rest.slice(0, end);
  const at = body.findIndex((line) => new RegExp(`^${key}\\s*[=:]`).test(line));
  if (at < 0) return '';
  const more = body.slice(at + 1);
  const stop = more.findIndex((line) => !/^\s+\S/.test(line));
  return [(body[at] ?? '').replace(/^[^=:]*[=:]/, ''), ...(stop < 0 ? more : more.slice(0, stop))].join('\n').trim();
}

/** `package_dir={"": "src"}`, `find_packages(where="src")`, `find_packages("src")`. */
function fromSetup(text: string): PythonRoot[] {
  const pairs = /package_dir\s*=\s*\{([^{}]*)\}/.exec(text)?.[1] ?? '';
  const found = /find_(?:namespace_)?packages\(\s*(?:where\s*=\s*)?(["'])([^"'\n]*)\1/.exec(text)?.[2];
  return [
    ...[...pairs.matchAll(/(["'])([^"'\n]*)\1\s*:\s*(["'])([^"'\n]*)\3/g)].map(([, , name = '', , folder = '']) => ({ package: name, folder })),
    ...(found === undefined ? [] : [{ package: '', folder: found }]),
  ];
}
