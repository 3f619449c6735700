import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { root } from '../house/sources.ts';
import { repositoryOf, type TestRepository } from '../support/git.ts';

// What docs/CI.md, the action and the hook tell others to run, run as it is written, with the package as it is packed in place of the one on npm.

const folder = mkdtempSync(join(tmpdir(), 'sargable-recipes-'));
const open: TestRepository[] = [];
let packed = '';
after(() => { rmSync(folder, { recursive: true, force: true }); for (const one of open) one.remove(); });

const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|GIT_)/i.test(name))), npm_config_offline: 'true', npm_config_cache: join(folder, 'cache'), PRE_COMMIT_HOME: join(folder, 'pre-commit'), GIT_CONFIG_GLOBAL: '/dev/null', NO_COLOR: '1' };
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const { version } = JSON.parse(text('package.json')) as { version: string };

before(() => {
  execFileSync(process.execPath, [join(root, 'scripts/package-npm.mjs')], { stdio: 'ignore' });
  const [made] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', folder, '--loglevel=error'], { cwd: join(root, 'dist/npm'), env, encoding: 'utf8' })) as { filename: string }[];
  packed = join(folder, made?.filename ?? '');
});

const SCHEMA = 'CREATE TABLE scenes (id integer PRIMARY KEY, project_id integer NOT NULL, title text);\n';
const query = (column: string): string => `import Database from 'better-sqlite3';\nconst db = new Database('x');\nexport const by${column} = (v: unknown) => db.prepare('SELECT * FROM scenes WHERE ${column} = ?').all(v);\n`;
function repository(files: Readonly<Record<string, string>> = { 'schema.sql': SCHEMA, 'src/old.ts': query('title') }): TestRepository {
  const made = repositoryOf(files);
  open.push(made);
  return made;
}

const here = (command: string): string => command.replaceAll(`sargable@${version}`, `file:${packed}`);
const shell = (cwd: string, script: string, more: Readonly<Record<string, string>> = {}) => spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd, encoding: 'utf8', env: { ...env, ...more } });

test('every recipe names the version that is released', () => {
  for (const path of ['.pre-commit-hooks.yaml', 'docs/CI.md', 'action.yml']) {
    for (const [, named] of text(path).matchAll(/(?:sargable@|sargable\/sargable@v|rev: v|default: (?=\d+\.\d+\.\d+))v?(\d+\.\d+\.\d+)/g)) assert.equal(named, version, path);
    assert.ok(text(path).includes(version), path);
  }
});

test('pre-commit takes the hook; a commit that brings a finding is stopped, another one is not', () => {
  const hooks = join(folder, 'hooks');
  mkdirSync(hooks);
  writeFileSync(join(hooks, '.pre-commit-hooks.yaml'), here(text('.pre-commit-hooks.yaml')));
  const git = (...args: readonly string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: hooks, env, encoding: 'utf8' });
  execFileSync('pre-commit', ['validate-manifest', '.pre-commit-hooks.yaml'], { cwd: root, env });
  git('init', '-q'); git('add', '-A'); git('commit', '-q', '-m', 'hooks');
  const { folder: at, write, git: inRepository } = repository();
  write({ '.pre-commit-config.yaml': `repos:\n  - repo: ${hooks}\n    rev: ${git('rev-parse', 'HEAD').trim()}\n    hooks:\n      - id: sargable\n`, 'src/old.ts': `// A word.\n${query('title')}` });
  inRepository('add', '-A');
  const fine = spawnSync('pre-commit', ['run'], { cwd: at, encoding: 'utf8', env });
  assert.equal(fine.status, 0, fine.stdout + fine.stderr);
  assert.match(fine.stdout, /sargable\.+Passed/);
  write({ 'src/new.ts': query('project_id') });
  inRepository('add', '-A');
  const stopped = spawnSync('pre-commit', ['run'], { cwd: at, encoding: 'utf8', env });
  assert.equal(stopped.status, 1, stopped.stdout + stopped.stderr);
  assert.match(stopped.stdout, /src\/new\.ts\n +3:\d+ +warning +No index on scenes serves project_id/);
  assert.doesNotMatch(stopped.stdout, /old\.ts/);
});

interface Action { readonly name: string; readonly description: string; readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>; readonly runs: { readonly using: string; readonly steps: readonly { readonly run?: string; readonly shell?: string; readonly uses?: string; readonly env?: Readonly<Record<string, string>> }[] } }
const action = parse(text('action.yml')) as Action;

test('the action is a composite one whose script is given its inputs by the environment alone', () => {
  assert.equal(action.runs.using, 'composite');
  for (const [name, input] of Object.entries(action.inputs)) assert.ok(input.description !== '' && typeof input.default === 'string' && text('docs/CI.md').includes(`\`${name}\``), name);
  for (const { run, shell: by, uses } of action.runs.steps) {
    assert.ok((run === undefined) !== (uses === undefined));
    if (run !== undefined) assert.equal(by, 'bash');
    assert.doesNotMatch(run ?? '', /\$\{\{/, 'an input is no part of a script');
  }
  const named = [...text('action.yml').matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(named)].sort(), Object.keys(action.inputs).sort());
});

/** Runs the step as a runner does, which puts inputs in the environment. */
function runAction(cwd: string, given: Readonly<Record<string, string>>) {
  const step = action.runs.steps.find(({ run }) => run !== undefined);
  const input = (name: string): string => given[name] ?? action.inputs[name]?.default ?? '';
  const own = Object.entries(step?.env ?? {}).map(([key, value]) => [key, here(value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => input(name)))]);
  return shell(cwd, step?.run ?? '', Object.fromEntries(own));
}

test('the action says what a branch brought about, and writes SARIF without what is silenced', () => {
  const { folder: at, write, commit, git } = repository();
  assert.equal(runAction(at, {}).stdout, '::warning title=sargable unindexed-filter,file=src/old.ts,line=3,endLine=3,col=79,endColumn=83::No index on scenes serves title = …, so the whole table is read.%0AAdd index (title): it would serve this query.\n');
  git('checkout', '-q', '-b', 'feature');
  write({ 'src/new file; $(touch pwned).ts': query('project_id') });
  commit();
  const run = runAction(at, { since: 'main', sarif: 'out file.sarif', args: '--max-warnings 0', paths: 'src schema.sql' });
  assert.equal(run.status, 1, run.stderr);
  assert.match(run.stdout, /^::warning title=sargable unindexed-filter,file=src\/new file; \$\(touch pwned\)\.ts,/);
  const { runs: [log] } = JSON.parse(readFileSync(join(at, 'out file.sarif'), 'utf8')) as { runs: { results: unknown[] }[] };
  assert.equal(log?.results.length, 1);
  assert.equal(runAction(at, { since: '$(touch pwned)' }).status, 2);
  assert.throws(() => readFileSync(join(at, 'pwned')));
  assert.equal(runAction(at, { baseline: 'true' }).status, 2, 'there is none');
  assert.equal(shell(at, here(`npx --yes sargable@${version} check --update-baseline`)).status, 0);
  assert.equal(runAction(at, { baseline: 'true' }).status, 0);
  assert.equal(runAction(at, { baseline: 'sargable.baseline.json' }).status, 0);
});

const recipe = (under: string): string => new RegExp(`^## ${under}\\n[\\s\\S]*?^\`\`\`ya?ml\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text('docs/CI.md'))?.[1] ?? '';

test('GitLab’s job runs, and leaves its report', () => {
  const { sargable } = parse(recipe('GitLab')) as { sargable: { script: readonly string[]; artifacts: { reports: { codequality: string } } } };
  const { folder: at, write } = repository();
  assert.equal(shell(at, here(`npx --yes sargable@${version} check --update-baseline`)).status, 0);
  write({ 'src/new.ts': query('project_id') });
  const run = shell(at, here(sargable.script.join('\n')));
  assert.equal(run.status, 1, run.stderr);
  const issues = JSON.parse(readFileSync(join(at, sargable.artifacts.reports.codequality), 'utf8')) as { location: { path: string } }[];
  assert.deepEqual(issues.map(({ location }) => location.path), ['src/new.ts']);
});

test('GitHub’s workflow and the hook’s configuration are what their readers take', () => {
  const workflow = parse(recipe('GitHub')) as { jobs: { sargable: { steps: { uses: string; with: Record<string, unknown> }[] } } };
  const [checkout, own] = workflow.jobs.sargable.steps;
  assert.equal(checkout?.with['fetch-depth'], 0);
  assert.ok(Object.keys(own?.with ?? {}).every((name) => name in action.inputs));
  writeFileSync(join(folder, 'config.yaml'), recipe('pre-commit'));
  execFileSync('pre-commit', ['validate-config', join(folder, 'config.yaml')], { cwd: dirname(folder), env });
});
