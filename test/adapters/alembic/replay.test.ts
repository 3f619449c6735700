import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import type { Catalog } from '../../../server/src/facts/catalog.ts';
import { SEED } from '../../support/seed.ts';
import { startPostgres, type Postgres } from '../../support/postgres.ts';
import { workspaceOf } from '../../support/workspace.ts';
import { describeCatalog, differences } from './described.ts';
import { generatedHistory } from './generated.ts';
import { POSTGRES_HISTORY, SQLITE_HISTORY } from './history.ts';
import { alembic, ENV, type Files, INI, MAKO, postgresTarget, projectOn, sqliteTarget, type Target, type Version } from './real.ts';

let server: Postgres;
before(async () => { server = await startPostgres(); });
after(() => server.stop());

const base = (recursive: boolean): Files => ({ 'alembic.ini': `${INI}${recursive ? 'version_locations = alembic/versions alembic/versions/side\n' : ''}`, 'alembic/env.py': ENV, 'alembic/script.py.mako': MAKO });

function catalogOf(files: Files, dialect: Dialect): Catalog {
  const catalogs = workspaceOf(files, { dialect }).snapshot().catalogs();
  const [catalog] = catalogs;
  assert.ok(catalog !== undefined && catalogs.length === 1, `${catalogs.length} catalogs`);
  return catalog;
}

async function agree(context: TestContext, files: Files, version: Version, target: Target, dialect: Dialect): Promise<void> {
  const root = projectOn(context, files);
  alembic(root, version, target, ['upgrade', 'heads']);
  const catalog = catalogOf(files, dialect);
  assert.deepEqual(catalog.problems, []);
  assert.deepEqual([...catalog.tables.values()].flatMap((table) => table.doubts.map((doubt) => `${table.key}: ${doubt}`)), []);
  assert.deepEqual(differences(describeCatalog(catalog), await target.describe()), []);
}

for (const version of ['1.4', '2.0'] as const) {
  test(`PostgreSQL after upgrade heads is what the revisions say, SQLAlchemy ${version}`, async (context) => {
    await agree(context, { ...base(true), ...POSTGRES_HISTORY }, version, await postgresTarget(context, server, `rich_${version.replace('.', '_')}`), 'postgresql');
  });

  test(`SQLite after upgrade heads is what the revisions say, SQLAlchemy ${version}`, async (context) => {
    await agree(context, { ...base(false), ...SQLITE_HISTORY }, version, sqliteTarget(context), 'sqlite');
  });
}

test('60 generated revisions on PostgreSQL', async (context) => {
  await agree(context, { ...base(false), ...generatedHistory(SEED, 60, 'postgresql') }, '1.4', await postgresTarget(context, server, 'generated'), 'postgresql');
});

test('60 generated revisions on SQLite', async (context) => {
  await agree(context, { ...base(false), ...generatedHistory(SEED, 60, 'sqlite') }, '2.0', sqliteTarget(context), 'sqlite');
});
