import type { Dialect } from '../../../facts/dialect.ts';
import { ancestors, basename, dirname, joinPath } from '../../../text/path.ts';
import type { WorkspaceView } from '../../../text/workspace.ts';
import { dialectNamed } from '../names.ts';

/** What a project's configuration says of a folder of revisions. */
export interface AlembicSettings {
  /** As `%(rev)s_%(slug)s`. */
  readonly fileTemplate: string;
  readonly slugLength: number;
  /** The folder with env.py and script.py.mako, where it is known. */
  readonly scriptLocation: string | null;
  /** The folders of revisions that it names. */
  readonly versions: readonly string[];
  readonly dialect: Dialect | null;
}

/** Alembic's own. */
export const DEFAULT_SETTINGS: AlembicSettings = { fileTemplate: '%(rev)s_%(slug)s', slugLength: 40, scriptLocation: null, versions: [], dialect: null };

/**
 * The settings for a folder of revisions: of the alembic.ini or the pyproject.toml around it (Flask-Migrate's lies inside `migrations/`) whose section names the
 * folder, else of the nearest one. The files are asked for by name, since a view need not list them.
 */
export function settingsOf(view: WorkspaceView, folder: string): AlembicSettings {
  const all = ancestors(`${folder}/x`).flatMap((parent) => [...sectionsIn(view, parent, 'alembic.ini'), ...sectionsIn(view, parent, 'pyproject.toml')]);
  const found = all.find(({ versions, scriptLocation }) => versions.includes(folder) || (scriptLocation !== null && dirname(folder) === scriptLocation)) ?? all[0] ?? DEFAULT_SETTINGS;
  return { ...found, scriptLocation: scriptFolder(view, folder) ?? found.scriptLocation };
}

/** The nearest folder around that has a template for revisions. */
const scriptFolder = (view: WorkspaceView, folder: string): string | null => ancestors(`${folder}/x`).slice(0, 4).find((parent) => view.text(parent === '' ? 'script.py.mako' : `${parent}/script.py.mako`) !== null) ?? null;

function sectionsIn(view: WorkspaceView, parent: string, name: string): readonly AlembicSettings[] {
  const text = view.text(parent === '' ? name : `${parent}/${name}`);
  if (text === null || text.length > LONGEST) return [];
  const isToml = name.endsWith('.toml');
  return text.split(/^(?=\[)/m).flatMap((section): AlembicSettings[] => {
    const head = /^\[([^\]\n]+)\]/.exec(section)?.[1]?.trim();
    const values = valuesIn(section, isToml);
    if (head === undefined || (isToml ? head !== 'tool.alembic' : !values.has('script_location') && head !== 'alembic')) return [];
    return [fromValues(values, parent, isToml)];
  });
}

const LONGEST = 1_000_000;

function fromValues(values: ReadonlyMap<string, string>, parent: string, isToml: boolean): AlembicSettings {
  const place = (value: string): readonly string[] => { const path = joinPath(parent, value.replace(/%\(here\)s/g, '.').trim()); return path === null ? [] : [path]; };
  // In TOML and in values that are not interpolated the percent signs stand single.
  const template = values.get('file_template')?.replaceAll('%%', '%');
  const [scriptLocation = null] = place(inPackage(values.get('script_location') ?? '', parent));
  const versions = (values.get('version_locations') ?? '').split(isToml ? /[",\s]+/ : /[\s,:;]+/).filter((part) => part !== '').flatMap(place);
  return {
    fileTemplate: template === undefined || template === '' ? DEFAULT_SETTINGS.fileTemplate : template,
    slugLength: /^\d+$/.test(values.get('truncate_slug_length') ?? '') ? Number(values.get('truncate_slug_length')) : DEFAULT_SETTINGS.slugLength,
    scriptLocation, versions: versions.length > 0 ? versions : scriptLocation === null ? [] : [`${scriptLocation}/versions`],
    dialect: serverIn(values.get('sqlalchemy.url') ?? ''),
  };
}

/** The server that a URL speaks of. A file of SQLite's is often there for a developer's machine alone. */
function serverIn(url: string): Dialect | null {
  const dialect = dialectNamed(/^([A-Za-z]\w*)(?:\+\w+)?:\/\//.exec(url)?.[1] ?? '');
  return dialect === 'sqlite' ? null : dialect;
}

/** `package:folder` is a folder of a package, which is the one that the file lies in or one beside it. */
function inPackage(location: string, parent: string): string {
  const [, name, folder] = /^(\w+):(.+)$/.exec(location) ?? [];
  return name === undefined || folder === undefined ? location : basename(parent) === name ? folder : `${name}/${folder}`;
}

/** `key = value`, quoted in TOML; what follows on indented lines belongs to the value. */
function valuesIn(section: string, isToml: boolean): ReadonlyMap<string, string> {
  const plain = section.replace(/^[ \t]*[#;].*$/gm, '');
  const pairs = [...plain.matchAll(/^([\w.]+)[ \t]*[=:][ \t]*(.*(?:\n[ \t]+\S.*)*)/gm)];
  return new Map(pairs.map(([, key = '', value = '']) => [key, isToml ? value.replace(/^\[|\]$/g, '').replace(/^(["']{1,3})([\s\S]*?)\1[^"']*$/, '$2').trim() : value.trim()]));
}

/** The folder that Alembic knows a revision's file by: the one named `versions` around it, else its own. */
export function versionsFolder(path: string): string {
  return ancestors(path).find((folder) => basename(folder) === 'versions') ?? dirname(path);
}
