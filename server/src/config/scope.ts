import picomatch from 'picomatch';
import { ancestors, dirname, isInside } from '../text/path.ts';
import { DEFAULT_QUIET, type Settings } from './settings.ts';

/** The settings of a file: those of the nearest folder around it that has any. */
export function settingsFor(path: string, all: ReadonlyMap<string, Settings>, outer: Settings): Settings {
  for (const folder of ancestors(path)) {
    const found = all.get(folder);
    if (found !== undefined) return found;
  }
  return outer;
}

export const byFolder = (all: Iterable<Settings>): ReadonlyMap<string, Settings> => new Map([...all].map((s) => [s.path === null ? '' : dirname(s.path), s]));

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

const within = (settings: Settings, path: string): string => (settings.folder !== '' && isInside(path, settings.folder) ? path.slice(settings.folder.length + 1) : path);

/** Whether a file is looked at at all. */
export const isIncluded = (settings: Settings, path: string): boolean =>
  (settings.include.length === 0 || matches(settings.include, within(settings, path))) && !matches(settings.exclude, within(settings, path));

/** Whether index rules are off in a file, since it is a test or a seed. */
export const isQuiet = (settings: Settings, path: string): boolean => matches(settings.quiet ?? DEFAULT_QUIET, within(settings, path));
