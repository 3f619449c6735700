// Everything that must hold, in one command: `npm test`. Nothing is skipped; a tool of the system that is missing is installed where this is
// root on Debian, and named otherwise. `node test/run.mjs lint protocol` runs only the steps and test files whose names contain one of the words.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const bin = join(root, 'node_modules/.bin');
const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NODE_NO_WARNINGS: '1' };
const filters = process.argv.slice(2);
const totals = { passed: 0, failed: 0 };

const projects = ['server/tsconfig.pure.json', 'server/tsconfig.json', 'client/tsconfig.json', 'server/src/report/map/page/tsconfig.json', 'client/src/map/page/tsconfig.json', 'test/tsconfig.json', 'test/editor/suite/tsconfig.json'];
const files = globSync('test/**/*.test.ts', { cwd: root }).filter((file) => !/\/(project|projects|fixtures|suite|node_modules)\//.test(file)).sort();
const editor = files.filter((file) => file.startsWith('test/editor/'));
const others = files.filter((file) => !editor.includes(file));

step('packages of the system', () => installed([
  { has: 'chromium', packages: ['chromium', 'fonts-dejavu-core'] },
  { has: 'mariadb-install-db', packages: ['mariadb-server'] },
  { has: 'pg_createcluster', packages: ['postgresql'] },
  { has: 'sql-migrate', packages: ['sql-migrate'] },
  { has: 'xmllint', packages: ['libxml2-utils'] },
  { has: 'pre-commit', packages: ['pre-commit', 'git'] },
  ...['sqlalchemy', 'alembic', 'flask_sqlalchemy', 'flask_migrate', 'sqlmodel', 'greenlet', 'psycopg2', 'aiosqlite', 'asyncpg'].map((module) => ({ has: `/usr/lib/python3/dist-packages/${module}`, packages: [`python3-${module.replace('_', '-')}`] })),
]));
step('SQLAlchemy 2', () => run('node', '--input-type=module', '-e', "(await import('./test/support/sqlalchemy2.ts')).sqlalchemy2()"));
for (const project of projects) step(`types: ${project}`, () => run('tsc', '-p', project));
step('lint', () => run('biome', 'lint', '--error-on-warnings'));
step('build', () => run('node', 'scripts/build.mjs'));
step('package', () => run('node', 'scripts/package.mjs'));
step('sample', () => run('node', 'scripts/sample.mjs'));
tests('tests', others, availableParallelism());
tests('tests in the editor', editor, 1);

console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;

/** One thing that holds or not. */
function step(name, holds) {
  if (!wanted(name)) return;
  const began = performance.now();
  const ok = holds();
  totals[ok ? 'passed' : 'failed']++;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}  ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** Test files, each in a process of its own; counted by test. */
function tests(name, all, concurrency) {
  const paths = wanted(name) ? all : all.filter(wanted);
  if (paths.length === 0) return;
  console.log(`\n${name}: ${paths.length} files`);
  const folder = mkdtempSync(join(tmpdir(), 'sargable-test-'));
  const counts = join(folder, 'counts.json');
  run('node', '--test', `--test-concurrency=${concurrency}`, '--test-reporter=dot', '--test-reporter-destination=stdout', `--test-reporter=${join(root, 'test/counts.mjs')}`, `--test-reporter-destination=${counts}`, ...paths);
  const { passed, failed, left } = JSON.parse(readFileSync(counts, 'utf8'));
  rmSync(folder, { recursive: true });
  totals.passed += passed;
  // A test that was skipped, cancelled or put off has not passed.
  totals.failed += failed + left;
}

function wanted(name) {
  return filters.length === 0 || filters.some((word) => name.includes(word));
}

function run(command, ...args) {
  return spawnSync(command, args, { cwd: root, env, stdio: 'inherit' }).status === 0;
}

function has(command) {
  return command.startsWith('/') ? existsSync(command) : spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

function installed(needs) {
  const missing = needs.filter((need) => !has(need.has)).flatMap(({ packages }) => packages);
  if (missing.length === 0) return true;
  if (process.getuid?.() === 0 && has('apt-get')) return run('apt-get', 'update', '-qq') && run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing);
  console.log(`These packages of the system are missing: ${missing.join(', ')}`);
  return false;
}
