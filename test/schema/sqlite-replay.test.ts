import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeReplayed, describeSqlite, replaySqlite } from './sqlite-engine.ts';

const T = 'CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT, c)';
const U = 'CREATE TABLE u(id INTEGER PRIMARY KEY, t_id INT REFERENCES t(id), x TEXT UNIQUE)';

const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  'a table': [T],
  'rowid alias with AUTOINCREMENT': ['CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a)'],
  'INT PRIMARY KEY is no alias': ['CREATE TABLE t(id INT PRIMARY KEY, a)'],
  'INTEGER PRIMARY KEY DESC is no alias': ['CREATE TABLE t(id INTEGER PRIMARY KEY DESC, a)'],
  'PRIMARY KEY(id DESC) of the table is one': ['CREATE TABLE t(id INTEGER, a, PRIMARY KEY(id DESC))'],
  'PRIMARY KEY in other case': ['CREATE TABLE t(Id INTEGER, a, PRIMARY KEY(ID))'],
  'text primary key': ['CREATE TABLE t(id TEXT PRIMARY KEY, a)'],
  'composite primary key': ['CREATE TABLE t(a INT, b INT, PRIMARY KEY(a, b))'],
  'composite primary key with a direction': ['CREATE TABLE t(a INT, b INT, PRIMARY KEY(a, b DESC))'],
  'WITHOUT ROWID': ['CREATE TABLE t(id TEXT PRIMARY KEY, a UNIQUE) WITHOUT ROWID'],
  'WITHOUT ROWID, INTEGER': ['CREATE TABLE t(id INTEGER PRIMARY KEY, a UNIQUE) WITHOUT ROWID'],
  'WITHOUT ROWID, composite': ['CREATE TABLE t(a INT, b INT, c UNIQUE, PRIMARY KEY(b, a)) WITHOUT ROWID'],
  'STRICT': ['CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE) STRICT'],
  'uniques in order': ['CREATE TABLE t(a UNIQUE, b UNIQUE, c, UNIQUE(c, a), UNIQUE(b, c))'],
  'unique beside primary key': ['CREATE TABLE t(a TEXT PRIMARY KEY UNIQUE, b)'],
  'unique on the rowid': ['CREATE TABLE t(a INTEGER PRIMARY KEY UNIQUE, b)'],
  'the same unique twice': ['CREATE TABLE t(a UNIQUE, b, UNIQUE(a), CONSTRAINT n UNIQUE(a))'],
  'the same unique in another direction': ['CREATE TABLE t(a UNIQUE, b, UNIQUE(a DESC))'],
  'unique with another collation': ['CREATE TABLE t(a TEXT UNIQUE, UNIQUE(a COLLATE NOCASE))'],
  'named constraints still make automatic names': ['CREATE TABLE t(a CONSTRAINT one UNIQUE, b, CONSTRAINT two UNIQUE(b))'],
  'generated columns': ['CREATE TABLE t(a INT, b INT GENERATED ALWAYS AS (a + 1) STORED, c AS (a * 2) UNIQUE)', 'CREATE INDEX t_b ON t(b)'],
  'indexes': [T, 'CREATE INDEX t_a ON t(a)', 'CREATE UNIQUE INDEX t_ab ON t(a, b DESC)', 'CREATE INDEX t_c ON t(c) WHERE c IS NOT NULL', 'CREATE INDEX t_lower ON t(lower(b), a)'],
  'index names in any case': [T, 'CREATE INDEX T_A ON T(A)', 'DROP INDEX t_a', 'CREATE INDEX t_B ON t(B COLLATE NOCASE)'],
  'quoted names': ['CREATE TABLE "my table"("a b" INT, [c] TEXT)', 'CREATE INDEX "my index" ON "my table"("a b", c)'],
  'the main schema': ['CREATE TABLE main.t(a)', 'CREATE INDEX main.i ON t(a)', 'DROP INDEX main.i', 'CREATE INDEX i2 ON t(a)'],
  'IF NOT EXISTS': [T, T.replace('TABLE', 'TABLE IF NOT EXISTS'), 'CREATE INDEX i ON t(a)', 'CREATE INDEX IF NOT EXISTS i ON t(a)', 'CREATE INDEX IF NOT EXISTS i ON t(b)'],
  'drop index': [T, 'CREATE INDEX i ON t(a)', 'CREATE INDEX j ON t(b)', 'DROP INDEX IF EXISTS i'],
  'drop table takes indexes': [T, 'CREATE INDEX i ON t(a)', 'DROP TABLE t', T, 'CREATE INDEX i ON t(b)'],
  'drop what is not there': [T, 'DROP TABLE IF EXISTS absent', 'DROP INDEX IF EXISTS absent'],
  'add column': [T, 'ALTER TABLE t ADD COLUMN d INT NOT NULL DEFAULT 0', 'ALTER TABLE t ADD e', 'CREATE INDEX t_d ON t(d)'],
  'add column with a reference': [T, U, 'ALTER TABLE u ADD COLUMN other INT REFERENCES t'],
  'drop column': [T, 'CREATE INDEX i ON t(a)', 'ALTER TABLE t DROP COLUMN c'],
  'rename column': [T, 'CREATE INDEX i ON t(a, lower(b)) WHERE a > 1', 'CREATE UNIQUE INDEX j ON t(a)', 'ALTER TABLE t RENAME COLUMN a TO alpha', 'ALTER TABLE t RENAME b TO Beta'],
  'rename the rowid': ['CREATE TABLE t(id INTEGER PRIMARY KEY, a)', 'ALTER TABLE t RENAME COLUMN id TO key', 'CREATE INDEX i ON t(key)'],
  'rename a referenced column': ['CREATE TABLE t(id TEXT PRIMARY KEY)', 'CREATE TABLE u(t TEXT REFERENCES t(id))', 'ALTER TABLE t RENAME COLUMN id TO key', 'ALTER TABLE u RENAME COLUMN t TO tee'],
  'rename table': [T, U, 'CREATE INDEX u_t ON u(t_id)', 'ALTER TABLE u RENAME TO users', 'ALTER TABLE t RENAME TO "T two"', 'CREATE INDEX users_x ON users(x, t_id)'],
  'swap two tables': ['CREATE TABLE a(x UNIQUE)', 'CREATE TABLE b(y, z UNIQUE)', 'ALTER TABLE a RENAME TO c', 'ALTER TABLE b RENAME TO a', 'ALTER TABLE c RENAME TO b'],
  'rebuild in twelve steps': [T, 'CREATE INDEX t_a ON t(a)', U, 'CREATE TABLE new_t(id INTEGER PRIMARY KEY, a INT NOT NULL, d TEXT UNIQUE)', 'INSERT INTO new_t(id, a) SELECT id, a FROM t', 'DROP TABLE t', 'ALTER TABLE new_t RENAME TO t', 'CREATE INDEX t_d ON t(d, a)'],
  'rebuild as drizzle-kit does': [T, 'CREATE UNIQUE INDEX t_b_unique ON t(b)', 'PRAGMA foreign_keys=OFF', 'CREATE TABLE `__new_t`(`id` integer PRIMARY KEY NOT NULL, `b` text NOT NULL, FOREIGN KEY (`id`) REFERENCES `t`(`id`) ON UPDATE no action ON DELETE cascade)', 'INSERT INTO `__new_t`("id", "b") SELECT "id", "b" FROM `t`', 'DROP TABLE `t`', 'ALTER TABLE `__new_t` RENAME TO `t`', 'PRAGMA foreign_keys=ON', 'CREATE UNIQUE INDEX `t_b_unique` ON `t` (`b`)'],
  'rebuild through a temporary copy': [T, 'CREATE INDEX t_a ON t(a)', 'CREATE TEMPORARY TABLE t_backup(id, a)', 'INSERT INTO t_backup SELECT id, a FROM t', 'DROP TABLE t', 'CREATE TABLE t(id INTEGER PRIMARY KEY, a)', 'INSERT INTO t SELECT * FROM t_backup', 'DROP TABLE t_backup'],
  'a temporary table of the same name': [T, 'CREATE TEMP TABLE t(z)', 'ALTER TABLE t ADD COLUMN y', 'DROP TABLE t', 'CREATE INDEX i ON t(a)'],
  'foreign keys of all shapes': ['CREATE TABLE p(a, b, PRIMARY KEY(a, b))', 'CREATE TABLE c(x, y, z REFERENCES p ON DELETE CASCADE, FOREIGN KEY(x, y) REFERENCES p(a, b) ON DELETE SET NULL)'],
  'CREATE TABLE AS': [T, 'CREATE TABLE k AS SELECT a, b AS bee FROM t'],
  'a view hides absent': [T, 'CREATE VIEW v AS SELECT a FROM t', 'DROP VIEW v', 'CREATE TABLE v(a UNIQUE)'],
  'a trigger is no matter': [T, 'CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET a = 1; END'],
  'an expression index that only looks like a column': [T, 'CREATE INDEX i ON t(+a)', 'CREATE INDEX j ON t((a))', 'CREATE INDEX k ON t(a || b)'],
  'index on json': [T, "CREATE INDEX i ON t(c ->> '$.k')", "CREATE INDEX j ON t(json_extract(c, '$.k')) WHERE c IS NOT NULL"],
};

for (const [name, script] of Object.entries(SCRIPTS)) {
  test(`as SQLite has it: ${name}`, () => {
    assert.deepEqual(describeReplayed(script), describeSqlite(script));
  });
}

test('rowid, alias and WITHOUT ROWID', () => {
  const { tables } = replaySqlite(['CREATE TABLE a(id INTEGER PRIMARY KEY, x)', 'CREATE TABLE b(id INT PRIMARY KEY)', 'CREATE TABLE c(id INTEGER PRIMARY KEY) WITHOUT ROWID', 'ALTER TABLE a RENAME COLUMN id TO "Key"']);
  const told = [...tables.values()].map((table) => [table.key, table.rowid, table.rowidAlias, table.primaryKey, table.indexes.map((index) => [index.kind, index.name, index.origin]), table.columns[0]?.notNull]);
  assert.deepEqual(told, [
    ['a', true, 'Key', ['Key'], [['primary-key', null, 'implicit']], true],
    ['b', true, null, ['id'], [['primary-key', 'sqlite_autoindex_b_1', 'implicit']], false],
    ['c', false, null, ['id'], [['primary-key', 'sqlite_autoindex_c_1', 'implicit']], true],
  ]);
});

test('virtual and temporary tables, views, and what is not known', () => {
  const result = replaySqlite(['CREATE VIRTUAL TABLE f USING fts5(body)', 'CREATE TEMP TABLE x(a)', 'CREATE VIEW v AS SELECT 1 AS one', 'CREATE INDEX i ON absent(a)', 'ALTER TABLE absent ADD COLUMN b', 'DROP INDEX j', 'ALTER TABLE absent RENAME TO z', 'CREATE TABLE t(a)', 'ALTER TABLE t DROP COLUMN b', 'ALTER TABLE t RENAME COLUMN b TO c']);
  assert.deepEqual([...result.tables.keys()], ['f', 't']);
  assert.deepEqual([result.tables.get('f')?.virtual, result.tables.get('f')?.confidence, result.tables.get('t')?.virtual], [true, 'low', undefined]);
  assert.deepEqual(result.views.map((view) => view.key), ['v']);
  assert.deepEqual(result.problems.map((problem) => problem.message), ['the table absent is not known', 'the table absent is not known', 't has no column b', 't has no column b', 'the table absent is not known']);
  assert.ok(result.problems.every((problem) => problem.path === 'm.sql'));
});

test('references without columns mean the primary key, and declarations tell the file', () => {
  const { tables } = replaySqlite(['CREATE TABLE p(k TEXT PRIMARY KEY)', 'CREATE TABLE c(x REFERENCES p ON DELETE CASCADE)']);
  assert.deepEqual(tables.get('c')?.foreignKeys.map(({ refTable, refColumns, onDelete }) => ({ refTable, refColumns, onDelete })), [{ refTable: 'p', refColumns: ['k'], onDelete: 'cascade' }]);
  assert.deepEqual(tables.get('c')?.declarations, [{ adapter: 'sql', path: 'm.sql', span: { start: 0, end: 48 }, symbol: null, migration: true }]);
});
