// Lays out the npm package in dist/npm, from what `npm run build` made: `node scripts/package-npm.mjs`. It has a manifest of its own, since the extension's
// says what VS Code needs and none of it is of use on npm.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The package's manifest, of the extension's. */
export function npmManifest({ name, version, license, homepage, repository, bugs, engines, keywords }) {
  return {
    name, version, description: 'Says which queries no index serves, and writes the index and its migration: command line and language server.', license, homepage, repository, bugs,
    keywords: [...keywords, 'lint', 'lsp', 'language-server'], type: 'commonjs', engines: { node: engines.node },
    bin: { sargable: 'cli.js', 'sargable-language-server': 'server.js' },
    files: ['cli.js', 'server.js', 'lib', 'sargable.schema.json', 'NOTICES.md', 'CHANGELOG.md'],
  };
}

/** Pictures and pages lie in the repository; npm shows the text alone. */
function readme(text, { repository }) {
  const home = repository.url.replace(/\.git$/, '');
  return text.replace(/(!?\[[^\]]*\]\()(?!https?:|#)([^)]+)\)/g, (_, before, path) => `${before}${home}/${before.startsWith('!') ? 'raw' : 'blob'}/main/${path})`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const dist = join(root, 'dist');
  const out = join(dist, 'npm');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'lib'), { recursive: true });
  for (const file of ['cli.js', 'server.js', 'sargable.schema.json', 'NOTICES.md']) cpSync(join(dist, file), join(out, file));
  for (const file of ['cli.js', 'server.js']) chmodSync(join(out, file), 0o755);
  for (const file of readdirSync(join(dist, 'lib'))) cpSync(join(dist, 'lib', file), join(out, 'lib', file), { recursive: true });
  for (const file of ['LICENSE', 'CHANGELOG.md']) cpSync(join(root, file), join(out, file));
  writeFileSync(join(out, 'README.md'), readme(readFileSync(join(root, 'README.md'), 'utf8'), manifest));
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(npmManifest(manifest), null, 2)}\n`);
  console.log('dist/npm is laid out: npm pack ./dist/npm');
}
