// Packs what `npm run build` made as sargable-<version>.vsix: `node scripts/package.mjs`. What goes in is named in .vscodeignore.
import vsce from '@vscode/vsce';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const { createVSIX, listFiles, PackageManager } = vsce;
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packagePath = join(root, `${name}-${version}.vsix`);
const budget = 2_000_000;

for (const file of (await listFiles({ cwd: root, packageManager: PackageManager.None })).sort()) console.log(`  ${file}`);
await createVSIX({ cwd: root, packagePath, dependencies: false, useYarn: false });
const { size } = statSync(packagePath);
console.log(`${name}-${version}.vsix  ${(size / 1000).toFixed(0)} kB, budget ${budget / 1000} kB`);
if (size > budget) throw new Error(`${packagePath} is over its budget of ${budget} bytes`);
