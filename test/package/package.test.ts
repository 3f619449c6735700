import vsce from '@vscode/vsce';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const source = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('what is built', () => {
  it('tells an older Node in one line what it needs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sargable-node-'));
    for (const version of ['0.12.18', '20.20.2', '22.13.9']) {
      writeFileSync(join(folder, 'old.cjs'), `Object.defineProperty(process.versions, 'node', { value: '${version}' });`);
      for (const program of ['cli.js', 'server.js']) {
        const { status, stderr, stdout } = spawnSync(process.execPath, ['--require', join(folder, 'old.cjs'), join(root, 'dist', program), '--stdio'], { encoding: 'utf8' });
        assert.deepEqual([status, stderr, stdout], [2, `sargable needs Node.js 22.14 or newer; this is Node.js ${version}.\n`, '']);
      }
    }
    rmSync(folder, { recursive: true });
  });

  it('begins in words that the oldest Node can parse', () => {
    for (const program of ['cli.js', 'server.js']) assert.doesNotMatch(source(`dist/${program}`), /=>|`|\b(const|let|class|import|async|await)\b|\?\?|\?\./);
  });

  it('really is refused by the system’s Node where that is an old one', () => {
    const nodes = (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'node'));
    for (const node of new Set(nodes)) {
      const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim();
      if (!version) continue;
      const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
      const { status } = spawnSync(node, [join(root, 'dist/cli.js'), '--version']);
      assert.equal(status, major > 22 || (major === 22 && minor >= 14) ? 0 : 2, `${node} ${version}`);
    }
  });

  it('runs from anywhere, with nothing but dist', () => {
    const version = execFileSync(process.execPath, [join(root, 'dist/cli.js'), '--version'], { cwd: tmpdir(), encoding: 'utf8' });
    assert.equal(version.trim().split(' ').at(-1), manifest.version);
  });

  it('keeps the licences of what is in it', () => {
    const notices = source('dist/NOTICES.md');
    for (const name of ['web-tree-sitter', 'tree-sitter-typescript', 'libpg-query', 'sqlite3-parser', 'vscode-languageserver', 'vscode-languageclient', 'ignore', 'picomatch', 'jsonc-parser']) assert.match(notices, new RegExp(`^## ${name} \\d`, 'm'));
  });
});

describe('the extension package', () => {
  it('holds what is named, and nothing else', async () => {
    const files = await vsce.listFiles({ cwd: root, packageManager: vsce.PackageManager.None });
    const pages = readdirSync(join(root, 'server/src/rules')).filter((name) => name.endsWith('.md'));
    const optional = ['README.md', 'CHANGELOG.md', 'dist/sargable.schema.json', 'dist/sargable.package.schema.json'].filter((path) => files.includes(path));
    assert.deepEqual(files.filter((path) => !/^(syntaxes|media\/walkthrough)\//.test(path)).sort(), [
      'LICENSE', 'package.json', 'dist/NOTICES.md', 'dist/package.json', 'dist/client.js', 'dist/map/map.js', 'dist/map/map.css', 'dist/server.js', 'dist/lib/server.js', 'media/icon.png', 'media/findings.svg',
      'dist/lib/libpg-query.wasm', 'dist/lib/tree-sitter-python.wasm', 'dist/lib/tree-sitter-tsx.wasm', 'dist/lib/tree-sitter-typescript.wasm', 'dist/lib/web-tree-sitter.wasm',
      ...pages.map((page) => `dist/lib/rules/${page}`), ...optional,
    ].sort());
  });

  it('names the commands that there are', () => {
    const client = globSync('client/src/**/*.ts', { cwd: root }).map(source).join('\n');
    const registered = [...client.matchAll(/register(?:Command)?\('(sargable\.\w+)'/g)].map(([, name]) => name);
    const named = manifest.contributes.commands.map(({ command }: { command: string }) => command);
    // What only lenses, quick fixes and lines of a view carry is no command for people.
    assert.deepEqual(registered.filter((name) => !named.includes(name)).sort(), ['sargable.goTo', 'sargable.showTable', 'sargable.writeFix']);
    assert.deepEqual(named.filter((name: string) => !registered.includes(name)), []);
  });

  it('has the files and the commands that its walkthrough and its empty views lead to', () => {
    const { walkthroughs, viewsWelcome, commands, views } = manifest.contributes;
    const steps: { description: string; media: { svg: string; altText: string }; completionEvents: string[] }[] = walkthroughs.flatMap(({ steps: all }: { steps: object[] }) => all);
    for (const { media } of steps) {
      assert(existsSync(join(root, media.svg)) && media.altText.length > 20, media.svg);
      // The page that shows them takes no styles; pictures that have some come out black.
      assert.doesNotMatch(source(media.svg), /style|class=/, media.svg);
    }
    const known = [...commands.map(({ command }: { command: string }) => command), ...Object.values<{ id: string }[]>(views).flat().map(({ id }) => `${id}.focus`)];
    const texts: string[] = [...steps.map(({ description }) => description), ...viewsWelcome.map(({ contents }: { contents: string }) => contents)];
    const links = texts.flatMap((text) => [...text.matchAll(/\]\(command:(sargable\.[\w.]+)/g)].map(([, name]) => name));
    assert(links.length >= 10);
    for (const link of links) assert(known.includes(link), link);
    assert.match(source('media/findings.svg'), /^<svg[^>]*viewBox="0 0 24 24"/);
    const icon = readFileSync(join(root, manifest.icon));
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20), icon.length < 10_000], [128, 128, true]);
  });

  it('is started by the languages that it reads, and by nothing that is always there', () => {
    const languages = manifest.activationEvents.flatMap((event: string) => event.match(/^onLanguage:(.*)$/)?.[1] ?? []);
    const selected = source('client/src/languages.ts').match(/languages: readonly string\[\] = \[(.*)\]/)?.[1] ?? '';
    assert.deepEqual(languages.sort(), [...selected.matchAll(/'(\w+)'/g)].map(([, name]) => name).sort());
    assert(manifest.activationEvents.every((event: string) => event !== '*' && !event.includes('**')));
  });

  it('gives every setting a scope and a description, and keeps what changes findings out of them', () => {
    for (const [name, setting] of Object.entries<{ scope?: string; markdownDescription?: string }>(manifest.contributes.configuration.properties)) assert(setting.scope && setting.markdownDescription, name);
    assert.deepEqual(Object.keys(manifest.contributes.configuration.properties), ['sargable.codeLens.tables', 'sargable.codeLens.queryBudget', 'sargable.inlayHints.servingIndex', 'sargable.trace.server']);
  });
});
