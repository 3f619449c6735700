import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { debian, programOf } from '../support/debian.ts';
import { positionOf } from './edits.ts';
import { folderOf } from './files.ts';
import { recipeOf, sampleAndServer } from './recipes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
interface Told { readonly file: string; readonly line: number; readonly rule: string; readonly message: string; readonly source?: string }
interface Seen { readonly before: readonly Told[]; readonly after: readonly Told[]; readonly hover: { readonly contents: { readonly value: string } }; readonly hints: readonly { readonly label: readonly { readonly value: string }[] }[]; readonly lenses: readonly { readonly command: { readonly title: string } }[]; readonly schema: string }

/** The command line's findings: the first place of each with its words, and all places. */
function fromCli(folder: string): { readonly heads: readonly Told[]; readonly places: readonly string[] } {
  const { findings } = JSON.parse(execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'check', '--format', 'json', '--fail-on', 'never', '.'], { cwd: folder, encoding: 'utf8' })) as
    { readonly findings: readonly { readonly file: string; readonly ruleId: string; readonly message: string; readonly advice: string; readonly range: { readonly start: { readonly line: number } }; readonly related?: readonly { readonly role: string; readonly file: string; readonly range: { readonly start: { readonly line: number } } }[] }[] };
  const heads = findings.map((f) => ({ file: f.file, line: f.range.start.line, rule: f.ruleId, message: f.advice === '' ? f.message : `${f.message}\n${f.advice}` }));
  const others = findings.flatMap((f) => (f.related ?? []).filter(({ role }) => role === 'call-site').map((r) => `${r.file}:${r.range.start.line}`));
  return { heads, places: [...heads.map(placeOf), ...others].sort() };
}

const placeOf = ({ file, line }: Pick<Told, 'file' | 'line'>): string => `${file}:${line}`;
const textOf = (told: Told): string => `${placeOf(told)} ${told.rule} ${told.message}`;

function inNeovim(release: 'trixie' | 'forky', heading: string): { readonly seen: Seen; readonly cli: ReturnType<typeof fromCli>; readonly version: string } {
  const editor = debian(`neovim-${release}`, { release, packages: ['neovim'], with: 'needs' });
  const [command = '', ...args] = programOf(editor, 'nvim');
  const { folder, bin } = sampleAndServer();
  const cli = fromCli(folder);
  const files = globSync('**/*.{ts,sql}', { cwd: folder }).map((file) => file.replaceAll('\\', '/')).sort();
  const text = readFileSync(join(folder, 'src/services/reviews.ts'), 'utf8');
  const work = folderOf({ 'recipe.lua': recipeOf(heading, 'lua') });
  const out = join(work, 'out.json');
  writeFileSync(join(work, 'input.json'), JSON.stringify({
    recipe: join(work, 'recipe.lua'), files, expected: cli.places.length, out, schema: 'src/db/schema.ts', index: "index('reviews_book_id_created_at_idx')", at: { file: 'src/services/reviews.ts', ...positionOf(text, 'reviews.bookId, bookId') },
  }));
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, VIMRUNTIME: join(editor, 'usr/share/nvim/runtime'), XDG_STATE_HOME: work, XDG_CACHE_HOME: work, XDG_CONFIG_HOME: work, XDG_DATA_HOME: work, SARGABLE_INPUT: join(work, 'input.json') };
  const run = spawnSync(command, [...args, '--headless', '--clean', '-l', fileURLToPath(new URL('neovim.lua', import.meta.url))], { cwd: folder, env, encoding: 'utf8', timeout: 240_000 });
  assert(existsSync(out), `${run.stdout}${run.stderr}`);
  const version = execFileSync(command, [...args, '--version'], { env, encoding: 'utf8' });
  return { seen: JSON.parse(readFileSync(out, 'utf8')), cli, version };
}

for (const [release, heading, version] of [['trixie', 'Neovim 0\\.10', /^NVIM v0\.10/], ['forky', 'Neovim 0\\.11 and newer', /^NVIM v0\.1[1-9]/]] as const) {
  describe(`the recipe for ${heading.replaceAll('\\', '')}, in a real one`, () => {
    const { seen, cli, version: is } = inNeovim(release, heading);

    it('is of the version that it is for', () => assert.match(is, version));

    it('shows what the command line says, all of it and nothing else', () => {
      assert.ok(cli.places.length > 5);
      assert.deepEqual(seen.before.map(placeOf).sort(), cli.places);
      const shown = seen.before.map(textOf);
      for (const head of cli.heads.map(textOf)) assert.ok(shown.includes(head), head);
      assert.ok(seen.before.every(({ source }) => source === 'sargable'));
    });

    it('says why in a hover, names indexes in hints and counts in lenses', () => {
      assert.match(seen.hover.contents.value, /\*\*reviews\*\* is read whole/);
      assert.ok(seen.hints.some(({ label }) => label.some(({ value }) => /primary key|idx/.test(value))));
      assert.ok(seen.lenses.some(({ command }) => /queries, \d unserved$/.test(command.title)));
    });

    it('adds the index when its code action is taken, and the finding is gone', () => {
      assert.match(seen.schema, /index\('reviews_book_id_created_at_idx'\)/);
      assert.ok(seen.after.length < seen.before.length);
    });
  });
}
