import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { targetOf } from '../../server/src/cli/target.ts';
import { folder, project } from './run.ts';

const PYPROJECT = '[project]\nname = "api"\ndependencies = ["sqlalchemy"]\n';

test('a project of Python in a repository is read by itself, unless it uses what lies beside it', () => {
  const at = project('repository', {
    'api/pyproject.toml': PYPROJECT, 'api/models.py': '', 'worker/pyproject.toml': `${PYPROJECT}[tool.uv.sources]\nmodels = { path = "../models" }\n`, 'member/pyproject.toml': `${PYPROJECT}[tool.uv.sources]\nmodels = { workspace = true }\n`, 'scripts/a.py': '',
  });
  assert.equal(targetOf([join(at, 'api')]).root, join(at, 'api'));
  for (const name of ['worker', 'member', 'scripts', 'api/models.py']) assert.equal(targetOf([join(at, name)]).root, name.startsWith('api') ? join(at, 'api') : at, name);
});

test("a workspace of uv is read whole from any of its members", () => {
  const at = join(folder, 'uv');
  mkdirSync(at, { recursive: true });
  project('uv/top', { 'pyproject.toml': `${PYPROJECT}[tool.uv.workspace]\nmembers = ["packages/*"]\n`, 'packages/a/models.py': '' });
  const found = targetOf([join(at, 'top/packages/a')]);
  assert.deepEqual([found.root, found.scopes], [join(at, 'top'), ['packages/a']]);
});
