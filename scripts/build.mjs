// Bundles the programs into dist/: `node scripts/build.mjs [cli] [server] [mcp] [client] [--sourcemap]`.
//
// dist/cli.js and dist/server.js are preludes in syntax that every Node can parse: they look at the version, and only then
// load the bundle in dist/lib/. What the bundle reads at run time (wasm, rule pages) lies beside it in dist/lib/.
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const lib = join(dist, 'lib');

const programs = {
  cli: { entry: 'server/src/cli/main.ts', out: 'lib/cli.js', prelude: 'cli.js', start: 'lean', budget: 2_100_000 },
  server: { entry: 'server/src/lsp/main.ts', out: 'lib/server.js', prelude: 'server.js', start: 'lasting', budget: 2_200_000 },
  // What speaks to agents is loaded by the command line when it is asked for.
  mcp: { entry: 'server/src/mcp/serve.ts', out: 'lib/mcp.js', prelude: null, budget: 350_000 },
  client: { entry: 'client/src/main.ts', out: 'client.js', prelude: null, budget: 600_000 },
  map: { entry: 'client/src/map/page/main.ts', out: 'map/map.js', prelude: null, budget: 60_000, page: true },
  'map-style': { entry: 'client/src/map/page/view.css', out: 'map/map.css', prelude: null, budget: 30_000, page: true },
};

const wasm = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/tree-sitter-typescript/tree-sitter-typescript.wasm',
  'node_modules/tree-sitter-typescript/tree-sitter-tsx.wasm',
  'node_modules/tree-sitter-python/tree-sitter-python.wasm',
  'node_modules/libpg-query/wasm/libpg-query.wasm',
];

/** Old syntax on purpose: an older Node must reach the message, not a SyntaxError. */
const prelude = (start) => `#!/usr/bin/env node
'use strict';
var parts = process.versions.node.split('.');
if (Number(parts[0]) < 22 || (parts[0] === '22' && Number(parts[1]) < 14)) {
  process.stderr.write('sargable needs Node.js 22.14 or newer; this is Node.js ' + process.versions.node + '.\\n');
  process.exit(2);
}
try {
${start}
} catch (error) {
  process.stderr.write('sargable could not start: ' + (error && error.stack || error) + '\\n');
  process.exit(3);
}
`;

const load = (bundle) => `  require('module').enableCompileCache();
  require('./${bundle}');`;

/**
 * V8's optimising compiler takes 500 MB and two seconds of a run for the grammars' generated lexers (docs/PERFORMANCE.md), and only a new process can be
 * told to leave it out. A young generation of 12 MB a half-space spares another quarter of the memory and costs no time. One that was told already goes on by itself.
 */
const loadLean = (bundle) => `if (process.execArgv.indexOf('--liftoff-only') < 0) {
  var run = require('child_process').spawnSync(process.execPath, process.execArgv.concat(['--liftoff-only', '--max-semi-space-size=12', __filename], process.argv.slice(2)), { stdio: 'inherit' });
  if (run.error) throw run.error;
  if (run.signal) process.kill(process.pid, run.signal);
  process.exitCode = run.status === null ? 3 : run.status;
} else {
${load(bundle)}
}`;

/**
 * A server lasts: beside the compiler that is left out, its young generation is kept small, since each of the collector's short rounds takes as long as what a
 * key left behind, and a large one makes that every eighth key's trouble (docs/PERFORMANCE.md). A client that starts it by itself with these flags, or talks to it
 * over Node's own channel, is served at once.
 */
const loadLasting = (bundle) => `if (process.send || process.execArgv.indexOf('--liftoff-only') >= 0) {
${load(bundle)}
} else {
  var child = require('child_process').spawn(process.execPath, process.execArgv.concat(['--liftoff-only', '--max-semi-space-size=12', __filename], process.argv.slice(2)), { stdio: 'inherit' });
  ['SIGTERM', 'SIGINT', 'SIGHUP'].forEach(function (signal) { process.on(signal, function () { child.kill(signal); }); });
  child.on('error', function (error) { throw error; });
  child.on('exit', function (code) { process.exit(code === null ? 3 : code); });
}`;

const starts = { lean: loadLean, lasting: loadLasting, plain: load };

/** Bundled packages with their licences, which their terms ask to be kept. */
function notices(inputs) {
  const packages = new Set(inputs.flatMap((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
  return [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `## ${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : 'No licence text in the package.'}\n`;
  }).join('\n');
}

const forNode = () => ({
  platform: 'node', format: 'cjs', target: 'node22.14', external: ['vscode'],
  // Its CommonJS build hides its own files from bundlers.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  define: { 'import.meta.url': 'bundleUrl', SARGABLE_BUNDLED: 'true', SARGABLE_VERSION: JSON.stringify(manifest.version) },
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
});

/** What the editor shows in a view: no Node there. VS Code 1.101 has Chromium 134. */
const forPages = { platform: 'browser', format: 'iife', target: 'chrome134' };

/** A bundle of its own beside the others stays out of them. */
const besides = { name: 'besides', setup({ onResolve }) { onResolve({ filter: /\/mcp\/serve\.ts$/ }, ({ kind }) => (kind === 'dynamic-import' ? { path: './mcp.js', external: true } : null)); } };

async function bundle(name, sourcemap) {
  const { entry, out, prelude: file, start, budget, page } = programs[name];
  const result = await build({
    absWorkingDir: root, entryPoints: [entry], outfile: join('dist', out), bundle: true, minify: true, metafile: true, sourcemap,
    legalComments: 'none', logLevel: 'warning', plugins: [besides], ...(page ? forPages : forNode()),
  });
  if (file) writeFileSync(join(dist, file), prelude(starts[start ?? 'plain'](out)), { mode: 0o755 });
  const { bytes } = result.metafile.outputs[`dist/${out}`];
  const zipped = gzipSync(readFileSync(join(dist, out))).length;
  console.log(`dist/${out}  ${(bytes / 1000).toFixed(0)} kB, ${(zipped / 1000).toFixed(0)} kB gzipped, budget ${budget / 1000} kB`);
  if (bytes > budget) throw new Error(`dist/${out} is over its budget of ${budget} bytes`);
  return Object.keys(result.metafile.inputs);
}

function copyAssets() {
  for (const path of wasm) copyFileSync(join(root, path), join(lib, path.slice(path.lastIndexOf('/') + 1)));
  const pages = join(root, 'server/src/rules');
  mkdirSync(join(lib, 'rules'), { recursive: true });
  for (const page of readdirSync(pages).filter((name) => name.endsWith('.md'))) copyFileSync(join(pages, page), join(lib, 'rules', page));
  for (const name of ['sargable.schema.json', 'sargable.package.schema.json']) {
    const schema = join(root, 'docs', name);
    if (existsSync(schema)) copyFileSync(schema, join(dist, name));
  }
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const words = process.argv.slice(2);
const names = words.filter((word) => word in programs);
const unknown = words.filter((word) => !(word in programs) && word !== '--sourcemap');
if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}; programs are ${Object.keys(programs).join(', ')}`);
if (names.length === 0) rmSync(dist, { recursive: true, force: true });
mkdirSync(lib, { recursive: true });
// The root package is made of ES modules; the bundles are not.
writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
copyAssets();
const inputs = [];
for (const name of names.length > 0 ? names : Object.keys(programs)) inputs.push(...await bundle(name, words.includes('--sourcemap')));
writeFileSync(join(dist, 'NOTICES.md'), notices([...inputs, ...wasm]));
