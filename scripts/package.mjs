// Packs what `npm run build` made. What goes in is named in .vscodeignore.
//
//   node scripts/package.mjs                       sargable-<version>.vsix, for every platform
//   node scripts/package.mjs --target linux-x64    sargable-<target>-<version>.vsix; `current` for this machine's, `all` for all of scripts/targets.mjs
//   node scripts/package.mjs --target all --list   what each would hold, and nothing is written
import vsce from '@vscode/vsce';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { currentTarget, targets } from './targets.mjs';

const { createVSIX, listFiles, PackageManager } = vsce;
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Bytes of one package. */
export const budget = 4_000_000;

/** .vscodeignore, with a target's own natives let in. */
function ignoreFile(target, cwd) {
  const file = join(mkdtempSync(join(tmpdir(), 'sargable-package-')), 'ignore');
  writeFileSync(file, `${readFileSync(join(cwd, '.vscodeignore'), 'utf8')}\n${target === undefined ? '' : `!dist/native/${target}/**\n`}`);
  return file;
}

/** The files of a target's package; undefined stands for the package of every platform. */
export async function filesFor(target, cwd = root) {
  return (await listFiles({ cwd, packageManager: PackageManager.None, ignoreFile: ignoreFile(target, cwd) })).sort();
}

/** Writes a target's package into a folder, and gives its path. */
export async function pack(target, folder = root) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = `${name}-${target === undefined ? '' : `${target}-`}${version}.vsix`;
  const packagePath = join(folder, file);
  await createVSIX({ cwd: root, packagePath, dependencies: false, useYarn: false, ignoreFile: ignoreFile(target, root), ...(target === undefined ? {} : { target }) });
  const { size } = statSync(packagePath);
  console.log(`${file}  ${(size / 1000).toFixed(0)} kB, budget ${budget / 1000} kB`);
  if (size > budget) throw new Error(`${file} is over its budget of ${budget} bytes`);
  return packagePath;
}

function wanted(name) {
  if (name === undefined) return [undefined];
  const named = name === 'all' ? targets : [name === 'current' ? currentTarget() : name];
  if (!named.every((target) => targets.includes(target))) throw new Error(`${name} is no target; targets are ${targets.join(', ')}, all and current`);
  return named;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { target: { type: 'string' }, list: { type: 'boolean', default: false } } });
  for (const target of wanted(values.target)) {
    const files = await filesFor(target);
    if (values.list || values.target === undefined) console.log([...(target === undefined ? [] : [target]), ...files.map((file) => `  ${file}`)].join('\n'));
    if (!values.list) await pack(target);
  }
}
