// Lints the sample applications as anyone would: `npm run sample`, or one of them by name: `npm run sample -- clinic`. They have findings on purpose, so their exit code is not a failure.
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : ['bookshop', 'clinic']) {
  process.stdout.write(`examples/${name}\n\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'check', join('examples', name)], { cwd: root, stdio: 'inherit' });
  process.stdout.write('\n');
  if (status !== 0 && status !== 1) process.exitCode = status ?? 3;
}
