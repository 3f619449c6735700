import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/text/edits.ts';
import { workspaceOf } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;
const RULES = ['index-not-concurrent', 'concurrent-in-transaction', 'schema-drift', 'drop-used-index', 'index-name-collision'];

const told = (files: Files, config: object = { dialect: 'postgresql' }): readonly string[] =>
  workspaceOf(files, config).snapshot().findings().filter(({ rule }) => RULES.includes(rule)).map(({ rule, severity, path }) => `${rule} ${severity} ${path}`);

const table = 'CREATE TABLE t (id bigint PRIMARY KEY, a int, b int);\n';
const build = 'CREATE INDEX i ON t (a);\n';
const concurrently = 'CREATE INDEX CONCURRENTLY i ON t (a);\n';
const journal = (...tags: readonly string[]): string => JSON.stringify({ version: '7', dialect: 'postgresql', entries: tags.map((tag, idx) => ({ idx, version: '7', when: idx, tag, breakpoints: true })) });

interface Case { readonly title: string; readonly files: Files; readonly says: readonly string[]; readonly config?: object }

const cases: readonly Case[] = [
  // Building with a lock.
  { title: 'the newest migration', files: { 'm/1_a.up.sql': table, 'm/1_a.down.sql': 'DROP TABLE t;', 'm/2_b.up.sql': build, 'm/2_b.down.sql': 'DROP INDEX i;' }, says: ['index-not-concurrent warning m/2_b.up.sql'] },
  { title: 'older ones are history', files: { 'm/1_a.up.sql': table, 'm/2_b.up.sql': build, 'm/3_c.up.sql': 'ALTER TABLE t ADD c int;' }, says: [] },
  { title: 'all of the newest day', files: { 'migrations/20240101_a.sql': table, 'migrations/20240202_b.sql': build, 'migrations/20240202_c.sql': 'ALTER TABLE t ADD c int;' }, says: ['index-not-concurrent information migrations/20240202_b.sql'] },
  { title: 'all of one day is the beginning', files: { 'migrations/20240101_a.sql': table, 'migrations/20240101_b.sql': build }, says: ['index-not-concurrent information migrations/20240101_b.sql'] },
  { title: 'a table of the same day is not in use', files: { 'migrations/20231231_o.sql': 'CREATE TABLE o (a int);', 'migrations/20240101_a.sql': table, 'migrations/20240101_b.sql': build }, says: [] },
  { title: 'in a transaction whatever one does: information', files: { 'drizzle/meta/_journal.json': journal('0000_a', '0001_b'), 'drizzle/0000_a.sql': table, 'drizzle/0001_b.sql': build }, says: ['index-not-concurrent information drizzle/0001_b.sql'] },
  { title: 'a runner that is not known', files: { 'migrations/1.sql': table, 'migrations/2.sql': build }, says: ['index-not-concurrent information migrations/2.sql'] },
  { title: 'a runner that was seen to do it', files: { 'migrations/1.sql': table, 'migrations/2.sql': 'CREATE INDEX CONCURRENTLY j ON t (b);', 'migrations/3.sql': build }, says: ['index-not-concurrent warning migrations/3.sql'] },
  { title: 'SQLite', files: { 'migrations/1.sql': table, 'migrations/2.sql': build }, config: { dialect: 'sqlite' }, says: [] },
  { title: 'a partitioned table', files: { 'migrations/1.sql': 'CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);\nCREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (9);', 'migrations/2.sql': build }, says: [] },
  { title: 'small by configuration', files: { 'm/1_a.up.sql': table, 'm/2_b.up.sql': build }, config: { dialect: 'postgresql', smallTables: ['t'] }, says: [] },
  // In a transaction.
  { title: 'drizzle-kit', files: { 'drizzle/meta/_journal.json': journal('0000_a', '0001_b'), 'drizzle/0000_a.sql': table, 'drizzle/0001_b.sql': concurrently }, says: ['concurrent-in-transaction error drizzle/0001_b.sql'] },
  { title: 'drizzle-kit, left by hand', files: { 'drizzle/meta/_journal.json': journal('0000_a', '0001_b'), 'drizzle/0000_a.sql': table, 'drizzle/0001_b.sql': `COMMIT;--> statement-breakpoint\n${concurrently}` }, says: [] },
  { title: 'goose', files: { 'm/1_a.sql': `-- +goose Up\n${table}`, 'm/2_b.sql': `-- +goose Up\n${concurrently}` }, says: ['concurrent-in-transaction error m/2_b.sql'] },
  { title: 'goose, told', files: { 'm/1_a.sql': `-- +goose Up\n${table}`, 'm/2_b.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n${concurrently}` }, says: [] },
  { title: 'dbmate', files: { 'm/1_a.sql': `-- migrate:up\n${table}`, 'm/2_b.sql': `-- migrate:up\n${concurrently}` }, says: ['concurrent-in-transaction error m/2_b.sql'] },
  { title: 'dbmate, told; the way down is another statement', files: { 'm/1_a.sql': `-- migrate:up\n${table}`, 'm/2_b.sql': `-- migrate:up transaction:false\n${concurrently}\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY i;\n` }, says: [] },
  { title: 'sqlx', files: { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n', 'migrations/1_a.sql': table, 'migrations/2_b.sql': concurrently }, says: ['concurrent-in-transaction error migrations/2_b.sql'] },
  { title: 'sqlx, told, with a second statement', files: { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n', 'migrations/1_a.sql': table, 'migrations/2_b.sql': `-- no-transaction\nSET lock_timeout = 0;\n${concurrently}` }, says: ['concurrent-in-transaction error migrations/2_b.sql'] },
  { title: 'golang-migrate, two statements', files: { 'm/1_a.up.sql': table, 'm/2_b.up.sql': `${concurrently}CREATE INDEX CONCURRENTLY j ON t (b);` }, says: ['concurrent-in-transaction warning m/2_b.up.sql'] },
  { title: 'golang-migrate, one', files: { 'm/1_a.up.sql': table, 'm/2_b.up.sql': concurrently }, says: [] },
  { title: 'Flyway, mixed', files: { 'sql/V1__a.sql': table, 'sql/V2__b.sql': `ALTER TABLE t ADD c int;\n${concurrently}` }, says: ['concurrent-in-transaction warning sql/V2__b.sql'] },
  { title: 'Flyway, both concurrent', files: { 'sql/V1__a.sql': table, 'sql/V2__b.sql': `${concurrently}DROP INDEX CONCURRENTLY IF EXISTS j;` }, says: [] },
  { title: 'an own BEGIN, DROP too', files: { 'migrations/1.sql': `${table}${build}`, 'migrations/2.sql': 'BEGIN;\nDROP INDEX CONCURRENTLY i;\nCOMMIT;' }, says: ['concurrent-in-transaction error migrations/2.sql'] },
  { title: 'behind a COMMIT', files: { 'migrations/1.sql': table, 'migrations/2.sql': `BEGIN;\nSELECT 1;\nCOMMIT;\n${concurrently}` }, says: [] },
  { title: 'a word in a comment', files: { 'm/1_a.sql': `-- +goose Up\n${table}`, 'm/2_b.sql': `-- +goose Up\n-- not CONCURRENTLY: the table is small\n${build}` }, says: [] },
  // Dropped and needed.
  { title: 'dropped for a wider one', files: { 'm/1_a.up.sql': `${table}${build}`, 'm/2_b.up.sql': 'DROP INDEX i;\nCREATE INDEX CONCURRENTLY j ON t (a, b);', 'q.sql': 'SELECT * FROM t WHERE a = $1;' }, says: ['concurrent-in-transaction warning m/2_b.up.sql'] },
  { title: 'dropped for one that sorts no more', files: { 'm/1_a.up.sql': `${table}CREATE INDEX i ON t (a, b);`, 'm/2_b.up.sql': 'DROP INDEX i;\n-- CONCURRENTLY not needed\nCREATE INDEX j ON t (a);', 'q.sql': 'SELECT * FROM t WHERE a = $1 ORDER BY b LIMIT 5;' }, says: ['drop-used-index warning m/2_b.up.sql'] },
  { title: 'dropped long ago', files: { 'm/1_a.up.sql': `${table}${build}`, 'm/2_b.up.sql': 'DROP INDEX i;', 'm/3_c.up.sql': 'ALTER TABLE t ADD c int;', 'q.sql': 'SELECT * FROM t WHERE a = $1;' }, says: [] },
  { title: 'dropped, and asked for by a test alone', files: { 'm/1_a.up.sql': `${table}${build}`, 'm/2_b.up.sql': 'DROP INDEX i;', 'tests/q.sql': 'SELECT * FROM t WHERE a = $1;' }, says: [] },
  { title: 'dropped and made again under another name', files: { 'm/1_a.up.sql': `${table}${build}`, 'm/2_b.up.sql': 'DROP INDEX i;\n-- CONCURRENTLY not needed\nCREATE INDEX t_a ON t (a);', 'q.sql': 'SELECT * FROM t WHERE a = $1;' }, says: [] },
  // Names.
  { title: 'refused in a script', files: { 'schema.sql': `${table}CREATE TABLE u (a int);\n${build}CREATE INDEX i ON u (a);` }, says: ['index-name-collision error schema.sql'] },
  { title: 'MySQL: each table has its own', files: { 'schema.sql': `${table}CREATE TABLE u (a int);\n${build}CREATE INDEX i ON u (a);` }, config: { dialect: 'mysql' }, says: [] },
  { title: 'cut to one name', files: { 'schema.sql': `${table}CREATE INDEX ${'x'.repeat(63)}_one ON t (a);\nCREATE INDEX ${'x'.repeat(63)}_two ON t (b);` }, says: ['index-name-collision error schema.sql'] },
  { title: 'SQLite cuts nothing', files: { 'schema.sql': `${table}CREATE INDEX ${'x'.repeat(63)}_one ON t (a);\nCREATE INDEX ${'x'.repeat(63)}_two ON t (b);` }, config: { dialect: 'sqlite' }, says: [] },
  { title: 'refused long ago, and so mended', files: { 'm/1_a.up.sql': `${table}${build}`, 'm/2_b.up.sql': 'CREATE INDEX i ON t (b);', 'm/3_c.up.sql': 'ALTER TABLE t ADD c int;' }, says: [] },
  { title: 'passed over, and made later under another name', files: { 'm/1_a.up.sql': `${table}${build}`, 'm/2_b.up.sql': 'CREATE INDEX IF NOT EXISTS i ON t (b);', 'm/3_c.up.sql': 'CREATE INDEX CONCURRENTLY t_b ON t (b);' }, says: [] },
  { title: 'passed over', files: { 'm/1_a.up.sql': `${table}${build}`, 'm/2_b.up.sql': 'CREATE INDEX IF NOT EXISTS i ON t (b);', 'm/3_c.up.sql': 'ALTER TABLE t ADD c int;' }, says: ['index-name-collision error m/2_b.up.sql'] },
  { title: 'a dump beside migrations', files: { 'migrations/1.sql': `${table}${build}`, 'migrations/2.sql': 'ALTER TABLE t ADD c int;', 'structure.sql': `${table}CREATE INDEX i ON t (a, b);` }, says: [] },
];

for (const { title, files, says, config } of cases) test(title, () => assert.deepEqual(told(files, config), says));

const model = (name: string, indexes: string): string => `import { index, integer, pgTable } from 'drizzle-orm/pg-core';
export const ${name} = pgTable('${name}', { id: integer('id').primaryKey(), a: integer('a') }, (t) => [${indexes}]);
`;
const made = (name: string): string => `CREATE TABLE "${name}" ("id" integer PRIMARY KEY NOT NULL, "a" integer);\n`;

test('drift: nothing where models are pushed, or migrations know hardly any of them', () => {
  assert.deepEqual(told({ 'schema.ts': model('t', "index('i').on(t.a)") }, {}), []);
  const many = { 'a.ts': model('a', ''), 'b.ts': model('b', "index('i').on(t.a)"), 'c.ts': model('c', ''), 'drizzle/meta/_journal.json': journal('0000_a'), 'drizzle/0000_a.sql': made('b') };
  assert.deepEqual(told(many, {}), []);
});

test('drift: one index in different words, or cut by the database, is no drift', () => {
  const long = `${'x'.repeat(63)}_idx`;
  const files = { 'schema.ts': model('t', `index('${long}').on(t.a), index('j').on(t.a, t.id)`), 'drizzle/meta/_journal.json': journal('0000_a'), 'drizzle/0000_a.sql': `${made('t')}CREATE INDEX "${long.slice(0, 63)}" ON "t" ("a");\nCREATE INDEX "k" ON "t" ("id", "a");\n` };
  assert.deepEqual(told(files, {}), []);
});

test('drift: a table with other columns is still to be migrated', () => {
  const files = { 'schema.ts': model('t', "index('i').on(t.a)"), 'drizzle/meta/_journal.json': journal('0000_a'), 'drizzle/0000_a.sql': 'CREATE TABLE "t" ("id" integer PRIMARY KEY NOT NULL);\n' };
  assert.deepEqual(told(files, {}), []);
});

test('the queries that lose their index are named', () => {
  const files = { 'm/1_a.up.sql': `${table}${build}`, 'm/2_b.up.sql': 'DROP INDEX i;', 'list.ts': "import pg from 'pg';\nconst pool = new pg.Pool();\nexport const list = (a: number) => pool.query('SELECT * FROM t WHERE a = $1', [a]);\n" };
  const [finding] = workspaceOf(files, { dialect: 'postgresql' }).snapshot().findings().filter(({ rule }) => rule === 'drop-used-index');
  assert.deepEqual(finding?.related.filter(({ role }) => role === 'query').map(({ path, message }) => `${path} ${message}`), ['list.ts list relies on i']);
});

/** The newest migration after the fix that builds concurrently, or does without. */
function fixed(files: Files, path: string): string | null {
  const snapshot = workspaceOf(files, { dialect: 'postgresql' }).snapshot();
  const site = snapshot.sites(path).find(({ rule }) => RULES.includes(rule));
  assert.ok(site);
  const edits = snapshot.fixes(path, site).find(({ id }) => id === 'build-concurrently')?.edits() ?? null;
  const after = edits === null ? null : applyEdits(files[path] ?? '', edits.changes[0]?.edits ?? []);
  if (after !== null) assert.ok(!workspaceOf({ ...files, [path]: after }, { dialect: 'postgresql' }).snapshot().sites(path).some(({ rule }) => rule === site.rule), 'the finding is gone');
  return after;
}

const fixes: readonly { readonly title: string; readonly first: string; readonly path: string; readonly before: string; readonly after: string | null; readonly more?: Files }[] = [
  { title: 'golang-migrate', first: 'm/1_a.up.sql', path: 'm/2_b.up.sql', before: 'create unique index if not exists i on t (a);\n', after: 'create unique index concurrently if not exists i on t (a);\n' },
  { title: 'without a name', first: 'm/1_a.up.sql', path: 'm/2_b.up.sql', before: 'CREATE INDEX ON t (a);\n', after: 'CREATE INDEX CONCURRENTLY ON t (a);\n' },
  { title: 'not beside another statement', first: 'm/1_a.up.sql', path: 'm/2_b.up.sql', before: `ALTER TABLE t ADD c int;\n${build}`, after: null },
  { title: 'dbmate, both ways', first: 'm/1_a.sql', path: 'm/2_b.sql', before: `-- migrate:up\r\nCREATE INDEX i ON t (a);\r\n\r\n-- migrate:down\r\nDROP INDEX i;\r\n`, after: '-- migrate:up transaction:false\r\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);\r\n\r\n-- migrate:down transaction:false\r\nDROP INDEX i;\r\n' },
  { title: 'sqlx is told', first: 'migrations/1_a.sql', path: 'migrations/2_b.sql', before: concurrently, after: `-- no-transaction\n${concurrently}`, more: { 'Cargo.toml': 'sqlx = "0.8"\n' } },
  { title: 'drizzle-kit does without', first: 'drizzle/0000_a.sql', path: 'drizzle/0001_b.sql', before: concurrently, after: build, more: { 'drizzle/meta/_journal.json': journal('0000_a', '0001_b') } },
];

for (const { title, first, path, before, after, more = {} } of fixes) {
  test(`fixed: ${title}`, () => assert.equal(fixed({ ...more, [first]: path === 'm/2_b.sql' ? `-- migrate:up\n${table}` : table, [path]: before }, path), after));
}
