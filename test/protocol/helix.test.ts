import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { debian, programOf } from '../support/debian.ts';
import { recipeOf, sampleAndServer } from './recipes.ts';
import { positionOf } from './edits.ts';
import { folderOf } from './files.ts';

const editor = debian('helix', { release: 'trixie', packages: ['hx'], with: 'needs' });
const [command = '', ...args] = programOf(editor, 'hx');
const { folder, bin } = sampleAndServer();
const config = folderOf({ 'helix/languages.toml': recipeOf('Helix', 'toml'), 'helix/config.toml': '[editor]\nend-of-line-diagnostics = "hint"\n' });
const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, XDG_CONFIG_HOME: config, XDG_CACHE_HOME: config, HELIX_RUNTIME: join(editor, 'usr/lib/hx/runtime'), HOME: config };

it('Helix reads the recipe, and finds the server for each language of it', () => {
  for (const language of ['typescript', 'tsx', 'javascript', 'python', 'sql']) {
    const { stdout, stderr } = spawnSync(command, [...args, '--health', language], { env, encoding: 'utf8' });
    assert.match(stripVTControlCharacters(stdout), /✓ sargable-language-server: /, `${language}: ${stdout}${stderr}`);
  }
});

it('Helix shows a finding where it stands', () => {
  const { line } = positionOf(readFileSync(join(folder, 'src/services/reviews.ts'), 'utf8'), 'reviews.bookId, bookId');
  const run = spawnSync('python3', [fileURLToPath(new URL('helix.py', import.meta.url)), '60', 'No index on reviews serves', command, ...args, `src/services/reviews.ts:${line + 1}`], { cwd: folder, env, encoding: 'utf8', timeout: 90_000 });
  assert.equal(run.status, 0, `${run.stdout.slice(-2_000)}${run.stderr}`);
});
