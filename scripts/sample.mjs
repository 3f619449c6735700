// Lints the sample application as anyone would: `npm run sample`. It has findings on purpose, so their exit code is not a failure.
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { status } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'check'], { cwd: join(root, 'examples/bookshop'), stdio: 'inherit' });
process.exitCode = status === 1 ? 0 : status ?? 3;
