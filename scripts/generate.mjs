// Writes the files that are made from the rules' metadata: docs/rules/README.md and docs/sargable.schema.json. `node scripts/generate.mjs` (Node 24);
// a test compares, so that none of them grows stale.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configSchema } from '../server/src/config/json-schema.ts';
import { rules } from '../server/src/rules/index.ts';

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

const row = (rule) => `| [${rule.id}](../../server/src/rules/${rule.id}.md) | ${rule.defaultSeverity} | ${rule.summary} |`;

function rulesReadme() {
  const parts = families.flatMap(([family, title]) => {
    const own = rules.filter((rule) => rule.family === family);
    return own.length === 0 ? [] : [`## ${title}\n\n| rule | severity | what it says |\n|---|---|---|\n${own.map(row).join('\n')}\n`];
  });
  const head = '# Rules\n\nMade by `node scripts/generate.mjs` from the rules themselves. The severity is that of a sure case: what is less sure is told more quietly.\nOf one query the first rule that has something to say speaks, in the order below; needs of one table share an index.\n';
  return [head, ...parts].join('\n');
}

/** Every generated file by its path from the root. */
export const generated = () => new Map([['docs/rules/README.md', rulesReadme()], ['docs/sargable.schema.json', `${JSON.stringify(configSchema(rules), null, 2)}\n`]]);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of generated()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
