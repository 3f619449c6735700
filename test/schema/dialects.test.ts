import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectHints, foreignDatabase } from '../../server/src/schema/migrations/index.ts';

const TEXTS: readonly (readonly [string, string | null, string | null])[] = [
  ['CREATE TABLE `users` (`id` int unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;', 'mysql', null],
  ['-- MariaDB dump 10.19\nCREATE TABLE `t` (`id` int(11) NOT NULL AUTO_INCREMENT, KEY `k` (`id`)) ENGINE=InnoDB;', 'mariadb', null],
  ['CREATE TABLE `t` (\n  `id` varchar(36) NOT NULL,\n  KEY `k` (`id`)\n);', 'mysql', null],
  ['ALTER TABLE orders MODIFY COLUMN total BIGINT UNSIGNED NOT NULL;', 'mysql', null],
  ['CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);', 'sqlite', null],
  ['CREATE TABLE t (id serial PRIMARY KEY, a jsonb);', 'postgresql', null],
  ['CREATE TABLE events (id UInt64, at DateTime64(3)) ENGINE = MergeTree ORDER BY id', null, 'ClickHouse'],
  ['CREATE TABLE events ON CLUSTER main (kind LowCardinality(String)) ENGINE = ReplicatedMergeTree', null, 'ClickHouse'],
  ['CREATE TABLE [dbo].[users] ([id] INT IDENTITY(1,1) PRIMARY KEY CLUSTERED, [bio] NVARCHAR(MAX))', null, 'SQL Server'],
  ['CREATE TABLE users (id NUMBER(10), name VARCHAR2(40))', null, 'Oracle'],
];

for (const [text, dialect, foreign] of TEXTS) {
  test(`${text.slice(0, 60).replace(/\s+/g, ' ')}… is of ${dialect ?? foreign ?? 'nobody'}`, () => {
    assert.equal(dialectHints(text), dialect);
    assert.equal(foreignDatabase('db/schema.sql', text), foreign);
  });
}

test('a folder tells ClickHouse too, whatever little its files say', () => {
  assert.equal(foreignDatabase('db/clickhouse/migrations/02_add.sql', 'ALTER TABLE t ADD COLUMN x String'), 'ClickHouse');
  assert.equal(foreignDatabase('db/02_add.clickhouse.up.sql', 'ALTER TABLE t ADD COLUMN x String'), 'ClickHouse');
  assert.equal(foreignDatabase('mysql/clickhouse_outbox.sql', 'CREATE TABLE `clickhouse_outbox` (`id` int)'), null);
  assert.equal(foreignDatabase('db/mysql/02_add.sql', 'ALTER TABLE t ADD COLUMN x INT'), null);
});
