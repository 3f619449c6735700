import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sargable-bundle-'));
after(() => rmSync(folder, { recursive: true }));

const ENTRY = `
import { loadSqlParsers } from ${JSON.stringify(join(root, 'server/src/host/sql-parsers.ts'))};
import { loadSyntax } from ${JSON.stringify(join(root, 'server/src/host/syntax.ts'))};
import { readOutline } from ${JSON.stringify(join(root, 'server/src/lang/read-outline.ts'))};
(async () => {
  const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);
  const outline = readOutline({ path: 'a.ts', languageId: 'typescript', text: 'a.b(1)' }, syntax);
  console.log(outline.calls.length, JSON.stringify(sql.pgParse('SELECT 1')).includes('SelectStmt'), JSON.stringify(sql.pgScan('SELECT 1')).includes('SELECT'));
})();
`;

const WASM = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-typescript/tree-sitter-typescript.wasm', 'tree-sitter-typescript/tree-sitter-tsx.wasm', 'libpg-query/wasm/libpg-query.wasm'];

const FORMATS: Readonly<Record<string, BuildOptions>> = {
  'bundle.cjs': { format: 'cjs', define: { 'import.meta.url': 'bundleUrl' }, banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' } },
  'bundle.mjs': { format: 'esm', banner: { js: 'import { createRequire as makeRequire } from "node:module"; import { fileURLToPath as toPath } from "node:url"; import { dirname as folderOf } from "node:path"; const require = makeRequire(import.meta.url); const __filename = toPath(import.meta.url); const __dirname = folderOf(__filename);' } },
};

for (const [file, options] of Object.entries(FORMATS)) {
  it(`loads its parsers from ${file}, with the wasm files beside it and no packages`, async () => {
    writeFileSync(join(folder, 'entry.ts'), ENTRY);
    for (const path of WASM) copyFileSync(join(root, 'node_modules', path), join(folder, path.slice(path.lastIndexOf('/') + 1)));
    await build({ absWorkingDir: root, nodePaths: [join(root, 'node_modules')], entryPoints: [join(folder, 'entry.ts')], outfile: join(folder, file), bundle: true, platform: 'node', logLevel: 'error', ...options });
    assert.equal(execFileSync(process.execPath, [join(folder, file)], { cwd: tmpdir(), encoding: 'utf8' }).trim(), '1 true true');
  });
}
