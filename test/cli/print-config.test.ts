import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleById } from '../../server/src/rules/index.ts';
import { project, sargable } from './run.ts';

const CONFIG = '{\n  "dialect": "sqlite",\n  "rules": { "unindexed-sort": "off" },\n  // a comment\n  "tables": { "scenes": { "ignore": ["unindexed-filter"] } },\n  "exclude": ["legacy/**"]\n}\n';
const at = project('config', { 'sargable.jsonc': CONFIG, 'schema.sql': 'CREATE TABLE a (id int);\n', 'src/a.ts': 'export {};\n', 'tests/a.ts': 'export {};\n', 'api/sargable.jsonc': '{ "smallTables": ["x"] }', 'api/a.sql': 'CREATE TABLE b (id int);\n' });
const printed = (...args: readonly string[]) => JSON.parse(sargable(at, 'check', '--print-config', ...args).stdout) as Record<string, unknown> & { readonly rules: Record<string, unknown> };

test('what holds for a file is printed, each value with the place that says it', () => {
  const config = printed('src/a.ts');
  assert.deepEqual({ path: config['path'], configuration: config['configuration'], included: config['included'], judged: config['judged'] }, { path: 'src/a.ts', configuration: 'sargable.jsonc', included: true, judged: true });
  assert.deepEqual(config['dialect'], { value: 'sqlite', from: 'sargable.jsonc:2:14' });
  assert.deepEqual(config['exclude'], { value: ['legacy/**'], from: 'sargable.jsonc:6:14' });
  assert.deepEqual(config['smallTables'], { value: [], from: 'default' });
  assert.deepEqual([config.rules['unindexed-sort'], config.rules['unindexed-filter']], [{ value: 'off', from: 'sargable.jsonc:3:32' }, { value: 'warning', from: 'default' }]);
  assert.deepEqual(config['tables'], { scenes: { ignore: { value: ['unindexed-filter'], from: 'sargable.jsonc:5:37' } } });
});

test('the nearest configuration holds, and a folder has one too', () => {
  const config = printed('api/a.sql');
  assert.equal(config['configuration'], 'api/sargable.jsonc');
  assert.deepEqual(config['smallTables'], { value: ['x'], from: 'api/sargable.jsonc:1:18' });
  assert.deepEqual(config.rules['unindexed-sort'], { value: ruleById('unindexed-sort')?.defaultSeverity, from: 'default' });
  assert.equal(printed()['configuration'], 'sargable.jsonc');
});

test('a test is read and not judged; what is excluded is not even read', () => {
  assert.deepEqual([printed('tests/a.ts')['included'], printed('tests/a.ts')['judged']], [true, false]);
});

test('without a configuration everything is the default, and the dialect is found out', () => {
  const bare = project('bare', { 'schema.sql': 'CREATE TABLE a (id serial PRIMARY KEY);\n', 'package.json': '{"dependencies":{"pg":"8"}}' });
  const config = JSON.parse(sargable(bare, 'check', '--print-config').stdout) as Record<string, unknown>;
  assert.deepEqual([config['configuration'], config['dialect']], [null, { value: 'postgresql', from: 'found out' }]);
});

test('a mistake ends with 2 and is told; two paths are one too many', () => {
  const wrong = project('wrong', { 'sargable.jsonc': '{ "rules": { "nope": "off" } }' });
  assert.equal(sargable(wrong, 'check', '--print-config').status, 2);
  assert.equal(sargable(at, 'check', '--print-config', 'src', 'tests').status, 2);
});
