import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A source file: path from the repository's top, and text. */
export interface SourceText { readonly path: string; readonly text: string }

export function sourcesIn(folder: string, extension = '.ts'): readonly SourceText[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(root.length + 1).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }));
}

/** The code without its comments, line for line. A `//` inside a string is taken for one only after a blank. */
export const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/.*$/gm, '$1');

/** Modules that a source names in import and export declarations and in type imports. */
export function importsOf(text: string): readonly string[] {
  const found = [...withoutComments(text).matchAll(/^(?:import|export)\b[^;'"]*?\bfrom\s+['"]([\w@./:-]+)['"]|^import\s+['"]([\w@./:-]+)['"]|\bimport\(\s*['"]([\w@./:-]+)['"]\s*\)/gm)];
  return found.flatMap(([, a, b, c]) => a ?? b ?? c ?? []);
}
