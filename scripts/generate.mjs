// Writes the files that are made from what the code says: docs/rules/README.md and docs/sargable*.schema.json from the rules' metadata, syntaxes/ and what
// package.json says of it from the adapters' tags, style and script of the HTML report from its sources. `node scripts/generate.mjs` (Node 24); a test compares, so that none of them grows stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configSchema, packageSchema, pyprojectSchema } from '../server/src/config/json-schema.ts';
import { defaultLevel, rules } from '../server/src/rules/index.ts';
import { contributed, grammars } from './grammars/index.mjs';
import { reportAssets } from './report-assets.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const families = [
  ['index', 'Indexes that queries need'],
  ['schema', 'What the schema itself lacks'],
  ['predicates', 'Conditions that no index can serve'],
  ['loops', 'Queries in loops'],
  ['queries', 'Queries as a whole'],
  ['migrations', 'Migrations'],
  ['meta', 'Comments of this tool'],
];

const row = (rule) => `| [${rule.id}](../../server/src/rules/${rule.id}.md) | ${defaultLevel(rule)} | ${rule.summary} |`;

function rulesReadme() {
  const parts = families.flatMap(([family, title]) => {
    const own = rules.filter((rule) => rule.family === family);
    return own.length === 0 ? [] : [`## ${title}\n\n| rule | severity | what it says |\n|---|---|---|\n${own.map(row).join('\n')}\n`];
  });
  const head = '# Rules\n\nMade by `node scripts/generate.mjs` from the rules themselves. The severity is that of a sure case: what is less sure is told more quietly.\nOf one query the first rule that has something to say speaks, in the order below; needs of one table share an index.\n';
  return [head, ...parts].join('\n');
}

const json = (value, indent) => `${JSON.stringify(value, null, indent)}\n`;

/** The manifest, with the grammars that there are. */
function manifest() {
  const written = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return json({ ...written, contributes: { ...written.contributes, grammars: contributed() } }, 2);
}

/** Every generated file by its path from the root. */
export const generated = () => new Map([
  ['docs/rules/README.md', rulesReadme()], ['docs/sargable.schema.json', json(configSchema(rules), 2)],
  ['docs/sargable.package.schema.json', json(packageSchema(rules), 2)], ['docs/sargable.pyproject.schema.json', json(pyprojectSchema(rules), 2)],
  ...[...grammars()].map(([path, grammar]) => [path, json(grammar, 1)]), ['package.json', manifest()], ['server/src/report/html/assets.generated.ts', reportAssets()],
]);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of generated()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
