import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { type Described, describeCatalog, differences } from '../adapters/alembic/described.ts';
import { alembic, ASYNC_ENV, ENV, type Files, postgresTarget, projectOn, sqliteTarget, type Target, type Version } from '../adapters/alembic/real.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { onlyCatalog, project, wanted, written } from './alembic-sample.ts';
import { indexSpec } from './build.ts';
import { writeFiles } from './disk.ts';

let server: Postgres;
before(async () => { server = await startPostgres(); });
after(() => server.stop());

interface Trip { readonly dialect: Dialect; readonly version: Version; readonly target: Target; readonly table: string }

/** Up, compared; back one by one, compared. Each start of Python takes its time: what need not be looked at between goes into one. */
async function thereAndBack(context: TestContext, start: Files, { dialect, version, target, table }: Trip): Promise<{ readonly root: string; readonly files: Files; readonly paths: readonly string[]; readonly withAll: Described }> {
  const root = projectOn(context, start);
  alembic(root, version, target, ['upgrade', 'head']);
  const base = await target.describe();
  const made = written(start, dialect, wanted(table));
  writeFiles(root, made.files);
  alembic(root, version, target, ['upgrade', 'head']);
  const withAll = await target.describe();
  assert.deepEqual(differences(describeCatalog(onlyCatalog(made.files, dialect)), withAll), []);
  alembic(root, version, target, ...made.paths.map(() => ['downgrade', '-1']));
  assert.deepEqual(await target.describe(), base);
  return { root, ...made, withAll };
}

/** The same, then up again with a revision that drops an index, and back. */
async function trip(context: TestContext, start: Files, what: Trip): Promise<readonly string[]> {
  const { dialect, version, target, table } = what;
  const { root, files, paths, withAll } = await thereAndBack(context, start, what);
  const reduced = written(files, dialect, [{ change: 'drop', spec: indexSpec(table, 'ix_scenes_title', ['title']), serves: [], model: null, because: 'no query uses it' }]);
  writeFiles(root, reduced.files);
  alembic(root, version, target, ['upgrade', 'head']);
  assert.deepEqual(differences(describeCatalog(onlyCatalog(reduced.files, dialect)), await target.describe()), []);
  alembic(root, version, target, ['downgrade', '-1']);
  assert.deepEqual(await target.describe(), withAll);
  return paths;
}

for (const version of ['1.4', '2.0'] as const) {
  const tag = version.replace('.', '_');
  test(`SQLite: one revision for all indexes, up and back, SQLAlchemy ${version}`, async (context) => {
    assert.equal((await trip(context, project(null), { dialect: 'sqlite', version, target: sqliteTarget(context), table: 'scenes' })).length, 1);
  });

  test(`PostgreSQL: each index CONCURRENTLY in a revision of its own, schema-qualified, up and back, SQLAlchemy ${version}`, async (context) => {
    assert.equal((await trip(context, project('app'), { dialect: 'postgresql', version, target: await postgresTarget(context, server, `trip_${tag}`), table: 'app.scenes' })).length, 3);
  });
}

test('the same over an asynchronous engine', async (context) => {
  await thereAndBack(context, project('app', ASYNC_ENV), { dialect: 'postgresql', version: '1.4', target: await postgresTarget(context, server, 'trip_async'), table: 'app.scenes' });
});

test('and where env.py runs all revisions in one transaction, which the file then says', async (context) => {
  const together = project(null, ENV.replace(', transaction_per_migration=True', ''));
  const { paths } = await thereAndBack(context, together, { dialect: 'postgresql', version: '1.4', target: await postgresTarget(context, server, 'trip_together'), table: 'scenes' });
  assert.match(written(together, 'postgresql', wanted('scenes')).files[paths[0] ?? ''] ?? '', /transaction_per_migration=True in env\.py/);
});
