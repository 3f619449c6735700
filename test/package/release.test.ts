import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../house/sources.ts';

const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const { version, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string; readonly scripts: Readonly<Record<string, string>> };
const check = (...args: readonly string[]) => spawnSync(process.execPath, [join(root, 'scripts/check-release.mjs'), ...args], { encoding: 'utf8' });

test('actions are pinned to a version, and tokens come from the environment alone', () => {
  for (const { file, text } of workflows) {
    for (const [, action] of text.matchAll(/uses: (\S+)/g)) assert.match(action ?? '', /@v\d+\.\d+\.\d+$/, file);
    for (const [line] of text.matchAll(/^\s*\w*(?:_PAT|TOKEN|SECRET|PASSWORD)\w*:.*$/gm)) assert.match(line, /: \$\{\{ (?:secrets\.\w+|github\.token) \}\}$/, `${file}: ${line}`);
  }
});

test('what workflows and CONTRIBUTING run is there', () => {
  const texts = [...workflows.map(({ text }) => text), readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')];
  const named = texts.flatMap((text) => [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name ?? ''));
  assert.ok(named.includes('package') && named.includes('new:rule'));
  assert.deepEqual(named.filter((name) => !Object.hasOwn(scripts, name)), []);
});

test('a tag is released where manifest and changelog name it', () => {
  assert.equal(check(`v${version}`).status, 0);
  assert.match(check(`v${version}`, '--notes').stdout, /^### Added\n/);
  const { status, stderr } = check('v99.0.0');
  assert.deepEqual([status, stderr], [1, `The tag is v99.0.0, package.json says ${version}.\n`]);
});
