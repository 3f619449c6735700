/** Paths relative to a workspace folder, with `/`, without `.` and `..`; the folder itself is ''. */

export const dirname = (path: string): string => {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
};

export const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Joins and normalises; null when the result would lie outside the workspace folder. */
export function joinPath(base: string, relative: string): string | null {
  const parts = base === '' ? [] : base.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** True when `path` is `folder` or inside it. */
export const isInside = (path: string, folder: string): boolean => folder === '' || path === folder || path.startsWith(folder + '/');

/** The folders around a path, nearest first, ending with ''. */
export function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    found.push(folder);
    if (folder === '') return found;
  }
}

/** How many steps lie between two folders through their nearest common one. */
export function distance(a: string, b: string): number {
  const left = a === '' ? [] : a.split('/');
  const right = b === '' ? [] : b.split('/');
  let common = 0;
  while (common < left.length && left[common] === right[common]) common++;
  return left.length + right.length - 2 * common;
}
