import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { findHomes, homeFor, toolOf } from '../../server/src/migrate/index.ts';
import { pairHome } from '../../server/src/migrate/pair/index.ts';
import type { MigrationHome, PlannedIndex } from '../../server/src/migrate/tool.ts';
import { split } from '../../server/src/sql/split.ts';
import { catalogOf, declared, indexSpec, planned } from './build.ts';
import { filesAfter, viewOf } from './disk.ts';

const postgres = new PGlite();
after(() => postgres.close());

const one = [planned(indexSpec('scenes', 'scenes_project_id_idx', ['project_id', 'at desc']), ['ScenesController.list', 'exportScenes'])];
const two = [...one, planned(indexSpec('scenes', 'scenes_title_idx', ['title']), ['search'])];
const now = new Date('2025-03-04T05:06:07Z');
const table = 'CREATE TABLE scenes (id integer, project_id integer, at timestamp, title text);\n';
const blocks = '-- Blocks writes while it builds. For a large table in use: CREATE INDEX CONCURRENTLY IF NOT EXISTS, by itself and outside a transaction.\n';
const invalid = '-- A concurrent build that fails leaves an INVALID index, which IF NOT EXISTS then passes over: drop it before running this again.\n';
const serves = '-- serves ScenesController.list, exportScenes\n';
const plain = 'CREATE INDEX scenes_project_id_idx ON scenes (project_id, at DESC);';
const concurrent = plain.replace('INDEX ', 'INDEX CONCURRENTLY IF NOT EXISTS ');
const dropConcurrent = 'DROP INDEX CONCURRENTLY IF EXISTS scenes_project_id_idx;';
/** What is a way back, or no SQL. */
const notUp = /down\.sql$|\/U\d[^/]*$|\.conf$|\.toml$|\.mod$/;

interface Case { readonly what: string; readonly dialect: Dialect; readonly files: Readonly<Record<string, string>>; readonly tool: string; readonly indexes?: readonly PlannedIndex[]; readonly expected: Readonly<Record<string, string>> }

const cases: readonly Case[] = [
  {
    what: 'plain numbered files', dialect: 'postgresql', tool: 'numbered', files: { 'db/migrations/0001_init.sql': table },
    expected: { 'db/migrations/0002_add_scenes_index.sql': `${blocks}${serves}CREATE INDEX scenes_project_id_idx ON scenes (project_id, at DESC);\n\n-- The way back:\n-- DROP INDEX scenes_project_id_idx;\n` },
  },
  {
    what: 'the newest file is imitated: width, separator, header, case, quotes, line ends', dialect: 'sqlite', tool: 'numbered',
    files: { 'migrations/001-init.sql': '-- 001-init.sql\r\n\r\ncreate table if not exists "scenes" ("id" integer, "project_id" integer, "at" text, "title" text);\r\ncreate index if not exists "scenes_id" on "scenes" ("id");\r\n' },
    expected: { 'migrations/002-add-scenes-index.sql': '-- 002-add-scenes-index.sql\r\n\r\n-- serves ScenesController.list, exportScenes\r\ncreate index if not exists "scenes_project_id_idx" on "scenes" ("project_id", "at" desc);\r\n\r\n-- The way back:\r\n-- drop index if exists "scenes_project_id_idx";\r\n' },
  },
  {
    what: 'a transaction of its own, the default schema written', dialect: 'postgresql', tool: 'numbered', indexes: two, files: { 'sql/migrations/20240101000000_init.sql': `-- Migration: The first tables\nBEGIN;\n\n${table.replace('scenes', 'public.scenes')}\nCOMMIT;\n` },
    expected: { 'sql/migrations/20250304050607_add_scenes_indexes.sql': `-- Migration: Add indexes to scenes\n\n${blocks}BEGIN;\n\n${serves}CREATE INDEX scenes_project_id_idx ON public.scenes (project_id, at DESC);\n\n-- serves search\nCREATE INDEX scenes_title_idx ON public.scenes (title);\n\nCOMMIT;\n\n-- The way back:\n-- DROP INDEX public.scenes_title_idx;\n-- DROP INDEX public.scenes_project_id_idx;\n` },
  },
  {
    what: 'the folder builds concurrently: one file an index', dialect: 'postgresql', tool: 'numbered', indexes: two, files: { 'migrations/1_init.sql': table, 'migrations/2_more.sql': 'CREATE INDEX CONCURRENTLY scenes_id ON scenes (id);\n' },
    expected: {
      'migrations/3_add_scenes_index.sql': `${invalid}${serves}CREATE INDEX CONCURRENTLY IF NOT EXISTS scenes_project_id_idx ON scenes (project_id, at DESC);\n\n-- The way back:\n-- DROP INDEX CONCURRENTLY IF EXISTS scenes_project_id_idx;\n`,
      'migrations/4_add_scenes_index.sql': `${invalid}-- serves search\nCREATE INDEX CONCURRENTLY IF NOT EXISTS scenes_title_idx ON scenes (title);\n\n-- The way back:\n-- DROP INDEX CONCURRENTLY IF EXISTS scenes_title_idx;\n`,
    },
  },
  {
    what: 'goose', dialect: 'postgresql', tool: 'goose', files: { 'migrations/00001_init.sql': `-- +goose Up\n${table}\n-- +goose Down\nDROP TABLE scenes;\n` },
    expected: { 'migrations/00002_add_scenes_index.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n${invalid}${serves}${concurrent}\n\n-- +goose Down\n${dropConcurrent}\n` },
  },
  {
    what: 'goose with empty lines and statement marks, two indexes', dialect: 'postgresql', tool: 'goose', indexes: two, files: { 'db/20240101000000_init.sql': `-- +goose Up\n\n-- +goose StatementBegin\n${table}-- +goose StatementEnd\n\n-- +goose Down\n\n-- +goose StatementBegin\nDROP TABLE scenes;\n-- +goose StatementEnd\n` },
    expected: {
      'db/20250304050607_add_scenes_index.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n\n${invalid}${serves}-- +goose StatementBegin\n${concurrent}\n-- +goose StatementEnd\n\n-- +goose Down\n\n-- +goose StatementBegin\n${dropConcurrent}\n-- +goose StatementEnd\n`,
      'db/20250304050608_add_scenes_index.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n\n${invalid}-- serves search\n-- +goose StatementBegin\nCREATE INDEX CONCURRENTLY IF NOT EXISTS scenes_title_idx ON scenes (title);\n-- +goose StatementEnd\n\n-- +goose Down\n\n-- +goose StatementBegin\nDROP INDEX CONCURRENTLY IF EXISTS scenes_title_idx;\n-- +goose StatementEnd\n`,
    },
  },
  {
    what: 'goose without any way back so far', dialect: 'sqlite', tool: 'goose', files: { 'migrations/1_init.sql': `-- +goose Up\n${table}` },
    expected: { 'migrations/2_add_scenes_index.sql': `-- +goose Up\n${serves}${plain}\n\n-- +goose Down\nDROP INDEX scenes_project_id_idx;\n` },
  },
  {
    what: 'on SQLite', dialect: 'sqlite', tool: 'dbmate', files: { 'db/migrations/20240101000000_init.sql': `-- migrate:up\n${table}\n-- migrate:down\nDROP TABLE scenes;\n` },
    expected: { 'db/migrations/20250304050607_add_scenes_index.sql': `-- migrate:up\n${serves}${plain}\n\n-- migrate:down\nDROP INDEX scenes_project_id_idx;\n` },
  },
  {
    what: 'on PostgreSQL', dialect: 'postgresql', tool: 'dbmate', files: { 'db/migrations/20240101000000_init.sql': `-- migrate:up\n${table}\n-- migrate:down\nDROP TABLE scenes;\n` },
    expected: { 'db/migrations/20250304050607_add_scenes_index.sql': `-- migrate:up transaction:false\n${invalid}${serves}${concurrent}\n\n-- migrate:down transaction:false\n${dropConcurrent}\n` },
  },
  {
    what: 'both ways outside a transaction', dialect: 'postgresql', tool: 'sql-migrate', files: { 'migrations/20240101000000-init.sql': `\n-- +migrate Up\n${table}\n-- +migrate Down\nDROP TABLE scenes;\n` },
    expected: { 'migrations/20250304050607-add-scenes-index.sql': `-- +migrate Up notransaction\n${invalid}${serves}${concurrent}\n\n-- +migrate Down notransaction\n${dropConcurrent}\n` },
  },
  {
    what: 'pairs on SQLite', dialect: 'sqlite', tool: 'golang-migrate', files: { 'migrations/000001_init.up.sql': table, 'migrations/000001_init.down.sql': 'DROP TABLE scenes;\n' },
    expected: { 'migrations/000002_add_scenes_index.up.sql': `${serves}${plain}\n`, 'migrations/000002_add_scenes_index.down.sql': 'DROP INDEX scenes_project_id_idx;\n' },
  },
  {
    what: 'six digits: one statement a file, though the newest wraps its own', dialect: 'postgresql', tool: 'golang-migrate', indexes: two, files: { 'migrations/000009_init.up.sql': `BEGIN;\n${table}COMMIT;\n`, 'migrations/000009_init.down.sql': 'BEGIN;\nDROP TABLE scenes;\nCOMMIT;\n' },
    expected: {
      'migrations/000010_add_scenes_index.up.sql': `${invalid}${serves}${concurrent}\n`, 'migrations/000010_add_scenes_index.down.sql': `${dropConcurrent}\n`,
      'migrations/000011_add_scenes_index.up.sql': `${invalid}-- serves search\nCREATE INDEX CONCURRENTLY IF NOT EXISTS scenes_title_idx ON scenes (title);\n`, 'migrations/000011_add_scenes_index.down.sql': 'DROP INDEX CONCURRENTLY IF EXISTS scenes_title_idx;\n',
    },
  },
  {
    what: 'numbered by time in a Go module', dialect: 'postgresql', tool: 'golang-migrate', files: { 'go.mod': 'require github.com/golang-migrate/migrate/v4 v4.17.0', 'db/migrations/20240101000000_init.up.sql': table, 'db/migrations/20240101000000_init.down.sql': 'DROP TABLE scenes;\n' },
    expected: { 'db/migrations/20250304050607_add_scenes_index.up.sql': `${invalid}${serves}${concurrent}\n`, 'db/migrations/20250304050607_add_scenes_index.down.sql': `${dropConcurrent}\n` },
  },
  {
    what: 'pairs that some other runner may wrap', dialect: 'postgresql', tool: 'golang-migrate', files: { 'db/migrations/20240101000000_init.up.sql': table, 'db/migrations/20240101000000_init.down.sql': 'DROP TABLE scenes;\n' },
    expected: { 'db/migrations/20250304050607_add_scenes_index.up.sql': `${blocks}${serves}${plain}\n`, 'db/migrations/20250304050607_add_scenes_index.down.sql': 'DROP INDEX scenes_project_id_idx;\n' },
  },
  {
    what: 'a lock held in a transaction, as far as is known', dialect: 'postgresql', tool: 'flyway', files: { 'db/migration/V1_9__Init_tables.sql': table },
    expected: { 'db/migration/V1_10__Add_scenes_index.sql': `${blocks.replace(/For a large.*\n/, '')}For a large table in use: CREATE INDEX CONCURRENTLY IF NOT EXISTS, by itself, with executeInTransaction=false in a file of this name and .conf, and flyway.postgresql.transactional.lock=false, without which Flyway waits for its own lock.\n${serves}${plain}\n\n-- The way back:\n-- DROP INDEX scenes_project_id_idx;\n` },
  },
  {
    what: 'a lock of the session, undo files', dialect: 'postgresql', tool: 'flyway', files: { 'flyway.toml': '[flyway.postgresql]\ntransactional.lock = false', 'sql/V001__init.sql': table, 'sql/U001__init.sql': 'DROP TABLE scenes;\n' },
    expected: { 'sql/V002__add_scenes_index.sql': `${invalid}${serves}${concurrent}\n`, 'sql/U002__add_scenes_index.sql': `${dropConcurrent}\n`, 'sql/V002__add_scenes_index.sql.conf': 'executeInTransaction=false\n' },
  },
  {
    what: 'files run outside a transaction already', dialect: 'postgresql', tool: 'flyway', files: { 'sql/V1__init.sql': table, 'sql/V1__init.sql.conf': 'executeInTransaction=false' },
    expected: { 'sql/V2__add_scenes_index.sql': `${invalid}${serves}${concurrent}\n\n-- The way back:\n-- ${dropConcurrent}\n`, 'sql/V2__add_scenes_index.sql.conf': 'executeInTransaction=false\n' },
  },
  {
    what: 'simple', dialect: 'postgresql', tool: 'sqlx', files: { 'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8.2", features = ["postgres"] }', 'migrations/20240101000000_init.sql': `-- Add the first tables\n${table}` },
    expected: { 'migrations/20250304050607_add_scenes_index.sql': `-- no-transaction\n-- Add index scenes_project_id_idx to scenes\n\n${invalid}${serves}${concurrent}\n\n-- The way back:\n-- ${dropConcurrent}\n` },
  },
  {
    what: 'reversible', dialect: 'postgresql', tool: 'sqlx', files: { 'api/Cargo.toml': 'sqlx = "0.8"', 'api/migrations/20240101000000_init.up.sql': table, 'api/migrations/20240101000000_init.down.sql': 'DROP TABLE scenes;\n' },
    expected: { 'api/migrations/20250304050607_add_scenes_index.up.sql': `-- no-transaction\n${invalid}${serves}${concurrent}\n`, 'api/migrations/20250304050607_add_scenes_index.down.sql': `-- no-transaction\n${dropConcurrent}\n` },
  },
  {
    what: 'a version that wraps every file', dialect: 'postgresql', tool: 'sqlx', files: { 'Cargo.toml': 'sqlx = "0.7.4"', 'migrations/1_init.sql': table },
    expected: { 'migrations/2_add_scenes_index.sql': `${blocks}${serves}${plain}\n\n-- The way back:\n-- DROP INDEX scenes_project_id_idx;\n` },
  },
  {
    what: 'on SQLite', dialect: 'sqlite', tool: 'diesel', files: { 'migrations/2024-01-01-000000_init/up.sql': table, 'migrations/2024-01-01-000000_init/down.sql': 'DROP TABLE scenes;\n' },
    expected: { 'migrations/2025-03-04-050607_add_scenes_index/up.sql': `${serves}${plain}\n`, 'migrations/2025-03-04-050607_add_scenes_index/down.sql': 'DROP INDEX scenes_project_id_idx;\n' },
  },
  {
    what: 'on PostgreSQL', dialect: 'postgresql', tool: 'diesel', files: { 'migrations/2024-01-01-000000_init/up.sql': table, 'migrations/2024-01-01-000000_init/down.sql': 'DROP TABLE scenes;\n' },
    expected: { 'migrations/2025-03-04-050607_add_scenes_index/up.sql': `${invalid}${serves}${concurrent}\n`, 'migrations/2025-03-04-050607_add_scenes_index/down.sql': `${dropConcurrent}\n`, 'migrations/2025-03-04-050607_add_scenes_index/metadata.toml': 'run_in_transaction = false\n' },
  },
  {
    what: 'one index a migration, and schema.prisma named', dialect: 'postgresql', tool: 'prisma', indexes: two, files: { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"', 'prisma/migrations/20240101000000_init/migration.sql': `-- CreateTable\n${table.replace('scenes', '"scenes"')}` },
    expected: {
      'prisma/migrations/20250304050607_add_scenes_index/migration.sql': `-- schema.prisma: the model of scenes needs @@index on (project_id, at) with map: "scenes_project_id_idx" too, or "prisma migrate dev" drops it again\n${invalid}-- CreateIndex\n${serves}CREATE INDEX CONCURRENTLY IF NOT EXISTS "scenes_project_id_idx" ON "scenes" ("project_id", "at" DESC);\n\n-- The way back:\n-- DROP INDEX CONCURRENTLY IF EXISTS "scenes_project_id_idx";\n`,
      'prisma/migrations/20250304050608_add_scenes_index/migration.sql': `-- schema.prisma: the model of scenes needs @@index on (title) with map: "scenes_title_idx" too, or "prisma migrate dev" drops it again\n${invalid}-- CreateIndex\n-- serves search\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "scenes_title_idx" ON "scenes" ("title");\n\n-- The way back:\n-- DROP INDEX CONCURRENTLY IF EXISTS "scenes_title_idx";\n`,
    },
  },
  {
    what: 'SQL files', dialect: 'postgresql', tool: 'node-pg-migrate', files: { 'migrations/1704067200000_init.sql': `-- Up Migration\n${table}\n-- Down Migration\nDROP TABLE scenes;\n` },
    expected: { 'migrations/1741064767000_add_scenes_index.sql': `-- Up Migration\n${blocks.replace(/For a large.*\n/, '')}For a large table in use: pgm.createIndex with concurrently: true after pgm.noTransaction(), in a migration that is a script.\n${serves}${plain}\n\n-- Down Migration\nDROP INDEX scenes_project_id_idx;\n` },
  },
  {
    what: 'refinery, which wraps every file', dialect: 'postgresql', tool: 'numbered', files: { 'Cargo.toml': 'refinery = "0.8"', 'migrations/V1__init.sql': table },
    expected: { 'migrations/V2__add_scenes_index.sql': `${blocks}${serves}${plain}\n\n-- The way back:\n-- DROP INDEX scenes_project_id_idx;\n` },
  },
  {
    what: 'Supabase', dialect: 'postgresql', tool: 'supabase', files: { 'supabase/migrations/20240101000000_init.sql': table.toLowerCase() },
    expected: { 'supabase/migrations/20250304050607_add_scenes_index.sql': `${blocks}${serves}create index scenes_project_id_idx on scenes (project_id, at desc);\n\n-- The way back:\n-- drop index scenes_project_id_idx;\n` },
  },
  {
    what: 'nothing is known', dialect: 'postgresql', tool: 'pair', files: { 'schema.sql': table },
    expected: { 'migrations/20250304050607_add_scenes_index.up.sql': `${blocks}${serves}CREATE INDEX scenes_project_id_idx ON scenes (project_id, at DESC);\n`, 'migrations/20250304050607_add_scenes_index.down.sql': 'DROP INDEX scenes_project_id_idx;\n' },
  },
];

for (const { what, dialect, files, tool, indexes, expected } of cases) {
  test(`${tool}: ${what}`, async () => {
    const home = homeIn(files, dialect);
    assert.equal(home.tool, tool);
    const result = toolOf(home).write({ home, view: viewOf(files), catalog: catalogOf(dialect, [{ key: 'scenes' }]), indexes: indexes ?? one, now });
    assert.ok(result.kind === 'written', JSON.stringify(result));
    assert.deepEqual(Object.fromEntries(result.edits.creates.map((file) => [file.path, file.text])), expected);
    assert.deepEqual(result.edits.changes, []);
    assert.deepEqual(result.files.map((file) => file.path), Object.keys(expected).filter((path) => !notUp.test(path)));
    await appliesAndComesBack(dialect, filesAfter(files, result.edits), Object.keys(expected), (indexes ?? one).map((index) => index.spec.name ?? ''));
  });
}

function homeIn(files: Readonly<Record<string, string>>, dialect: Dialect): MigrationHome {
  const catalog = catalogOf(dialect, [{ key: 'scenes', declarations: Object.keys(files).map((path) => declared('sql', path, null, true)) }]);
  const scenes = catalog.tables.get('scenes');
  return (scenes === undefined ? null : homeFor(findHomes(viewOf(files)), catalog, scenes)) ?? pairHome('');
}

/** Runs all ways up in order, finds the promised indexes in the database's catalog, runs the new ways back, finds them gone. */
async function appliesAndComesBack(dialect: Dialect, files: Readonly<Record<string, string>>, made: readonly string[], names: readonly string[]): Promise<void> {
  const database = dialect === 'sqlite' ? sqlite() : await emptyPostgres();
  const ups = Object.keys(files).filter((path) => !notUp.test(path));
  for (const path of ups) for (const statement of statementsOf(upOf(files[path] ?? ''), dialect)) await database.run(statement);
  assert.deepEqual((await database.indexes()).filter((name) => names.includes(name)), [...names].sort());
  for (const path of [...made].reverse()) for (const statement of statementsOf(backOf(path, files[path] ?? ''), dialect)) await database.run(statement);
  assert.deepEqual((await database.indexes()).filter((name) => names.includes(name)), []);
}

const DOWN = /^-- (?:\+(?:goose|migrate) Down.*|migrate:down.*|Down Migration|The way back:)\r?$/m;
const backOf = (path: string, text: string): string => (!notUp.test(path) ? downOf(text) : /\.sql$/.test(path) ? text : '');
const upOf = (text: string): string => text.split(DOWN)[0] ?? '';
const downOf = (text: string): string => (text.includes('-- The way back:') ? (text.split(DOWN)[1] ?? '').replaceAll(/^-- /gm, '') : (text.split(DOWN)[1] ?? ''));
const statementsOf = (text: string, dialect: Dialect): readonly string[] => split(text, dialect).filter((piece) => piece.kind === 'statement').map((piece) => text.slice(piece.start, piece.end));

interface Db { readonly run: (statement: string) => unknown; readonly indexes: () => Promise<readonly string[]> }

function sqlite(): Db {
  const db = new Database(':memory:');
  return { run: (statement) => db.exec(statement), indexes: async () => (db.prepare("SELECT name FROM pragma_index_list('scenes') ORDER BY name").all() as { name: string }[]).map((row) => row.name) };
}

async function emptyPostgres(): Promise<Db> {
  await postgres.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
  return { run: (statement) => postgres.query(statement), indexes: async () => (await postgres.query<{ indexname: string }>("SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname")).rows.map((row) => row.indexname) };
}

test('a folder with one file a database engine is not imitated', () => {
  const files = { 'migrations/1_init.postgres.up.sql': table, 'migrations/1_init.postgres.down.sql': '' };
  const home = { tool: 'golang-migrate', folder: 'migrations', title: '', dialect: null };
  const result = toolOf(home).write({ home, view: viewOf(files), catalog: catalogOf('postgresql', [{ key: 'scenes' }]), indexes: one, now });
  assert.equal(result.kind, 'none');
});

test('numbered SQL that is no migration is no home', () => {
  assert.deepEqual(findHomes(viewOf({ 'reports/01_users.sql': 'SELECT 1', 'seeds/001_users.sql': 'INSERT', 'db/schema.sql': table })), []);
});
