import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../house/sources.ts';

// A copy of the sources, in which the scaffolds are run as CONTRIBUTING.md says.
const copy = mkdtempSync(join(tmpdir(), 'sargable-scaffold-'));
after(() => rmSync(copy, { recursive: true, force: true }));
for (const part of ['package.json', 'tsconfig.base.json', 'biome.json', 'docs', 'scripts', 'server', 'syntaxes', 'test/support', 'test/rules', 'test/house']) cpSync(join(root, part), join(copy, part), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

const node = (...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined } });
const made = [node('scripts/new-rule.mjs', 'toy-rule'), node('scripts/new-adapter.mjs', 'toy-orm', 'toy-package')];

test('a rule and an adapter are made, registered, and compile', () => {
  assert.deepEqual(made.map(({ status, stderr }) => `${status} ${stderr}`), ['0 ', '0 ']);
  assert.match(readFileSync(join(copy, 'server/src/rules/index.ts'), 'utf8'), /^ {2}toyRule,$/m);
  assert.match(readFileSync(join(copy, 'server/src/adapters/index.ts'), 'utf8'), /^ {2}toyOrm,$/m);
  const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'server/tsconfig.pure.json'], { cwd: copy, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('the rule’s page fails, and says what to fill in', () => {
  const { status, stdout } = node('--test', '--test-reporter=spec', '--test-name-pattern=toy-rule', 'test/rules/pages.test.ts');
  assert.equal(status, 1);
  assert.match(stdout, /toy-rule[\s\S]*FILL ME: a query that is reported/);
});

test('the adapter reads its sample project; what is left to fill in is named by place', () => {
  const { status, stdout } = node('--test', '--test-reporter=spec', 'test/adapters/toy-orm/project.test.ts');
  assert.equal(status, 1);
  assert.match(stdout, /✔ what no index serves is found, and nothing else/);
  assert.match(stdout, /server\/src\/adapters\/toy-orm\/index\.ts:\d+: .*FILL ME/);
});

test('what is there already is not overwritten, and a name that is none is refused', () => {
  assert.deepEqual([node('scripts/new-rule.mjs', 'toy-rule').status, node('scripts/new-adapter.mjs', 'drizzle').status, node('scripts/new-rule.mjs', 'Toy Rule').status], [1, 1, 2]);
});
