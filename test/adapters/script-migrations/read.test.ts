import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf } from '../../support/samples.ts';
import { workspaceOf } from '../../support/workspace.ts';

/** What a script's builder calls are read as, in one line each. */
function read(text: string): readonly string[] {
  return factsOf('migrations/001_x.ts', text).statements.map(({ operation }) => {
    if (operation.op === 'create-index') {
      const { name, keys, unique, method } = operation.index;
      return `${unique ? 'unique ' : ''}${name ?? '?'} on ${operation.table.schema ?? ''}${operation.table.schema === null ? '' : '.'}${operation.table.name} ${method} (${keys.map((key) => `${key.expr.kind === 'column' ? key.expr.column : '?'} ${key.direction}`).join(', ')})`;
    }
    if (operation.op === 'drop-index') return `drop ${operation.name.name}`;
    return `${operation.op} ${'table' in operation && operation.table !== null && operation.table !== undefined ? operation.table.name : '?'}`;
  });
}

const knex = (body: string): string => `import type { Knex } from 'knex';\nexport async function up(knex: Knex) { ${body} }`;
const kysely = (body: string): string => `import { Kysely, sql } from 'kysely';\nexport async function up(db: Kysely<unknown>) { ${body} }`;
const pgm = (body: string): string => `export const up = (pgm) => { ${body} };`;

const CASES: readonly (readonly [string, readonly string[]])[] = [
  [knex("await knex.schema.alterTable('scenes', (t) => { t.index(['a', 'b'], 'i'); t.string('c'); t.index('c'); });"), ['i on scenes btree (a asc, b asc)', 'scenes_c_index on scenes btree (c asc)']],
  [knex("await knex.schema.withSchema('app').table('Scenes', function (table) { table.dropIndex(['a'], 'i'); table.dropIndex('c'); });"), ['drop i', 'drop app_scenes_c_index']],
  [knex("const T = 'scenes'; await knex.schema.alterTable(T, (t) => { t.integer('x').index(); t.unique(['x']); t.index([knex.raw('lower(x)')], 'n'); });"), ['unreadable scenes', 'unreadable scenes', 'unreadable scenes']],
  [knex("await knex.schema.createTable('scenes', (t) => { t.increments(); t.string('title').index(); }); await knex.schema.dropTableIfExists('old');"), ['unreadable scenes', 'drop-table old']],
  [knex("await knex.schema.alterTable('scenes', change);"), ['unreadable scenes']],
  [knex("await knex.schema.alterTable('scenes', (t) => { t.string('title'); });"), []],
  [kysely("await db.schema.createIndex('i').on('app.scenes').columns(['a', 'b desc']).execute(); await db.schema.createIndex('u').unique().on('scenes').using('hash').column('a').ifNotExists().execute();"), ['i on app.scenes btree (a asc, b desc)', 'unique u on scenes hash (a asc)']],
  [kysely("await db.schema.createIndex('i').on('scenes').expression(sql`lower(a)`).execute(); await db.schema.createIndex('p').on('scenes').column('a').where('b', 'is', null).execute();"), ['unreadable scenes', 'unreadable scenes']],
  [kysely("await db.schema.dropIndex('i').on('scenes').execute(); await db.schema.dropTable('shots').execute(); await db.schema.alterTable('scenes').addUniqueConstraint('u', ['a']).execute(); await db.schema.alterTable('scenes').addColumn('x', 'text').execute();"), ['drop i', 'drop-table shots', 'unreadable scenes']],
  [pgm("pgm.createIndex('scenes', ['a', { name: 'b', sort: 'DESC' }], { name: 'i', concurrently: true }); pgm.createIndex({ schema: 'app', name: 'scenes' }, 'a', { unique: true, method: 'btree' });"), ['i on scenes btree (a asc, b desc)', 'unique scenes_a_unique_index on app.scenes btree (a asc)']],
  [pgm("pgm.addIndex('scenes', 'lower(a)', { name: 'l' }); pgm.createIndex('scenes', 'a', { where: 'b is null' }); pgm.dropIndex('scenes', ['a', 'b']); pgm.dropTable('shots');"), ['unreadable scenes', 'unreadable scenes', 'drop scenes_a_b_index', 'drop-table shots']],
  [pgm("pgm.createTable('scenes', { id: 'id', email: { type: 'text', unique: true } }); pgm.addColumns('scenes', { x: 'int' }); pgm.addConstraint('scenes', 'positive', 'CHECK (x > 0)'); pgm.createType('mood', ['a']);"), ['unreadable scenes']],
  ["import { schema } from './validation';\nexport const up = schema.table('x');", []],
];

for (const [text, expected] of CASES) test(text, () => assert.deepEqual(read(text), expected));

const query = "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const list = (id) => pool.query('SELECT * FROM scenes WHERE project_id = $1', [id]);\n";
const table = (name = 'migrations/001_init.js'): Readonly<Record<string, string>> => ({ [name]: "exports.up = (knex) => knex.raw('CREATE TABLE scenes (id serial PRIMARY KEY, project_id int)');\nexports.down = (knex) => knex.raw('DROP TABLE scenes');\n", 'src/list.js': query });
const told = (files: Readonly<Record<string, string>>): readonly string[] => workspaceOf(files).snapshot().findings().filter((finding) => finding.rule.startsWith('unindexed')).map((finding) => `${finding.rule} ${finding.severity}`);

test('the way up of a script is replayed, its way down is not', () => {
  assert.deepEqual(told(table()), ['unindexed-filter warning']);
  assert.deepEqual(told({ ...table(), 'migrations/002_idx.js': "exports.up = (knex) => knex.raw('CREATE INDEX i ON scenes (project_id)');\nexports.down = (knex) => knex.raw('DROP INDEX i');\n" }), []);
});

test('an index that a builder makes is an index; one that cannot be read makes findings unsure', () => {
  const index = (call: string): Readonly<Record<string, string>> => ({ ...table(), 'migrations/002_idx.js': `exports.up = (knex) => knex.schema.alterTable('scenes', (t) => { ${call} });\nexports.down = (knex) => knex.schema.alterTable('scenes', (t) => { t.dropIndex('project_id'); });\n` });
  assert.deepEqual(told(index("t.index('project_id');")), []);
  assert.deepEqual(told(index("t.integer('other').index();")), ['unindexed-filter hint']);
});

test('a table that a builder makes is not known: nothing is said of it', () => {
  assert.deepEqual(told({ 'migrations/001_init.js': "exports.up = (knex) => knex.schema.createTable('scenes', (t) => { t.increments(); t.integer('project_id').index(); });\n", 'src/list.js': query }), []);
});
