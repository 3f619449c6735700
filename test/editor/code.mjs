#!/usr/bin/env node
// Stands in for the VS Code executable in @vscode/test-electron's runTests: the same suite, in the web workbench.
// Plain JavaScript, since it is started with whatever Node the machine has; the rest runs on the project's own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const node = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
const { status } = spawnSync(node, [fileURLToPath(new URL('runSuite.ts', import.meta.url)), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
