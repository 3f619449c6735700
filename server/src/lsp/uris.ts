import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The file that a URI names; null for other schemes (untitled, git) and for URIs that name no local file. */
export function fileOf(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}

export const uriOf = (file: string): string => pathToFileURL(file).href;

/** The path of a file relative to a folder, with `/`; null when it lies outside. */
export function pathInside(folder: string, file: string): string | null {
  const path = relative(folder, file);
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return null;
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
