import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { findHomes, homeFor, toolOf } from '../../server/src/migrate/index.ts';
import type { PlannedIndex } from '../../server/src/migrate/tool.ts';
import { cpuTime } from '../support/cpu-time.ts';
import { catalogOf, declared, indexSpec, planned } from './build.ts';
import { viewOf } from './disk.ts';

const now = new Date('2025-03-04T05:06:07Z');
const index = planned(indexSpec('scenes', 'scenes_project_id_idx', ['project_id']), ['listScenes']);
const sorted = planned(indexSpec('scenes', 'scenes_at_idx', ['project_id', 'at desc']), ['recent']);
const dropped: PlannedIndex = { ...index, change: 'drop', serves: [], because: 'another begins with its columns' };
const invalid = 'A concurrent build that fails leaves an INVALID index, which IF NOT EXISTS then passes over: drop it before running this again.';
const CREATE = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS scenes_project_id_idx ON scenes (project_id)';
const DROP = 'DROP INDEX CONCURRENTLY IF EXISTS scenes_project_id_idx';

interface Case { readonly what: string; readonly tool: string; readonly dialect: Dialect; readonly newest: readonly [string, string]; readonly indexes?: readonly PlannedIndex[]; readonly expected: Readonly<Record<string, string>> }

const cases: readonly Case[] = [
  {
    what: 'TypeScript, helpers and imports of the newest file left behind', tool: 'knex', dialect: 'postgresql',
    newest: ['migrations/20240101000000_init.ts', `import { Knex } from "knex";\nimport { touch } from "../helpers";\n\nconst TABLE = "scenes";\n\nexport async function up(knex: Knex): Promise<void> {\n    await knex.schema.createTable(TABLE, (t) => {\n        t.increments();\n    });\n    await knex.raw(touch(TABLE));\n}\n\nexport async function down(knex: Knex): Promise<void> {\n    await knex.schema.dropTable(TABLE);\n}\n`],
    expected: { 'migrations/20250304050607_add_scenes_index.ts': `import { Knex } from "knex";\n\nexport async function up(knex: Knex): Promise<void> {\n    // ${invalid}\n    // serves listScenes\n    await knex.raw("${CREATE}");\n}\n\nexport async function down(knex: Knex): Promise<void> {\n    await knex.raw("${DROP}");\n}\n\nexport const config = { transaction: false };\n` },
  },
  {
    what: 'CommonJS functions that are not async, with their types in comments', tool: 'knex', dialect: 'sqlite',
    newest: ['db/migrations/20240101000000_init.js', `/**\n * @param { import("knex").Knex } knex\n * @returns { Promise<void> }\n */\nexports.up = function(knex) {\n  return knex.schema.createTable('scenes', function (table) {\n    table.increments();\n  });\n};\n\n/**\n * @param { import("knex").Knex } knex\n * @returns { Promise<void> }\n */\nexports.down = function(knex) {\n  return knex.schema.dropTable('scenes');\n};\n`],
    indexes: [index, sorted],
    expected: { 'db/migrations/20250304050607_add_scenes_indexes.js': `/**\n * @param { import("knex").Knex } knex\n * @returns { Promise<void> }\n */\nexports.up = async function(knex) {\n  // serves listScenes\n  await knex.schema.alterTable('scenes', (table) => {\n    table.index(['project_id'], 'scenes_project_id_idx');\n  });\n\n  // serves recent\n  await knex.raw('CREATE INDEX scenes_at_idx ON scenes (project_id, at DESC)');\n};\n\n/**\n * @param { import("knex").Knex } knex\n * @returns { Promise<void> }\n */\nexports.down = async function(knex) {\n  await knex.raw('DROP INDEX scenes_at_idx');\n  await knex.schema.alterTable('scenes', (table) => {\n    table.dropIndex(['project_id'], 'scenes_project_id_idx');\n  });\n};\n` },
  },
  {
    what: 'an exported object, line ends of Windows', tool: 'knex', dialect: 'postgresql',
    newest: ['migrations/001_init.js', `'use strict';\r\n\r\nmodule.exports = {\r\n  async up(knex) {\r\n    await knex.raw('create table scenes (id int)');\r\n  },\r\n\r\n  async down(knex) {\r\n    await knex.raw('drop table scenes');\r\n  },\r\n};\r\n`],
    expected: { 'migrations/002_add_scenes_index.js': `'use strict';\n\nmodule.exports = {\n  config: { transaction: false },\n  async up(knex) {\n    // ${invalid}\n    // serves listScenes\n    await knex.raw('${CREATE.toLowerCase()}');\n  },\n  async down(knex) {\n    await knex.raw('${DROP.toLowerCase()}');\n  },\n};\n`.replaceAll('\n', '\r\n') },
  },
  {
    what: 'arrows with an expression, no semicolons', tool: 'knex', dialect: 'mysql',
    newest: ['migrations/20240101000000-init.mjs', `export const up = (knex) =>\n  knex.schema.createTable('scenes', (t) => { t.increments() })\n\nexport const down = (knex) => knex.schema.dropTable('scenes')\n`],
    expected: { 'migrations/20250304050607-add-scenes-index.mjs': `export const up = async (knex) => {\n  // serves listScenes\n  await knex.raw('CREATE INDEX scenes_project_id_idx ON scenes (project_id) ALGORITHM=INPLACE LOCK=NONE')\n}\n\nexport const down = async (knex) => {\n  await knex.raw('DROP INDEX scenes_project_id_idx ON scenes')\n}\n` },
  },
  {
    what: 'functions that are listed at the end', tool: 'node-pg-migrate', dialect: 'postgresql',
    newest: ['migrations/1704067200000_init.cjs', `/**\n * @type {import('node-pg-migrate').ColumnDefinitions | undefined}\n */\nexports.shorthands = undefined;\n\n/**\n * @param pgm {import('node-pg-migrate').MigrationBuilder}\n * @returns {Promise<void> | void}\n */\nconst up = (pgm) => {\n  pgm.createTable('scenes', { id: 'id' });\n};\n\nconst down = (pgm) => {\n  pgm.dropTable('scenes');\n};\n\nmodule.exports = {\n  up,\n  down,\n};\n`],
    indexes: [sorted],
    expected: { 'migrations/1741064767000_add_scenes_index.cjs': `/**\n * @type {import('node-pg-migrate').ColumnDefinitions | undefined}\n */\nexports.shorthands = undefined;\n\n/**\n * @param pgm {import('node-pg-migrate').MigrationBuilder}\n * @returns {Promise<void> | void}\n */\nconst up = (pgm) => {\n  pgm.noTransaction();\n  // ${invalid}\n  // serves recent\n  pgm.createIndex('scenes', ['project_id', { name: 'at', sort: 'DESC' }], { name: 'scenes_at_idx', concurrently: true, ifNotExists: true });\n};\n\n/**\n * @param pgm {import('node-pg-migrate').MigrationBuilder}\n * @returns {Promise<void> | void}\n */\nconst down = (pgm) => {\n  pgm.noTransaction();\n  pgm.dropIndex('scenes', ['project_id', 'at'], { name: 'scenes_at_idx', concurrently: true, ifExists: true });\n};\n\nmodule.exports = { up, down };\n` },
  },
  {
    what: 'TypeScript, several types imported of which one is used', tool: 'node-pg-migrate', dialect: 'postgresql',
    newest: ['migrations/1704067200000_init.ts', `import type { ColumnDefinitions, MigrationBuilder } from 'node-pg-migrate';\n\nexport async function up(pgm: MigrationBuilder): Promise<void> {\n  pgm.sql(\`CREATE TABLE scenes (id int)\`);\n}\n\nexport async function down(pgm: MigrationBuilder): Promise<void> {\n  pgm.sql('DROP TABLE scenes');\n}\n`],
    indexes: [dropped],
    expected: { 'migrations/1741064767000_drop_scenes_index.ts': `import type { MigrationBuilder } from 'node-pg-migrate';\n\nexport async function up(pgm: MigrationBuilder): Promise<void> {\n  pgm.noTransaction();\n  // another begins with its columns\n  pgm.sql('${DROP}');\n}\n\nexport async function down(pgm: MigrationBuilder): Promise<void> {\n  pgm.noTransaction();\n  pgm.sql('${CREATE}');\n}\n` },
  },
  {
    what: 'a batch in one transaction', tool: 'kysely', dialect: 'postgresql',
    newest: ['src/migrations/2024-01-01T00-00-00_init.ts', `import { type Kysely, sql } from 'kysely'\n\n// \`any\` is required here since migrations should be frozen in time.\nexport async function up(db: Kysely<any>): Promise<void> {\n\tawait db.schema.createTable('scenes').addColumn('at', 'timestamp', (c) => c.defaultTo(sql\`now()\`)).execute()\n}\n\nexport async function down(db: Kysely<any>): Promise<void> {\n\tawait db.schema.dropTable('scenes').execute()\n}\n`],
    indexes: [sorted],
    expected: { 'src/migrations/2025-03-04T05-06-07_add_scenes_index.ts': `import { type Kysely } from 'kysely'\n\n// \`any\` is required here since migrations should be frozen in time.\nexport async function up(db: Kysely<any>): Promise<void> {\n\t// Blocks writes while it builds. For a large table in use: CREATE INDEX CONCURRENTLY through the sql tag, with disableTransactions set for the Migrator.\n\t// serves recent\n\tawait db.schema\n\t\t.createIndex('scenes_at_idx')\n\t\t.on('scenes')\n\t\t.columns(['project_id', 'at desc'])\n\t\t.execute()\n}\n\n// \`any\` is required here since migrations should be frozen in time.\nexport async function down(db: Kysely<any>): Promise<void> {\n\tawait db.schema\n\t\t.dropIndex('scenes_at_idx')\n\t\t.execute()\n}\n` },
  },
  {
    what: 'a project that builds concurrently; its tag is imported', tool: 'kysely', dialect: 'postgresql',
    newest: ['migrations/0002_more.js', `const { sql } = require('kysely');\n\nexports.up = async (db) => {\n  await sql\`create index concurrently a on scenes (id)\`.execute(db);\n};\n\nexports.down = async (db) => {};\n`],
    expected: { 'migrations/0003_add_scenes_index.js': `const { sql } = require('kysely');\n\nexports.up = async (db) => {\n  // ${invalid}\n  // serves listScenes\n  await sql\`${CREATE.toLowerCase()}\`.execute(db);\n};\n\nexports.down = async (db) => {\n  await sql\`${DROP.toLowerCase()}\`.execute(db);\n};\n` },
  },
  {
    what: 'a newest file that is too much its own: the template', tool: 'kysely', dialect: 'mariadb',
    newest: ['migrations/0001_init.ts', `import { Kysely } from 'kysely';\nimport { run } from './run';\nexport const up = run('up');\nexport const down = run('down');\nexport async function up({ schema }: Kysely<unknown>) { await schema.dropTable('x').execute(); }\n`],
    expected: { 'migrations/0002_add_scenes_index.ts': `import type { Kysely } from 'kysely'\nimport { sql } from 'kysely';\n\nexport async function up(db: Kysely<unknown>): Promise<void> {\n  // serves listScenes\n  await sql\`CREATE INDEX scenes_project_id_idx ON scenes (project_id) ALGORITHM=INPLACE LOCK=NONE\`.execute(db);\n}\n\nexport async function down(db: Kysely<unknown>): Promise<void> {\n  await sql\`DROP INDEX scenes_project_id_idx ON scenes\`.execute(db);\n}\n` },
  },
];

for (const { what, tool, dialect, newest: [path, text], indexes, expected } of cases) {
  test(`${tool}: ${what}`, () => {
    const files = { [path]: text };
    const catalog = catalogOf(dialect, [{ key: 'scenes', declarations: [declared('sql', path, null, true)] }]);
    const scenes = catalog.tables.get('scenes');
    const home = scenes === undefined ? null : homeFor(findHomes(viewOf(files)), catalog, scenes);
    assert.ok(home !== null && home.tool === tool, JSON.stringify(home));
    const result = toolOf(home).write({ home, view: viewOf(files), catalog, indexes: indexes ?? [index], now });
    assert.ok(result.kind === 'written', JSON.stringify(result));
    assert.deepEqual(Object.fromEntries(result.edits.creates.map((file) => [file.path, file.text])), expected);
  });
}

test('functions handed to a helper of the project: the template', () => {
  const files = { 'migrations/01_init.js': "const { inTransaction } = require('../utils');\n\nmodule.exports = inTransaction(\n  async function up(knex) {\n    await knex.raw('SELECT 1');\n  },\n  async function down(knex) {},\n);\n" };
  const [home] = findHomes(viewOf(files));
  assert.ok(home !== undefined);
  const result = toolOf(home).write({ home, view: viewOf(files), catalog: catalogOf('sqlite', [{ key: 'scenes' }]), indexes: [index], now });
  assert.ok(result.kind === 'written');
  assert.match(result.edits.creates[0]?.text ?? '', /^\/\*\*\n \* @param \{ import\("knex"\)\.Knex \} knex\n[\s\S]*\nexports\.up = async function\(knex\) \{\n {2}\/\/ serves listScenes\n {2}await knex\.raw\('CREATE INDEX/);
});

test('a folder of scripts and SQL is written for as its newest file is', () => {
  const script = 'export const up = (pgm) => {\n  pgm.sql(`CREATE TABLE scenes (id int)`);\n};\n';
  const sql = '-- Up Migration\nCREATE TABLE shots (id int);\n\n-- Down Migration\nDROP TABLE shots;\n';
  const newest = (first: string, second: string): readonly string[] => {
    const files = { [first]: /sql$/.test(first) ? sql : script, [second]: /sql$/.test(second) ? sql : script };
    const homes = findHomes(viewOf(files)).filter((home) => home.tool === 'node-pg-migrate');
    assert.equal(homes.length, 1);
    const result = toolOf(homes[0] ?? { tool: '', folder: '', title: '', dialect: null }).write({ home: homes[0] ?? { tool: '', folder: '', title: '', dialect: null }, view: viewOf(files), catalog: catalogOf('postgresql', [{ key: 'scenes' }]), indexes: [index], now });
    return result.kind === 'written' ? result.edits.creates.map((file) => file.path) : [];
  };
  assert.deepEqual(newest('m/1704067200000_a.sql', 'm/1704067200001_b.js'), ['m/1741064767000_add_scenes_index.js']);
  assert.deepEqual(newest('m/1704067200000_a.js', 'm/1704067200001_b.sql'), ['m/1741064767000_add_scenes_index.sql']);
});

test('half-typed and strange scripts are no trouble', () => {
  const texts = ['exports.up = (knex) => {', 'export async function up(knex: Knex', 'module.exports = { up: ', 'exports.up = knex => `${`', `exports.up = (knex) => ${'['.repeat(50_000)}`, `exports.up = (knex) => \`${'${`'.repeat(50_000)}`, `exports.up = knex\n${'up = '.repeat(100_000)}`, "exports.up = (knex) => '", 'exports.up = (knex) => /* '];
  for (const text of texts) {
    const files = { 'migrations/001_init.js': text };
    const spent = cpuTime(() => {
      for (const home of findHomes(viewOf(files))) toolOf(home).write({ home, view: viewOf(files), catalog: catalogOf('postgresql', [{ key: 'scenes' }]), indexes: [index], now });
    });
    assert.ok(spent < 2000, `${text.slice(0, 40)}: ${spent} ms`);
  }
});
