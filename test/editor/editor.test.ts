import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { installed, newest, oldest } from './cache.ts';
import { colours } from './colours.ts';
import { drive } from './drive.ts';
import { indexMap } from './map.ts';
import { python } from './python.ts';
import { views } from './views.ts';
import { startWorkbench } from './workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const code = fileURLToPath(new URL('code.mjs', import.meta.url));

// What is tested is the package as it would be published; `npm run package` has made it.
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const vsix = join(root, `${name}-${version}.vsix`);

describe('the package in the real workbench', () => {
  const place = mkdtempSync(join(tmpdir(), 'sargable-suite-'));
  const suite = join(root, '.cache/editor-suite/index.js');

  before(async () => {
    await build({ entryPoints: [join(root, 'test/editor/suite/index.ts')], outfile: suite, bundle: true, platform: 'node', format: 'cjs', target: 'node22', external: ['vscode', 'mocha'], logLevel: 'warning' });
    writeFileSync(join(root, '.cache/editor-suite/package.json'), '{ "type": "commonjs" }\n');
    // runTests wants an extension under development; ours is installed from its package, so this one is empty.
    mkdirSync(join(place, 'host'));
    writeFileSync(join(place, 'host/package.json'), JSON.stringify({ name: 'host', publisher: 'test', version: '0.0.1', engines: { vscode: '*' } }));
  });
  after(() => rmSync(place, { recursive: true, force: true }));

  const runs = [
    { title: 'the newest VS Code, every folder trusted', editor: newest, trust: 'off' },
    { title: 'the newest VS Code, workspace trust on and not given', editor: newest, trust: 'on' },
    { title: 'the oldest VS Code that installs, every folder trusted', editor: oldest, trust: 'off' },
  ];
  for (const { title, editor, trust } of runs) {
    it(`passes its suite in ${title}`, async () => {
      // Both sample applications in one folder: each has a database of its own.
      const folder = copyOf('bookshop', join(place, `${editor.version}-${trust}`));
      copyOf('clinic', join(folder, 'clinic'));
      const { vscode, node } = installed(editor);
      const status = await runTests({
        vscodeExecutablePath: code, extensionDevelopmentPath: join(place, 'host'), extensionTestsPath: suite, extensionTestsEnv: { SARGABLE_TEST_TRUST: trust }, reuseMachineInstall: true,
        launchArgs: [folder, `--vscode=${vscode}`, `--node=${node}`, `--vsix=${vsix}`, `--trust=${trust}`],
      });
      assert.equal(status, 0);
    });
  }

  it('does what a user asks of it: squiggle, hover, quick fix, migration', (t) => asAUser(t, 'drive', drive, ['hover.png', 'quick-fixes.png', 'migration-preview.png', 'migration.png']));

  it('shows what there is by table, over tables, in its status and menu, and gets one started', (t) => asAUser(t, 'views', views, ['findings.png', 'walkthrough.png']));

  it('draws the Index Map beside the code, follows the cursor and changes with the query', (t) => asAUser(t, 'map', indexMap, ['index-map.png']));

  it('mends a query of SQLAlchemy: finding, model, Alembic revision', (t) => asAUser(t, 'python', python, ['python.png'], 'clinic'));

  it('colours SQL in strings and templates', (t) => asAUser(t, 'colours', colours, ['colours.png']));

  /**
   * One scenario in a workbench and a folder of its own. It has a second try, as test runners for browsers give on CI: on a machine with two cores the
   * workbench still starts other things and takes the focus from what a key has just opened. What failed first is told, and leaves its picture.
   */
  async function asAUser(t: TestContext, name: string, scenario: typeof drive, pictures: readonly string[], example: 'bookshop' | 'clinic' = 'bookshop'): Promise<void> {
    const shots = join(root, '.cache/shots');
    mkdirSync(shots, { recursive: true });
    await once(`${name}/first`).catch((error) => {
      t.diagnostic(`tried again after: ${error instanceof Error ? error.stack : error}`);
      return once(`${name}/second`);
    });
    keep(shots, pictures);

    async function once(at: string): Promise<void> {
      const folder = copyOf(example, join(place, at, example));
      const running = await startWorkbench({ editor: installed(newest), vsix, trust: 'off', use: 'drive' });
      try {
        await scenario(running, folder, shots);
      } catch (error) {
        await running.page.screenshot({ path: join(shots, 'failure.png') });
        throw error;
      } finally {
        await running.stop();
      }
    }
  }
});

/** The pictures of the README; taken anew with UPDATE_IMAGES=1. */
function keep(shots: string, names: readonly string[]): void {
  const images = join(root, 'docs/images');
  mkdirSync(images, { recursive: true });
  for (const name of names) {
    if (process.env['UPDATE_IMAGES'] || !existsSync(join(images, name))) cpSync(join(shots, name), join(images, name));
    // How large a run's own picture comes out depends on where the workbench's scenery happens to be; those that are kept must fit.
    assert(statSync(join(shots, name)).size > 10_000, `${name} is empty`);
    assert(statSync(join(images, name)).size <= 200_000, `${name} is over 200 kB`);
  }
}

function copyOf(example: 'bookshop' | 'clinic', to: string): string {
  cpSync(join(root, 'examples', example), to, { recursive: true });
  return to;
}
