import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../house/sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'sargable-npm-'));
const app = join(folder, 'app');
after(() => rmSync(folder, { recursive: true, force: true }));

// What npm was told for this project (npm test sets it as environment) does not hold for another one.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
const npm = (cwd: string, ...args: readonly string[]): string => execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env, encoding: 'utf8' });
const bin = (name: string): string => join(app, 'node_modules/.bin', name);

let files: readonly string[] = [];

before(() => {
  execFileSync(process.execPath, [join(root, 'scripts/package-npm.mjs')], { stdio: 'ignore' });
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "private": true }');
  const [packed] = JSON.parse(npm(join(root, 'dist/npm'), 'pack', '--json', '--pack-destination', folder)) as readonly { readonly filename: string; readonly files: readonly { readonly path: string }[] }[];
  files = (packed?.files ?? []).map(({ path }) => path);
  npm(app, 'install', join(folder, packed?.filename ?? ''));
});

test('it holds the two programs and what they read, and nothing of the extension', () => {
  const pages = readdirSync(join(root, 'server/src/rules')).filter((name) => name.endsWith('.md')).map((page) => `lib/rules/${page}`);
  const wasm = readdirSync(join(root, 'dist/lib')).filter((name) => name.endsWith('.wasm')).map((file) => `lib/${file}`);
  assert.deepEqual(files.filter((file) => !/^lib\/[\w-]+\.c?js$/.test(file)).sort(), ['CHANGELOG.md', 'LICENSE', 'NOTICES.md', 'README.md', 'cli.js', 'package.json', 'sargable.schema.json', 'server.js', ...pages, ...wasm].sort());
  assert.ok(['lib/cli.js', 'lib/server.js'].every((file) => files.includes(file)));
  assert.ok(!files.some((file) => /client|vsix|syntaxes|\.map$|\.ts$/.test(file)));
});

test('its manifest is its own', () => {
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const [own, extension] = [read(join(app, 'node_modules/sargable/package.json')), read(join(root, 'package.json'))];
  assert.deepEqual(own['bin'], { sargable: 'cli.js', 'sargable-language-server': 'server.js' });
  assert.deepEqual([own['version'], own['license'], own['engines']], [extension['version'], 'MIT', { node: (extension['engines'] as { node: string }).node }]);
  for (const field of ['contributes', 'activationEvents', 'main', 'publisher', 'dependencies', 'devDependencies', 'scripts', 'private']) assert.ok(!(field in own), field);
});

test('sargable runs from where npm installed it', () => {
  writeFileSync(join(app, 'schema.sql'), 'CREATE TABLE a (id serial PRIMARY KEY, b int);\n');
  writeFileSync(join(app, 'query.sql'), 'SELECT * FROM a WHERE b = $1;\n');
  assert.match(execFileSync(bin('sargable'), ['--version'], { encoding: 'utf8' }), /^\d+\.\d+\.\d+\n$/);
  const { status, stdout } = spawnSync(bin('sargable'), ['check'], { cwd: app, encoding: 'utf8' });
  assert.deepEqual([status, /No index on a serves b = …/.test(stdout)], [1, true]);
  assert.match(execFileSync(bin('sargable'), ['rule', 'unindexed-filter'], { encoding: 'utf8' }), /^# unindexed-filter/);
});

test('sargable mcp answers an agent', async () => {
  const server = spawn(bin('sargable'), ['mcp'], { cwd: app, stdio: ['pipe', 'pipe', 'inherit'] });
  const said: string[] = [];
  const done = new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (data) => { said.push(String(data)); if (said.join('').includes('"id":2')) resolve(); });
    server.on('exit', (code) => reject(new Error(`it ended with ${code}`)));
  });
  for (const message of [{ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } }, { method: 'notifications/initialized' }, { id: 2, method: 'tools/call', params: { name: 'check', arguments: { path: 'query.sql' } } }]) server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  await done;
  assert.match(said.join(''), /No index on a serves b = …/);
  const ended = new Promise((resolve) => server.on('exit', resolve));
  server.stdin.end();
  assert.equal(await ended, 0);
});

test('sargable-language-server answers', async () => {
  const server = spawn(bin('sargable-language-server'), ['--stdio'], { cwd: app, stdio: ['pipe', 'pipe', 'inherit'] });
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const answer = await new Promise<string>((resolve, reject) => {
    let told = '';
    server.stdout.on('data', (data) => { told += String(data); if (told.includes('"capabilities"')) resolve(told); });
    server.on('exit', (code) => reject(new Error(`ended with ${code}: ${told}`)));
  });
  assert.match(answer, /"name":"sargable/i);
  server.kill();
});
