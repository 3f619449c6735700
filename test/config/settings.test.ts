import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const settingsAt = (files: Readonly<Record<string, string>>, path: string) => workspaceOf(files).snapshot().configuration(path);
const problemsOf = (files: Readonly<Record<string, string>>) => workspaceOf(files).snapshot().configProblems().map(({ path, message }) => `${path}: ${message}`);

describe('which file holds', () => {
  test('sargable.jsonc before pyproject.toml before package.json, and the others are told', () => {
    const files = { 'sargable.jsonc': '{ "dialect": "sqlite" }', 'pyproject.toml': '[tool.sargable]\ndialect = "mysql"\n', 'package.json': '{ "sargable": { "dialect": "mariadb" } }' };
    assert.equal(settingsAt(files, 'a.sql').settings.dialect, 'sqlite');
    assert.deepEqual(problemsOf(files), ['pyproject.toml: This is not looked at: sargable.jsonc in the same folder holds.', 'package.json: This is not looked at: sargable.jsonc in the same folder holds.']);
    assert.equal(settingsAt({ 'pyproject.toml': files['pyproject.toml'], 'package.json': files['package.json'] }, 'a.sql').settings.dialect, 'mysql');
  });
  test('the nearest folder, whatever its file; one that says nothing of this tool is none', () => {
    const files = { 'sargable.jsonc': '{ "dialect": "sqlite" }', 'api/pyproject.toml': '[tool.sargable]\ndialect = "mysql"\n', 'web/package.json': '{ "name": "sargable-web" }' };
    assert.deepEqual(['api/src/a.py', 'web/a.ts'].map((path) => settingsAt(files, path).settings.dialect), ['mysql', 'sqlite']);
    assert.deepEqual(problemsOf(files), []);
  });
});

describe('files that extend others', () => {
  test('what is said last wins, rules and tables add up, and globs are relative to the file that says them', () => {
    const files = {
      'base/sargable.base.jsonc': '{ "dialect": "sqlite", "exclude": ["old/**"], "rules": { "unindexed-sort": "off", "unindexed-join": "hint" }, "tables": { "A": { "rows": 5 } } }',
      'app/sargable.jsonc': '{ "extends": "../base/sargable.base.jsonc", "rules": { "unindexed-join": "error" }, "tables": { "a": { "writeHeavy": true } } }',
    };
    const { settings } = settingsAt(files, 'app/x.ts');
    assert.deepEqual([settings.dialect, settings.rules.get('unindexed-sort'), settings.rules.get('unindexed-join'), settings.tables.get('a')?.rows, settings.tables.get('a')?.writeHeavy], ['sqlite', 'off', 'error', 5, true]);
    assert.deepEqual(['app/old/x.ts', 'base/old/x.ts'].map((path) => workspaceOf(files).snapshot().configuration(path).included), [true, true], 'old/ is that of base/, which app/ has none of');
    assert.deepEqual(settings.exclude, { folder: 'base', patterns: ['old/**'] });
  });
  test('an edit of the file that is extended counts', () => {
    const engine = workspaceOf({ 'sargable.jsonc': '{ "extends": "./base.jsonc" }', 'base.jsonc': '{ "dialect": "sqlite" }' });
    assert.equal(engine.snapshot().configuration('a.ts').settings.dialect, 'sqlite');
    engine.update([{ path: 'base.jsonc', text: '{ "dialect": "mysql" }' }]);
    assert.equal(engine.snapshot().configuration('a.ts').settings.dialect, 'mysql');
  });
  const wrong: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
    itself: [{ 'sargable.jsonc': '{ "extends": "./sargable.jsonc" }' }, ['sargable.jsonc: This file extends itself.']],
    'a circle': [{ 'sargable.jsonc': '{ "extends": "./a.jsonc" }', 'a.jsonc': '{ "extends": "./b.jsonc" }', 'b.jsonc': '{ "extends": "./a.jsonc" }' }, ['b.jsonc: These files extend one another: a.jsonc → b.jsonc → a.jsonc.']],
    'no file': [{ 'sargable.jsonc': '{ "extends": "https://example.com/x.jsonc" }' }, ['sargable.jsonc: This must be the path of a file from here, such as "./sargable.base.jsonc".']],
    'a file of another kind': [{ 'sargable.jsonc': '{ "extends": "./base.yaml" }' }, ['sargable.jsonc: Only a .jsonc file, a pyproject.toml or a package.json can be extended.']],
    'a file that says nothing': [{ 'sargable.jsonc': '{ "extends": "./package.json" }', 'package.json': '{}' }, ['sargable.jsonc: package.json says nothing of sargable.']],
    'too deep': [Object.fromEntries([['sargable.jsonc', '{ "extends": "./f0.jsonc" }'], ...Array.from({ length: 12 }, (_, i) => [`f${i}.jsonc`, `{ "extends": "./f${i + 1}.jsonc" }`])]), ['f7.jsonc: Files extend one another more than 8 deep here; the rest is not looked at.']],
    'a mistake in it': [{ 'sargable.jsonc': '{ "extends": ["./a.jsonc", "./a.jsonc"] }', 'a.jsonc': '{ "dialekt": "x" }' }, ['a.jsonc: There is no setting "dialekt". Did you mean "dialect"?']],
  };
  for (const [name, [files, told]] of Object.entries(wrong)) test(`wrong: ${name}`, () => assert.deepEqual(problemsOf(files), told));
});

describe('overrides', () => {
  const files = { 'sargable.jsonc': JSON.stringify({ dialect: 'postgresql', overrides: [{ files: 'legacy/**', dialect: 'mysql', rules: { 'unindexed-sort': 'off' } }, { files: ['**/*.report.sql'], quiet: true }, { files: 'tests/load/**', quiet: false }] }) };
  test('hold for the files that they name, the later above the earlier', () => {
    const at = (path: string) => { const { settings, quiet } = settingsAt(files, path); return [settings.dialect, settings.rules.get('unindexed-sort') ?? null, quiet]; };
    assert.deepEqual([at('a.sql'), at('legacy/a.sql'), at('legacy/a.report.sql'), at('tests/a.sql'), at('tests/load/a.sql')], [['postgresql', null, false], ['mysql', 'off', false], ['mysql', 'off', true], ['postgresql', null, true], ['postgresql', null, false]]);
  });
});

describe('what is known of tables', () => {
  const schema = 'CREATE TABLE orders (id integer PRIMARY KEY, code text, note text);\nCREATE TABLE roles (id integer PRIMARY KEY, title text);';
  const told = (config: object) => workspaceOf({ 'schema.sql': schema, 'q.sql': 'SELECT * FROM orders WHERE code = $1;\nSELECT * FROM roles WHERE title = $1;' }, { dialect: 'postgresql', ...config }).snapshot().findings().map(({ table, severity, advice }) => `${table} ${severity} ${advice}`);
  const cases: readonly (readonly [string, object, readonly string[]])[] = [
    ['nothing', {}, ['orders warning Add index (code): it would serve this query.', 'roles hint Add index (title): it would serve this query.']],
    ['few rows', { tables: { Orders: { rows: 999 } } }, ['roles hint Add index (title): it would serve this query.']],
    ['enough rows, by the threshold', { smallBelow: 100, tables: { orders: { rows: 999 } } }, ['orders warning Add index (code): it would serve this query.', 'roles hint Add index (title): it would serve this query.']],
    ['a lookup table that is none', { tables: { roles: { rows: 2_000_000 } } }, ['orders warning Add index (code): it would serve this query.', 'roles warning Add index (title): it would serve this query.']],
    ['written often', { tables: { orders: { writeHeavy: true } }, smallTables: ['ROLES'] }, ['orders information Add index (code): it would serve this query; orders is written often, and each write would keep it up to date.']],
    ['few values', { tables: { orders: { columns: { Code: { fewValues: true } } } }, smallTables: ['roles'] }, ['orders information Add index (code): it would serve this query.']],
    ['a column left out', { tables: { orders: { columns: { code: { ignore: ['unindexed-filter'] } } } }, smallTables: ['roles'] }, []],
  ];
  for (const [name, config, expected] of cases) test(name, () => assert.deepEqual(told(config), expected));
});

test('an older database is offered nothing that it does not have', () => {
  const files = { 'schema.sql': 'CREATE TABLE `t` (`id` int NOT NULL PRIMARY KEY, `a` int NOT NULL, `b` int NOT NULL) ENGINE=InnoDB;', 'q.sql': 'SELECT `id` FROM `t` ORDER BY `a` ASC, `b` DESC LIMIT 5;' };
  const wanted = (version: string) => workspaceOf(files, { dialect: 'mysql', version }).snapshot().openNeeds().map(({ index }) => index.keys.map(({ direction }) => direction).join());
  assert.deepEqual([wanted('8.0'), wanted('5.7')], [['asc,desc'], []]);
});
