import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../house/sources.ts';

const script = (name: string): Promise<unknown> => import(`../../scripts/${name}.mjs`);
const { targets, currentTarget } = (await script('targets')) as { readonly targets: readonly string[]; readonly currentTarget: (of?: object) => string | null };
const { filesFor, pack, budget } = (await script('package')) as { readonly filesFor: (target?: string, cwd?: string) => Promise<readonly string[]>; readonly pack: (target: string | undefined, folder: string) => Promise<string>; readonly budget: number };

const folder = mkdtempSync(join(tmpdir(), 'sargable-targets-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A part of vsce. */
const packer = createRequire(import.meta.resolve('@vscode/vsce'));

test('the targets are all that VS Code has, but the browser', () => {
  const { Targets } = packer('./package.js') as { readonly Targets: ReadonlySet<string> };
  assert.deepEqual([...targets].sort(), [...Targets].filter((target) => target !== 'web').sort());
});

test('a machine is told by its platform, processor and C library', () => {
  const machine = (platform: string, arch: string, glibc?: string) => currentTarget({ platform, arch, report: { getReport: () => ({ header: { glibcVersionRuntime: glibc } }) } });
  assert.deepEqual([machine('linux', 'x64', '2.36'), machine('linux', 'x64'), machine('linux', 'arm', '2.36'), machine('darwin', 'arm64'), machine('win32', 'x64'), machine('freebsd', 'x64')], ['linux-x64', 'alpine-x64', 'linux-armhf', 'darwin-arm64', 'win32-x64', null]);
});

test('each package holds the natives of its own target, and the one for all platforms holds none', async () => {
  const tree = join(folder, 'tree');
  mkdirSync(join(tree, 'dist/lib'), { recursive: true });
  for (const file of ['package.json', '.vscodeignore', 'README.md', 'LICENSE']) cpSync(join(root, file), join(tree, file));
  for (const file of ['client.js', 'server.js', 'lib/server.js', 'package.json']) writeFileSync(join(tree, 'dist', file), '');
  for (const target of targets) {
    mkdirSync(join(tree, 'dist/native', target), { recursive: true });
    writeFileSync(join(tree, 'dist/native', target, 'better_sqlite3.node'), '');
  }
  const natives = async (target?: string) => (await filesFor(target, tree)).filter((file) => file.includes('native'));
  for (const target of targets) assert.deepEqual(await natives(target), [`dist/native/${target}/better_sqlite3.node`]);
  assert.deepEqual(await natives(), []);
});

test('nothing is native yet, so that all packages hold the same', async () => {
  const all = await filesFor();
  for (const target of [targets[0], targets.at(-1)]) assert.deepEqual(await filesFor(target), all);
});

test('the package of this machine is written, names its target, and keeps to its budget', async () => {
  const target = currentTarget();
  assert.ok(target !== null);
  const file = await pack(target, folder);
  assert.ok(statSync(file).size <= budget && budget <= 4_000_000);
  const { readVSIXPackage } = packer('./zip.js') as { readonly readVSIXPackage: (path: string) => Promise<{ readonly xmlManifest: object }> };
  assert.match(JSON.stringify((await readVSIXPackage(file)).xmlManifest), new RegExp(`"TargetPlatform":"${target}"`));
});
