import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { root } from '../house/sources.ts';
import { project, read, sargable } from './run.ts';

const SCHEMA = 'CREATE TABLE scenes (id integer PRIMARY KEY, project_id integer NOT NULL, title text);\n';
const HEAD = "import Database from 'better-sqlite3';\nconst db = new Database('x');\n";
const list = (name: string, column = 'project_id'): string => `export function ${name}(id: number) {\n  return db.prepare('SELECT * FROM scenes WHERE ${column} = ?').all(id);\n}\n`;
const NAME = 'sargable.baseline.json';
const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(join(root, 'docs/report.schema.json'), 'utf8')));

interface Json { readonly findings: readonly { readonly file: string; readonly range: { readonly start: { readonly line: number } } }[]; readonly baseline?: { readonly verdict: string; readonly known: number; readonly gone: readonly { readonly file: string; readonly within: string }[]; readonly changed: readonly string[] } }
function jsonOf(run: { readonly stdout: string }): Json {
  const report: unknown = JSON.parse(run.stdout);
  assert.ok(validate(report), JSON.stringify(validate.errors));
  return report as Json;
}

test('what a baseline knows is counted, what is new fails, what is gone is said and taken out', () => {
  const at = project('baseline', { 'schema.sql': SCHEMA, 'src/a.ts': HEAD + list('ofProject'), 'src/b.ts': HEAD + list('byTitle', 'title') });
  const wrote = sargable(at, 'check', '--update-baseline');
  assert.equal(wrote.status, 0, wrote.stderr);
  assert.equal(wrote.stdout, `${NAME}: 2 sites, 2 added, 0 taken out.\n`);
  const clean = sargable(at, 'check', '--baseline');
  assert.equal(clean.status, 0);
  assert.equal(clean.stdout, '');
  assert.match(clean.stderr, /0 warnings, 0 notes in 0 of 3 files\..*\n2 places known from sargable\.baseline\.json are not shown\.\n/);

  writeFileSync(join(at, 'src/a.ts'), HEAD + list('ofProject') + list('onceMore'));
  writeFileSync(join(at, 'src/b.ts'), HEAD);
  const fails = sargable(at, 'check', '--baseline');
  assert.equal(fails.status, 1);
  assert.match(fails.stdout, /^src\/a\.ts\n {2}7:\d+ {2}warning/, 'the new one, not the one that is known');
  assert.match(fails.stderr, /gone since sargable\.baseline\.json {2}src\/b\.ts {2}unindexed-filter on scenes \(title\) in byTitle\n/);
  assert.match(fails.stderr, /1 place known from .* is not shown\. 1 of its entries is gone \(sargable check --update-baseline takes it out\)\./);
  const report = jsonOf(sargable(at, 'check', '--baseline', '--format', 'json'));
  assert.deepEqual(report.findings.map((f) => [f.file, f.range.start.line]), [['src/a.ts', 6]]);
  assert.deepEqual([report.baseline?.verdict, report.baseline?.known, report.baseline?.gone.map((g) => [g.file, g.within]), report.baseline?.changed], ['fail', 1, [['src/b.ts', 'byTitle']], []]);

  assert.match(sargable(at, 'check', '--update-baseline').stdout, /2 sites, 1 added, 1 taken out/);
  assert.equal(sargable(at, 'check', '--baseline').status, 0);
});

test('one line an entry, in an order that does not depend on the code’s', () => {
  const at = project('stable', { 'schema.sql': SCHEMA, 'src/a.ts': HEAD + list('first') + list('second', 'title') });
  sargable(at, 'check', '--update-baseline');
  const before = read(at, NAME);
  writeFileSync(join(at, 'src/a.ts'), HEAD + '\n\n' + list('second', 'title') + '\n' + list('first'));
  sargable(at, 'check', '--update-baseline');
  assert.equal(read(at, NAME), before);
  assert.equal(before.split('\n').filter((line) => /^\{"site":.*\},?$/.test(line)).length, 2);
});

test('a baseline above a folder holds for it, and an update of the folder leaves the rest', () => {
  const files = (name: string) => ({ [`${name}/package.json`]: '{}', [`${name}/schema.sql`]: SCHEMA, [`${name}/src/${name}.ts`]: HEAD + list(`of${name}`) });
  const at = project('several', { ...files('one'), ...files('two') });
  assert.match(sargable(at, 'check', '--update-baseline').stdout, /2 sites/);
  assert.equal(sargable(join(at, 'one'), 'check', '--baseline').status, 0);
  assert.ok(!existsSync(join(at, 'one', NAME)));
  writeFileSync(join(at, 'one/src/one.ts'), HEAD);
  const gone = sargable(join(at, 'one'), 'check', '--baseline');
  assert.match(gone.stderr, /gone since \.\.\/sargable\.baseline\.json {2}src\/one\.ts/);
  assert.doesNotMatch(gone.stderr, /two/);
  assert.match(sargable(join(at, 'one'), 'check', '--update-baseline').stdout, /0 sites, 0 added, 1 taken out/);
  assert.match(read(at, NAME), /two\/src\/two\.ts/);
  assert.equal(sargable(at, 'check', '--baseline').status, 0);
});

test('a file is named, or looked for', () => {
  const at = project('named', { 'schema.sql': SCHEMA, 'src/a.ts': HEAD + list('x'), 'ci/.keep': '' });
  assert.match(sargable(at, 'check', '--baseline', 'ci/known.json', '--update-baseline').stdout, /^ci\/known\.json: 1 site, 1 added/);
  assert.match(read(at, 'ci/known.json'), /"file":"\.\.\/src\/a\.ts"/);
  assert.equal(sargable(at, 'check', '--baseline', 'ci/known.json').status, 0);
  assert.equal(sargable(at, 'check', '--baseline=ci/known.json', 'src').status, 0);
  assert.equal(sargable(at, 'check', '--baseline', 'src').status, 2, 'src is a path to check; there is no usual file');
});

test('news from another version or configuration is said to be that', () => {
  const at = project('doubt', { 'schema.sql': SCHEMA, 'src/a.ts': HEAD + list('x'), 'sargable.jsonc': '{ "rules": { "unindexed-filter": "off" } }' });
  sargable(at, 'check', '--update-baseline');
  writeFileSync(join(at, 'sargable.jsonc'), '// as before\n{ "rules": { "unindexed-filter":   "off" } }');
  assert.doesNotMatch(sargable(at, 'check', '--baseline').stderr, /another/);
  writeFileSync(join(at, 'sargable.jsonc'), '{}');
  const run = sargable(at, 'check', '--baseline');
  assert.equal(run.status, 1);
  assert.match(run.stderr, /was written with another configuration, so that what is new may come from that and not from the code\./);
  assert.equal(jsonOf(sargable(at, 'check', '--baseline', '--format', 'json')).baseline?.verdict, 'inconclusive');
  writeFileSync(join(at, NAME), read(at, NAME).replace(/"sargable": "[^"]+"/, '"sargable": "0.0.1"'));
  assert.match(sargable(at, 'check', '--baseline').stderr, /was written by another version of Sargable/);
});

test('what is no baseline is told, and not written over', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /is no JSON/], ['{ "version": 1', /is no JSON/], ['[]', /is no baseline of Sargable/], ['{ "name": "x" }', /is no baseline of Sargable/], ['{ "version": 2, "sites": [] }', /is of version 2/], ['{ "version": 1, "sites": [{}] }', /has an entry that is none: \{\}/],
    ['{ "version": 1, "sites": {} }', /has no list of sites/], ['['.repeat(200_000), /is no JSON/], ['{\n<<<<<<< HEAD\n', /conflict that is not resolved/],
  ];
  const at = project('bad', { 'schema.sql': SCHEMA, 'src/a.ts': HEAD + list('x') });
  assert.match(sargable(at, 'check', '--baseline').stderr, /sargable\.baseline\.json does not exist; sargable check --update-baseline writes it\./);
  for (const [text, message] of cases) {
    writeFileSync(join(at, NAME), text);
    const run = sargable(at, 'check', '--baseline');
    assert.equal(run.status, 2, text.slice(0, 40));
    assert.match(run.stderr, message);
  }
  writeFileSync(join(at, NAME), '{ "name": "x" }');
  assert.equal(sargable(at, 'check', '--update-baseline').status, 2);
  assert.equal(read(at, NAME), '{ "name": "x" }');
  writeFileSync(join(at, NAME), `{\n<<<<<<< HEAD\n"version": 1\n=======\n"version": 1\n>>>>>>> other\n}`);
  assert.equal(sargable(at, 'check', '--update-baseline').status, 0, 'a conflict is solved by writing it anew');
  assert.equal(sargable(at, 'check', '--baseline').status, 0);
});

test('with mistakes in the configuration no baseline is written', () => {
  const at = project('mistaken', { 'schema.sql': SCHEMA, 'src/a.ts': HEAD + list('x'), 'sargable.jsonc': '{ "rules": { "unindexed-filtr": "off" } }' });
  assert.equal(sargable(at, 'check', '--update-baseline').status, 2);
  assert.ok(!existsSync(join(at, NAME)));
});
