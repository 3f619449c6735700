import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectHints, isWayBack, schemaSources } from '../../server/src/schema/migrations/index.ts';
import { cpuTime } from '../support/cpu-time.ts';

/** A workspace of texts; what is found, as `tool folder dialect: files`, a part as the text it spans. */
function found(files: Readonly<Record<string, string>>): string[] {
  const view = { paths: Object.keys(files), text: (path: string) => files[path] ?? null };
  return schemaSources(view).map(({ tool, folder, dialect, files: members }) =>
    `${tool} ${folder} ${String(dialect)}: ${members.map(({ path, part }) => path.slice(folder === '' ? 0 : folder.length + 1) + (part ? `[${(files[path] ?? '').slice(part.start, part.end).split('\n').slice(1).join(' ').trim()}]` : '')).join(' ')}`);
}

const PG = 'CREATE TABLE t(id serial PRIMARY KEY, at timestamptz);';
const LITE = 'CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT);';
const ANY = 'CREATE TABLE t(id int);';

const journal = (dialect: string, ...tags: string[]): string => JSON.stringify({ version: '7', dialect, entries: tags.map((tag, idx) => ({ idx, when: 1, tag, breakpoints: true })).reverse() });

const TREES: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  'drizzle-kit 0.x: the journal orders, what it does not list comes after': [
    { 'drizzle/meta/_journal.json': journal('sqlite', '0000_b', '0001_a', '0002_gone'), 'drizzle/0001_a.sql': ANY, 'drizzle/0000_b.sql': ANY, 'drizzle/manual.sql': ANY, 'drizzle/meta/0000_snapshot.json': '{}' },
    ['drizzle-0 drizzle sqlite: 0000_b.sql 0001_a.sql manual.sql']],
  'drizzle-kit 0.x in a package': [{ 'packages/db/drizzle/meta/_journal.json': journal('postgresql', '0000_x'), 'packages/db/drizzle/0000_x.sql': ANY }, ['drizzle-0 packages/db/drizzle postgresql: 0000_x.sql']],
  'a journal that is no JSON leaves a numbered folder': [{ 'drizzle/meta/_journal.json': '{"entries": [', 'drizzle/0000_x.sql': PG, 'drizzle/0001_x.sql': ANY }, ['plain drizzle postgresql: 0000_x.sql 0001_x.sql']],
  'drizzle-kit 1.0': [
    { 'drizzle/20250102000000_b/migration.sql': ANY, 'drizzle/20250101000000_a/migration.sql': ANY, 'drizzle/20250102000000_b/snapshot.json': '{"version":"8","dialect":"postgres"}', 'drizzle/20250101000000_a/snapshot.json': '{"version":"8","dialect":"postgres"}' },
    ['drizzle-1 drizzle postgresql: 20250101000000_a/migration.sql 20250102000000_b/migration.sql']],
  'Prisma': [
    { 'prisma/migrations/migration_lock.toml': '# comment\nprovider = "sqlite"\n', 'prisma/migrations/20240301_x/migration.sql': ANY, 'prisma/migrations/20240229120000_y/migration.sql': ANY, 'prisma/migrations/0_init/migration.sql': ANY },
    ['prisma prisma/migrations sqlite: 0_init/migration.sql 20240229120000_y/migration.sql 20240301_x/migration.sql']],
  'Prisma without its lock': [{ 'db/migrations/20240101000000_x/migration.sql': PG }, ['prisma db/migrations postgresql: 20240101000000_x/migration.sql']],
  'Supabase': [
    { 'supabase/migrations/20240102000000_b.sql': ANY, 'supabase/migrations/20240101000000_a.sql': ANY, 'supabase/seed.sql': 'INSERT INTO t VALUES (1);', 'supabase/schemas/t.sql': ANY },
    ['supabase supabase/migrations postgresql: 20240101000000_a.sql 20240102000000_b.sql', 'file supabase/schemas postgresql: t.sql']],
  'goose': [
    { 'migrations/00002_b.sql': '-- +goose Up\n-- +goose StatementBegin\nB;\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE b;', 'migrations/00001_a.sql': '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE a(id serial);\n\n-- +goose Down\nDROP TABLE a;' },
    ['goose migrations postgresql: 00001_a.sql[CREATE TABLE a(id serial);] 00002_b.sql[-- +goose StatementBegin B; -- +goose StatementEnd]']],
  'goose without a way back, and with it first': [{ 'sql/1_a.sql': '-- +goose Up\nA;', 'sql/2_b.sql': '-- +goose Down\nDROP;\n-- +goose Up\nB;' }, ['goose sql null: 1_a.sql[A;] 2_b.sql[B;]']],
  'dbmate': [{ 'db/migrations/20240101000000_a.sql': '-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON t(a);\n-- migrate:down\nDROP INDEX i;\n', 'db/schema.sql': 'CREATE TABLE public.t(a int);' },
    ['dbmate db/migrations postgresql: 20240101000000_a.sql[CREATE INDEX CONCURRENTLY i ON t(a);]', 'file db postgresql: schema.sql']],
  'other markers': [{ 'migrations/1.sql': '-- @up\nA;\n-- @down\nB;', 'migrations/2.sql': '-- UP\nC;\n-- DOWN\nD;', 'migrations/3.sql': '-- up\nE;' }, ['plain migrations null: 1.sql[A;] 2.sql[C;] 3.sql']],
  'sql-migrate': [{ 'migrations/1-a.sql': '-- +migrate Up\nA;\n-- +migrate Down\nB;', 'migrations/2-b.sql': '-- +migrate Up notransaction\nC;\n-- +migrate Down notransaction\nD;' }, ['sql-migrate migrations null: 1-a.sql[A;] 2-b.sql[C;]']],
  'node-pg-migrate in SQL': [{ 'migrations/1_a.sql': '-- Up Migration\nA;\n-- Down Migration\nB;' }, ['node-pg-migrate migrations null: 1_a.sql[A;]']],
  'scripts of node-pg-migrate, Knex and Kysely, their way up alone': [
    { 'a/migrations/1700000000000_a.js': 'exports.up = (pgm) => {\n  pgm.sql(`A`);\n};\nexports.down = (pgm) => pgm.sql(`B`);\n', 'b/migrations/20240102000000_b.ts': 'import { Knex } from "knex";\nexport async function up(knex: Knex): Promise<void> {\n  await knex.raw("B }");\n}\n', 'b/migrations/20240101000000_a.ts': 'import { Knex } from "knex";\nexport const up = (knex: Knex) =>\n  knex.raw("A");\nexport const down = () => {};\n', 'c/migrations/001.mjs': "/** @param {import('kysely').Kysely<any>} db */\nexport async function up(db) {\n  C }\n" },
    ['node-pg-migrate a/migrations postgresql: 1700000000000_a.js[pgm.sql(`A`); }]', 'knex b/migrations null: 20240101000000_a.ts[] 20240102000000_b.ts[await knex.raw("B }"); }]', 'kysely c/migrations null: 001.mjs[C }]']],
  'scripts that are not theirs': [{ 'migrations/1_typeorm.ts': "import { MigrationInterface, QueryRunner } from 'typeorm';\nexport class A1 implements MigrationInterface { async up(q: QueryRunner) {} }", 'migrations/2_sequelize.js': 'module.exports = { up: (queryInterface) => {} };', 'migrations/3_knex.test.ts': "import knex from 'knex';\nexport function up(knex) {}", 'src/1.ts': 'export const knex = 1;' }, []],
  'golang-migrate': [{ 'migrations/10_j.up.sql': ANY, 'migrations/2_b.up.sql': PG, 'migrations/2_b.down.sql': 'DROP TABLE t;', 'migrations/10_j.down.sql': 'DROP TABLE t;' }, ['golang-migrate migrations postgresql: 2_b.up.sql 10_j.up.sql']],
  'sqlx': [{ 'Cargo.toml': 'sqlx = "0.8"', 'migrations/20240101000000_a.sql': PG }, ['sqlx migrations postgresql: 20240101000000_a.sql']],
  'Diesel': [{ 'migrations/2024-01-02-000000_b/up.sql': ANY, 'migrations/2024-01-02-000000_b/down.sql': 'DROP TABLE t;', 'migrations/2024-01-01-000000_a/up.sql': LITE }, ['diesel migrations sqlite: 2024-01-01-000000_a/up.sql 2024-01-02-000000_b/up.sql']],
  'Flyway': [
    { 'src/main/resources/db/migration/V2__b.sql': ANY, 'src/main/resources/db/migration/V1_10__j.sql': ANY, 'src/main/resources/db/migration/V1_2__a.sql': PG, 'src/main/resources/db/migration/V1__first.sql': ANY, 'src/main/resources/db/migration/R__view.sql': ANY, 'src/main/resources/db/migration/U2__b.sql': 'DROP TABLE t;' },
    ['flyway src/main/resources/db/migration postgresql: V1__first.sql V1_2__a.sql V1_10__j.sql V2__b.sql R__view.sql']],
  'fizz': [
    { 'migrations/20190101_a.postgres.up.sql': ANY, 'migrations/20190101_a.mysql.up.sql': ANY, 'migrations/20190101_a.sqlite3.up.sql': ANY, 'migrations/20190101_a.cockroach.up.sql': ANY, 'migrations/20190102_b.up.sql': ANY, 'migrations/20190103_c.up.sql': ANY, 'migrations/20190103_c.sqlite3.up.sql': ANY, 'migrations/20190104_d.cockroach.autocommit.up.sql': ANY, 'migrations/20190104_d.autocommit.up.sql': ANY, 'migrations/20190101_a.postgres.down.sql': '' },
    ['fizz migrations mysql: 20190101_a.mysql.up.sql 20190102_b.up.sql 20190103_c.up.sql 20190104_d.autocommit.up.sql', 'fizz migrations postgresql: 20190101_a.postgres.up.sql 20190102_b.up.sql 20190103_c.up.sql 20190104_d.autocommit.up.sql', 'fizz migrations sqlite: 20190101_a.sqlite3.up.sql 20190102_b.up.sql 20190103_c.sqlite3.up.sql 20190104_d.autocommit.up.sql']],
  'plain numbers': [{ 'sql/10-j.sql': ANY, 'sql/2-b.sql': ANY, 'sql/0001_a.sql': PG, 'sql/report.sql': 'SELECT 1', 'sql/extra.sql': 'CREATE INDEX i ON t(id);' }, ['plain sql postgresql: 0001_a.sql 2-b.sql 10-j.sql', 'file sql null: extra.sql']],
  'a migrations folder without numbers': [{ 'backend/migrations/add-indexes.sql': 'CREATE INDEX CONCURRENTLY i ON t(a);', 'backend/migrations/rollback/undo.sql': 'DROP INDEX i;', 'backend/migrations/indexes_rollback.sql': 'DROP INDEX i;', 'backend/migrations/init.sql': ANY, 'backend/migrations/001.sql': ANY }, ['plain backend/migrations postgresql: init.sql 001.sql add-indexes.sql']],
  'postgrator': [{ 'migrations/001.do.a.sql': ANY, 'migrations/001.undo.a.sql': 'DROP TABLE t;', 'migrations/002.do.b.sql': ANY }, ['plain migrations null: 001.do.a.sql 002.do.b.sql']],
  'db-migrate': [{ 'migrations/sqls/20240101-a-up.sql': PG, 'migrations/sqls/20240101-a-down.sql': 'DROP TABLE t;' }, ['plain migrations/sqls postgresql: 20240101-a-up.sql']],
  'folders named after dialects': [{ 'migrations/sqlite/001.sql': ANY, 'migrations/postgres/001.sql': ANY, 'packages/db-mysql/001_x.sql': ANY }, ['plain migrations/postgres postgresql: 001.sql', 'plain migrations/sqlite sqlite: 001.sql', 'plain packages/db-mysql mysql: 001_x.sql']],
  'files that are no migrations, tables before indexes': [{ 'indexes.sql': 'CREATE UNIQUE INDEX i ON t(id);', 'schema.sql': LITE, 'db/structure.sql': PG, 'queries.sql': 'SELECT * FROM t;', 'docker/init.sql': PG, 'schema.mysql.sql': ANY }, ['file db postgresql: structure.sql', 'file docker postgresql: init.sql', 'file  mysql: schema.mysql.sql', 'file  sqlite: schema.sql', 'file  null: indexes.sql']],
  'nothing': [{ 'a.ts': '' }, []],
};

for (const [name, [tree, expected]] of Object.entries(TREES)) test(name, () => assert.deepEqual(found(tree), expected));

test('the way back is never part of a schema', () => {
  const back = ['1_x.down.sql', 'x_down.sql', 'x-down.sql', 'down.sql', 'x_rollback.sql', 'x.rollback.sql', 'rollback_x.sql', 'rollbacks/1.sql', 'down/1.sql', 'a/undo/1.sql', 'U1__x.sql', '001.undo.x.sql', 'm/1_x/down.sql', 'revert/x.sql'];
  const forth = ['1_x.up.sql', 'x.sql', 'countdown.sql', 'downloads/1.sql', '0001_markdown.sql', 'download_table.sql', 'Users.sql', '001_undo_log.sql', 'U_users.sql'];
  assert.deepEqual(back.filter((path) => !isWayBack(path)), []);
  assert.deepEqual(forth.filter(isWayBack), []);
});

const HINTS: readonly (readonly [string, string | null])[] = [
  ['CREATE TABLE t(id serial)', 'postgresql'], ['CREATE TABLE t(id bigserial)', 'postgresql'], ['CREATE TABLE t(a jsonb)', 'postgresql'], ['CREATE EXTENSION pg_trgm', 'postgresql'], ['CREATE TABLE t(a TIMESTAMPTZ)', 'postgresql'],
  ['CREATE INDEX i ON t USING gin (a)', 'postgresql'], ["SELECT '1'::int", 'postgresql'], ['CREATE TABLE t(a timestamp with time zone)', 'postgresql'], ['CREATE TABLE "t" ("id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY)', 'postgresql'], ['CREATE INDEX CONCURRENTLY i ON t(a)', 'postgresql'],
  ['CREATE INDEX "i" ON "t" USING btree ("a")', 'postgresql'], ['CREATE TABLE t(id uuid DEFAULT gen_random_uuid())', 'postgresql'], ['ALTER TABLE ONLY public.t ADD CONSTRAINT p PRIMARY KEY (id)', 'postgresql'], ['CREATE TABLE t(a text[])', 'postgresql'],
  ['CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)', 'sqlite'], ['CREATE TABLE t(id INTEGER PRIMARY KEY)', 'sqlite'], ['CREATE TABLE `t` (`id` integer PRIMARY KEY NOT NULL, `n` text)', 'sqlite'], ['PRAGMA foreign_keys=ON;', 'sqlite'], ['CREATE TABLE t(a) WITHOUT ROWID', 'sqlite'],
  ["CREATE TABLE t(a TEXT DEFAULT (datetime('now')))", 'sqlite'], ['CREATE VIRTUAL TABLE f USING fts5(a)', 'sqlite'], ['CREATE TABLE t(a TEXT) STRICT;', 'sqlite'],
  ['CREATE TABLE t(id int) ENGINE=InnoDB', 'mysql'], ['CREATE TABLE `t` (`id` int AUTO_INCREMENT NOT NULL, `a` varchar(20))', 'mysql'], ['CREATE TABLE `t` (`id` bigint unsigned NOT NULL,\n KEY `k` (`id`))', 'mysql'], ['-- MariaDB dump 10.19\nCREATE TABLE `t` (`id` int(11) NOT NULL AUTO_INCREMENT) ENGINE=InnoDB', 'mariadb'],
  ['CREATE TABLE t(id int, name text)', null], ['SELECT 1', null], ['', null], ['-- serial, jsonb, AUTOINCREMENT\nCREATE TABLE t(id int)', null], ['CREATE INDEX i ON t(a)', null],
];

for (const [text, dialect] of HINTS) test(`dialect of ${text || 'nothing'}`, () => assert.equal(dialectHints(text), dialect));

test('hints take no time on long texts', () => {
  const texts = ['` '.repeat(500_000), 'create '.repeat(200_000), '(('.repeat(500_000), '-'.repeat(1_000_000), `${' '.repeat(1_000_000)}x`];
  const took = cpuTime(() => {
    for (const text of texts) {
      dialectHints(text);
      found({ 'a.sql': text, 'migrations/1.sql': text });
    }
  });
  assert.ok(took < 3000, `${String(took)} ms`);
});
