import picomatch from 'picomatch';
import { ancestors, isInside } from '../text/path.ts';
import { withSaid } from './resolve.ts';
import { DEFAULT_QUIET, type Globs, type Settings } from './settings.ts';

/** The settings of a file: those of the nearest folder around it that has any, with the overrides that fit the file. Equal ones are one object. */
export function settingsFor(path: string, all: ReadonlyMap<string, Settings>, outer: Settings): Settings {
  for (const folder of ancestors(path)) {
    const found = all.get(folder);
    if (found !== undefined) return overridden(found, path);
  }
  return overridden(outer, path);
}

const variants = new WeakMap<Settings, Map<string, Settings>>();

function overridden(settings: Settings, path: string): Settings {
  if (settings.overrides.length === 0) return settings;
  const fitting = settings.overrides.filter(({ files }) => matchesIn(files, path));
  if (fitting.length === 0) return settings;
  const known = variants.get(settings) ?? new Map<string, Settings>();
  variants.set(settings, known);
  const key = fitting.map((one) => settings.overrides.indexOf(one)).join();
  const made = known.get(key) ?? { ...fitting.reduce((below, { said }) => withSaid(below, said), settings), overrides: [] };
  known.set(key, made);
  return made;
}

export const byFolder = (all: Iterable<Settings>): ReadonlyMap<string, Settings> => new Map([...all].map((s) => [s.folder, s]));

const matchers = new WeakMap<readonly string[], (path: string) => boolean>();

/** True when one of the globs fits. A pattern without a slash fits any folder's file of that name, as in .gitignore. */
export function matches(globs: readonly string[], path: string): boolean {
  if (globs.length === 0) return false;
  const known = matchers.get(globs) ?? picomatch(globs.flatMap((g) => expand(g)), { dot: true, nocase: false });
  matchers.set(globs, known);
  return known(path);
}

const expand = (glob: string): string[] => {
  const clean = glob.replace(/^\.?\//, '').replace(/\/$/, '/**');
  return clean.includes('/') ? [clean, clean + '/**'] : [clean, '**/' + clean, clean + '/**', `**/${clean}/**`];
};

/** By the file's path from the folder that the globs are relative to; a file outside of it goes by its whole path. */
function matchesIn({ folder, within, patterns }: Globs, path: string): boolean {
  if (within !== undefined) return matches(patterns, `${within}/${path}`);
  return matches(patterns, folder !== '' && isInside(path, folder) ? path.slice(folder.length + 1) : path);
}

/** Whether a file is looked at at all. */
export const isIncluded = ({ include, exclude }: Settings, path: string): boolean => (include.patterns.length === 0 || matchesIn(include, path)) && !matchesIn(exclude, path);

/** Whether index rules are off in a file, since it is a test or a seed. */
export function isQuiet({ quiet, folder }: Settings, path: string): boolean {
  return typeof quiet === 'boolean' ? quiet : matchesIn(quiet ?? { folder, patterns: DEFAULT_QUIET }, path);
}
