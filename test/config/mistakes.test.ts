import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { lineIndex, positionAt } from '../../server/src/text/lines.ts';
import { project, sargable } from '../cli/run.ts';
import { Client, uriOf } from '../protocol/client.ts';
import { workspaceOf } from '../support/workspace.ts';

/** What stands between « and » is what must be told, in these words; beside it stands a setting that must hold nevertheless. `json` is the configuration's inside, `toml` that of `[tool.sargable]`. */
interface Mistake { readonly json: string; readonly toml: string; readonly message: string }

const mistakes: Readonly<Record<string, Mistake>> = {
  'a setting that there is not': { json: '«"smallTabels"»: ["a"]', toml: '«smallTabels» = ["a"]', message: 'There is no setting "smallTabels". Did you mean "smallTables"?' },
  'a rule that there is not': { json: '"rules": { «"unindexed-filtre"»: "off", "unindexed-sort": "off" }', toml: 'rules = { «unindexed-filtre» = "off", unindexed-sort = "off" }', message: 'There is no rule "unindexed-filtre". Did you mean "unindexed-filter"?' },
  'a severity that there is not': { json: '"rules": { "unindexed-filter": «"warn"», "unindexed-sort": "off" }', toml: 'rules.unindexed-filter = «"warn"»\nrules.unindexed-sort = "off"', message: 'There is no severity "warn". Did you mean "warning"?' },
  'a dialect that there is not': { json: '"dialect": «"postgres"»', toml: 'dialect = «"postgres"»', message: 'There is no dialect "postgres". Did you mean "postgresql"?' },
  'a value of another kind': { json: '"smallTables": «true»', toml: 'smallTables = «true»', message: 'This must be a list of strings.' },
  'a number that is none': { json: '"tables": { "a": { "rows": «-5» } }', toml: 'tables.a.rows = «-5»', message: 'This must be a whole number, 0 or more.' },
  'a file that is not there': { json: '"extends": «"./bse.jsonc"»', toml: 'extends = «"./bse.jsonc"»', message: 'There is no file "./bse.jsonc". Did you mean "FOLDER/base.jsonc"?' },
  'an override of no files': { json: '"overrides": [«{ "dialect": "sqlite" }»]', toml: 'overrides = [«{ dialect = "sqlite" }»]', message: 'This needs "files": globs of the files that it holds for.' },
  'a rule of a table that there is not': { json: '"tables": { "a": { "ignore": ["unindexed-sort", «"unindexed-jion"»] } }', toml: 'tables.a.ignore = ["unindexed-sort", «"unindexed-jion"»]', message: 'There is no rule "unindexed-jion". Did you mean "unindexed-join"?' },
  'a version that is none': { json: '"version": «"sixteen"»', toml: 'version = «"sixteen"»', message: 'This must be a version such as "16" or "8.0.36".' },
  'a column said wrong': { json: '"tables": { "a": { "columns": { "kind": { «"fewValue"»: true } } } }', toml: 'tables.a.columns.kind.«fewValue» = true', message: 'There is no setting "fewValue". Did you mean "fewValues"?' },
  'a slot of a model that there is not': { json: '"models": { "custom": [{ "baseClass": "B", "tableAttr": "t", "indexAttr": "i", "shape": [«"colums"»] }] }', toml: 'models.custom = [{ baseClass = "B", tableAttr = "t", indexAttr = "i", shape = [«"colums"»] }]', message: 'There is no slot "colums". Did you mean "columns"?' },
};

const KEPT = 'kept/**';
const wrap: Readonly<Record<string, (mistake: Mistake) => string>> = {
  'sargable.jsonc': ({ json }) => `{\n  // kept\n  ${json},\n  "exclude": ["${KEPT}"],\n}\n`,
  'pyproject.toml': ({ toml }) => `[project]\nname = "x"\n\n[tool.sargable]\n${toml}\nexclude = ["${KEPT}"]\n`,
  'package.json': ({ json }) => `{\n  "name": "x",\n  "sargable": { ${json}, "exclude": ["${KEPT}"] }\n}\n`,
};

interface Case { readonly path: string; readonly text: string; readonly start: number; readonly end: number; readonly message: string }

const cases = Object.entries(wrap).flatMap(([file, around]) => Object.values(mistakes).map((mistake, i): Case => {
  const folder = `${file.replace(/\W/g, '')}${i}`;
  const marked = around(mistake);
  const start = marked.indexOf('«');
  return { path: `${folder}/${file}`, text: marked.replace(/[«»]/g, ''), start, end: marked.indexOf('»') - 1, message: mistake.message.replace('FOLDER', folder) };
}));
const files = Object.fromEntries(cases.flatMap(({ path, text }) => [[path, text], [`${path.slice(0, path.indexOf('/'))}/base.jsonc`, '{}']]));

test('each mistake is told once, at its place, with the nearest name, and the rest holds', () => {
  const snapshot = workspaceOf(files).snapshot();
  for (const { path, start, end, message } of cases) {
    assert.deepEqual(snapshot.configProblems().filter((problem) => problem.path === path).map((problem) => ({ span: problem.span, message: problem.message })), [{ span: { start, end }, message }], path);
    assert.deepEqual(snapshot.configuration(`${path.slice(0, path.indexOf('/'))}/a.ts`).settings.exclude.patterns, [KEPT], path);
  }
  assert.equal(snapshot.configProblems().length, cases.length);
});

test('the command line tells them with line and column, and ends with 2', () => {
  const at = project('mistakes', files);
  const run = sargable(at, 'check');
  assert.equal(run.status, 2);
  for (const { path, text, start, message } of cases) {
    const { line, character } = positionAt(lineIndex(text), start);
    assert.ok(run.stderr.includes(`${path}:${line + 1}:${character + 1} ${message}\n`), `${path}: ${message}\n${run.stderr}`);
  }
});

test('the editor shows them in the file itself, whichever it is', async () => {
  const at = project('mistakes-in-editor', files);
  const client = await Client.start([at]);
  for (const { path, text, start, end, message } of cases) {
    const uri = uriOf(join(at, path));
    client.open(uri, path.endsWith('.toml') ? 'toml' : 'jsonc', text);
    const { items } = await client.pull(uri);
    const lines = lineIndex(text);
    assert.deepEqual(items.map((item) => ({ code: item.code, message: item.message, range: item.range })), [{ code: 'configuration', message, range: { start: positionAt(lines, start), end: positionAt(lines, end) } }], path);
  }
  await client.close();
});

const broken: readonly (readonly [string, string, string, RegExp])[] = [
  ['sargable.jsonc', '{ "rules": { "unindexed-sort": "off" }, "dialect": ', '', /^This is not JSON: a value is missing\.$/],
  ['pyproject.toml', '[tool.ruff\nx = \n[tool.sargable]\ndialect = \nsmallTables = ["a"]\n[tool.sargable.rules]\nunindexed-sort = "off"\n', 'dialect =', /^This is not TOML: /],
  ['package.json', '{ "name": "x", "sargable": { "rules": { "unindexed-sort": "off" }, "dialect": } ', '}', /^This is not JSON: a value is missing\.$/],
];

for (const [path, text, at, message] of broken) {
  test(`half-typed ${path}: one place is told, and what can be read holds`, () => {
    const snapshot = workspaceOf({ [path]: text }).snapshot();
    const [problem, ...others] = snapshot.configProblems();
    assert.deepEqual(others, []);
    assert.match(problem?.message ?? '', message);
    assert.ok(text.slice(problem?.span.start, problem?.span.end).startsWith(at));
    assert.equal(snapshot.configuration('a.ts').settings.rules.get('unindexed-sort'), 'off');
  });
}
