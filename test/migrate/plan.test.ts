import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Catalog, Declaration } from '../../server/src/facts/catalog.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import type { Need } from '../../server/src/facts/finding.ts';
import { offerMigration, planMigration } from '../../server/src/migrate/plan.ts';
import { sqlWriters } from '../fix/sources.ts';
import { catalogOf, declared, indexSpec, needFor, siteAt } from './build.ts';
import { filesAfter, viewOf } from './disk.ts';

const now = new Date('2025-03-04T05:06:07Z');
const create = 'CREATE TABLE scenes (id integer, project_id integer, title text);\n';
const need = (name: string, key: string, table = 'scenes'): Need => needFor(indexSpec(table, name, [key]), [siteAt('src/list.ts')]);
const both = [need('i1', 'project_id'), need('i2', 'title')];

const planFor = (files: Readonly<Record<string, string>>, needs: readonly Need[], catalog: Catalog) => planMigration({ needs, catalogs: [catalog], view: viewOf(files), writers: sqlWriters(catalog.dialect), now });
const catalogWith = (declarations: readonly Declaration[], dialect: Dialect = 'sqlite', more: Partial<Catalog> = {}): Catalog => catalogOf(dialect, [{ key: 'scenes', declarations }, { key: 'shots', declarations }], more);

test('models and migrations come together, in one set of edits', () => {
  const files = { 'schema.sql': create, 'migrations/001_init.sql': create, 'src/list.ts': 'export function listScenes() { return db.all("SELECT 1"); }' };
  const plan = planFor(files, both, catalogWith([declared('sql', 'migrations/001_init.sql', null, true), declared('sql', 'schema.sql', null)]));
  const after = filesAfter(files, plan.edits);
  assert.equal(after['schema.sql'], `${create}CREATE INDEX i1 ON scenes (project_id);\nCREATE INDEX i2 ON scenes (title);\n`);
  assert.equal(after['migrations/001_init.sql'], create);
  assert.match(after['migrations/002_add_scenes_indexes.sql'] ?? '', /^-- serves list\nCREATE INDEX i1 ON scenes \(project_id\);\n\n-- serves list\nCREATE INDEX i2 ON scenes \(title\);\n/);
  assert.deepEqual(plan.files, [
    { path: 'migrations/002_add_scenes_indexes.sql', part: 'migration', title: 'SQL migrations', what: 'creates i1 on scenes, i2 on scenes' },
    { path: 'schema.sql', part: 'model', title: 'scenes', what: 'adds i1 to scenes, adds i2 to scenes' },
  ]);
  assert.equal(plan.reason, null);
});

test('a query is named by the function around it', () => {
  const text = 'class Scenes {\n  list() { return db.all(`SELECT 1`); }\n}\n';
  const site = siteAt('src/scenes.ts', { start: text.indexOf('SELECT'), end: text.indexOf('SELECT') + 6 });
  const plan = planFor({ 'src/scenes.ts': text, 'migrations/1_init.sql': create }, [needFor(indexSpec('scenes', 'i1', ['project_id']), [site, site])], catalogWith([declared('sql', 'migrations/1_init.sql', null, true)]));
  assert.match(plan.edits.creates[0]?.text ?? '', /^-- serves Scenes\.list\n/);
});

test('a pair of files where nothing is known, in the folder of the database', () => {
  const plan = planFor({ 'packages/db/schema.sql': create }, both.slice(0, 1), catalogWith([declared('sql', 'packages/db/schema.sql', null)], 'sqlite', { root: 'packages/db' }));
  assert.deepEqual(plan.edits.creates.map((file) => file.path), ['packages/db/migrations/20250304050607_add_scenes_index.up.sql', 'packages/db/migrations/20250304050607_add_scenes_index.down.sql']);
});

test('the folder of the table is chosen among several, by what it declares and by its dialect', () => {
  const files = { 'a/migrations/001_a.sql': create, 'b/migrations/001_b.sql': create, 'c/migrations/001_c.sql': `PRAGMA foreign_keys = ON;\n${create}` };
  const inB = planFor(files, both.slice(0, 1), catalogWith([declared('sql', 'b/migrations/001_b.sql', null, true)]));
  assert.equal(inB.files[0]?.path, 'b/migrations/002_add_scenes_index.sql');
  const onPostgres = planFor({ 'c/migrations/001_c.sql': files['c/migrations/001_c.sql'] }, both.slice(0, 1), catalogWith([declared('sql', 'c/migrations/001_c.sql', null, true)], 'postgresql'));
  assert.equal(onPostgres.files[0]?.path, 'migrations/20250304050607_add_scenes_index.up.sql');
});

test('what cannot be planned is named with its reason, and the rest is planned', () => {
  const files = { 'migrations/1_init.sql': create };
  const catalog = catalogWith([declared('sql', 'migrations/1_init.sql', null, true)]);
  const plan = planFor(files, [need('i0', 'a', 'nowhere'), ...both], catalog);
  assert.deepEqual(plan.skipped.map(({ reason }) => reason), ['nowhere is in no known database']);
  assert.equal(plan.edits.creates.length, 1);
  assert.equal(planFor(files, [], catalog).reason, 'no index is missing');
});

test('models that are pushed get the index, and no migration', () => {
  const plan = planFor({ 'schema.sql': create }, both.slice(0, 1), catalogWith([declared('drizzle', 'src/schema.ts', 'scenes'), declared('sql', 'schema.sql', null)]));
  assert.match(plan.reason ?? '', /drizzle-kit push/);
  assert.deepEqual(plan.files.map((file) => file.part), ['model']);
  assert.deepEqual(plan.edits.creates, []);
});

test('Prisma is told apart from drizzle-kit, and what schema.prisma needs is said', () => {
  const files = { 'prisma/migrations/20240101000000_init/migration.sql': create, 'prisma/migrations/migration_lock.toml': 'provider = "sqlite"' };
  const plan = planFor(files, both.slice(0, 1), catalogWith([declared('sql', 'prisma/migrations/20240101000000_init/migration.sql', null, true)]));
  assert.deepEqual(plan.files.map(({ path, title, what }) => [path, title, what]), [['prisma/migrations/20250304050607_add_scenes_index/migration.sql', 'Prisma Migrate', 'creates i1 on scenes; schema.prisma: the model of scenes needs @@index on (project_id) with map: "i1" too, or "prisma migrate dev" drops it again']]);
});

test('a quick fix names the migration, and a second plan after it has nothing left', () => {
  const files = { 'migrations/1_init.sql': create };
  const declarations = [declared('sql', 'migrations/1_init.sql', null, true)];
  const offer = offerMigration({ needs: both.slice(0, 1), catalogs: [catalogWith(declarations)], view: viewOf(files), writers: sqlWriters('sqlite'), now });
  assert.equal(offer?.path, 'migrations/2_add_scenes_index.sql');
  const scenes = catalogWith(declarations).tables.get('scenes');
  assert.ok(scenes !== undefined && offer !== null);
  const index = { ...indexSpec('scenes', 'i1', ['project_id']), kind: 'index', origin: 'migration', path: null, usable: true } as const;
  const indexed = { ...catalogWith(declarations), tables: new Map([['scenes', { ...scenes, indexes: [index] }]]) };
  assert.match(planFor(filesAfter(files, offer.edits()), both.slice(0, 1), indexed).reason ?? '', /already has an index i1/);
});
