import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Catalog } from '../../server/src/facts/catalog.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { planMigration } from '../../server/src/migrate/plan.ts';
import { sqlWriters } from '../fix/sources.ts';
import { workspaceOf } from '../support/workspace.ts';
import { indexSpec, siteAt } from './build.ts';
import { type Empty, emptyMariadb, emptyPostgres, emptySqlite, indexesIn, type Servers } from './databases.ts';
import { filesAfter } from './disk.ts';
import type { Runner } from './emulated.ts';
import { type Files, LAYS, projectOf } from './sample.ts';

export type FormName = keyof typeof LAYS;

/** `migrations`: how many a PostgreSQL project gets for two indexes. */
export interface Trip { readonly form: FormName; readonly dialect: Dialect; readonly migrations: number; readonly runner: (database: Empty) => Runner }

/** Indexes are added and one is dropped, by migrations that a tool runs up and back; after each step the files, read by Sargable, and the database agree. */
export async function roundTrip(context: TestContext, servers: Servers, { form, dialect, migrations, runner: runnerOn }: Trip): Promise<void> {
  const database = await emptyDatabase(servers, dialect, form);
  context.after(() => database.close());
  const runner = runnerOn(database);
  const before = projectOf(dialect, LAYS[form]);
  await runner.up(before);
  const base = await database.indexes();
  assert.deepEqual(indexesIn(onlyCatalog(before)), base);

  const added = withIndexes(before);
  const made = Object.keys(added).filter((path) => before[path] === undefined && isWayUp(path));
  if (dialect === 'postgresql') assert.equal(made.length, migrations, made.join());
  await runner.up(added);
  const after = await database.indexes();
  assert.deepEqual(indexesIn(onlyCatalog(added)), after);
  assert.equal(after.length, base.length + 2);
  assert.deepEqual(workspaceOf(added).snapshot().openNeeds(), []);
  assert.deepEqual(workspaceOf(added).snapshot().findings().map((finding) => finding.message), []);

  const reduced = withoutIndex(added, dialect);
  await runner.up(reduced);
  assert.deepEqual(await database.indexes(), after.filter((index) => !index.startsWith('scenes_title_idx ')));
  assert.deepEqual(indexesIn(onlyCatalog(reduced)), await database.indexes());

  await runner.down(reduced);
  assert.deepEqual(await database.indexes(), after);
  for (const _ of made) await runner.down(reduced);
  assert.deepEqual(await database.indexes(), base);
}

const isWayUp = (path: string): boolean => !/down\.sql$|\/U\d[^/]*$|\.conf$|\.toml$/.test(path);

export async function emptyDatabase(servers: Servers, dialect: Dialect, form: FormName): Promise<Empty> {
  const name = form.replace(/\W+/g, '_').toLowerCase();
  if (dialect === 'sqlite') return emptySqlite();
  return dialect === 'postgresql' ? emptyPostgres(await servers.postgres(), name) : emptyMariadb(await servers.mariadb(), name);
}

function onlyCatalog(files: Files): Catalog {
  const catalogs = workspaceOf(files).snapshot().catalogs();
  const [catalog] = catalogs;
  assert.ok(catalog !== undefined && catalogs.length === 1, `${catalogs.length} catalogs`);
  return catalog;
}

/** The project with all indexes that its queries need. */
function withIndexes(files: Files): Files {
  const snapshot = workspaceOf(files).snapshot();
  const needs = snapshot.openNeeds();
  assert.equal(needs.length, 2);
  const plan = snapshot.plan(needs);
  assert.deepEqual(plan.skipped, []);
  assert.deepEqual(plan.edits.changes, [], 'an applied migration is never edited');
  return filesAfter(files, plan.edits);
}

/** The project with a migration that drops the index that its first one made. */
function withoutIndex(files: Files, dialect: Dialect): Files {
  const catalog = onlyCatalog(files);
  const plan = planMigration({ needs: [], removals: [{ index: indexSpec('scenes', 'scenes_title_idx', ['title']), database: catalog.id, sites: [siteAt('src/list.ts')], because: 'no query uses it' }], catalogs: [catalog], view: { paths: Object.keys(files), text: (path) => files[path] ?? null }, writers: sqlWriters(dialect), now: new Date() });
  assert.deepEqual(plan.skipped, []);
  return filesAfter(files, plan.edits);
}
