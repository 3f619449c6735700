import { readFileSync } from 'node:fs';
import ignore, { type Ignore } from 'ignore';
import { ancestors, basename } from '../text/path.ts';

/** Folders that hold nothing a team writes by hand. */
const SKIPPED = new Set(['node_modules', '.git', '.hg', '.svn', 'dist', 'build', 'out', '.next', '.nuxt', '.output', '.svelte-kit', '.astro', '.turbo', '.vercel', '.netlify', '.wrangler', '.cache', '.parcel-cache', 'coverage', 'bower_components', '.yarn', '.pnpm-store', '.venv', 'venv', '__pycache__', 'target', '.terraform', '.idea', '.vscode-test', 'storybook-static']);

export const isSkippedFolder = (name: string): boolean => SKIPPED.has(name);

/** The .gitignore files on the way from the workspace folder to a folder, outermost first. */
export interface IgnoreLevel { readonly folder: string; readonly rules: Ignore }

/** The level of one folder's own .gitignore; null when it has none. `folder` is relative, with `/`. */
export function ignoreLevel(absolute: string, folder: string): IgnoreLevel | null {
  try {
    return { folder, rules: ignore().add(readFileSync(`${absolute}/.gitignore`, 'utf8')) };
  } catch {
    return null;
  }
}

/** As git decides: the innermost file that has a word on the path wins. */
export function isIgnored(path: string, isFolder: boolean, levels: readonly IgnoreLevel[]): boolean {
  for (const level of [...levels].reverse()) {
    const inside = level.folder === '' ? path : path.slice(level.folder.length + 1);
    const verdict = level.rules.test(isFolder ? inside + '/' : inside);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** Whether a walk from the workspace folder would not come to a file: by the name of a folder on the way, or by a .gitignore. */
export function isOutOfSight(root: string, path: string): boolean {
  const folders = ['', ...ancestors(path).filter((folder) => folder !== '').reverse()];
  const levels: IgnoreLevel[] = [];
  for (const folder of folders) {
    if (folder !== '' && (isSkippedFolder(basename(folder)) || isIgnored(folder, true, levels))) return true;
    const own = ignoreLevel(folder === '' ? root : `${root}/${folder}`, folder);
    if (own !== null) levels.push(own);
  }
  return isIgnored(path, false, levels);
}
