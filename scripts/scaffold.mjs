// What the scaffolds share: names, writing files that are not there yet, and the one line that registers.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** `load-to-count` as a constant is `loadToCount`. */
export const constantOf = (id) => id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** The id of the command line; ends the program where it is none. */
export function idFrom(command, args) {
  const [id] = args;
  if (id !== undefined && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return id;
  console.error(`npm run ${command} ID    ID is made of small letters, digits and hyphens`);
  return process.exit(2);
}

/** Writes all files or none: nothing is overwritten. */
export function create(files) {
  const taken = Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (taken.length > 0) {
    console.error(`There already: ${taken.join(', ')}`);
    process.exit(1);
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`  ${path}`);
  }
}

/** Adds an import and a line before the list's entry `before`. */
export function register(path, importLine, entry, before) {
  const text = readFileSync(join(root, path), 'utf8');
  const listed = text.replace(new RegExp(`^  ${before},$`, 'm'), `  ${entry},\n  ${before},`);
  if (listed === text) throw new Error(`${path} has no line "${before},"`);
  writeFileSync(join(root, path), listed.replace(/^import /m, `${importLine}\nimport `));
  console.log(`  ${path}  one line in the list, and its import`);
}
