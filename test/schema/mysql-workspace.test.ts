import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const MYSQL = 'CREATE TABLE `users` (\n  `id` int NOT NULL AUTO_INCREMENT,\n  `email` varchar(255) COLLATE utf8mb4_0900_as_cs,\n  `bio` text,\n  PRIMARY KEY (`id`),\n  KEY `by_id` (`id`)\n) ENGINE=InnoDB;\n';

const told = (files: Readonly<Record<string, string>>, config?: object): readonly string[] => workspaceOf(files, config).snapshot().findings().map(({ path, rule, advice }) => `${path} ${rule}: ${advice ?? ''}`);

test('queries beside a MySQL schema are read as MySQL, and told in its terms', () => {
  const findings = told({ 'schema.sql': MYSQL, 'queries.sql': 'SELECT * FROM users WHERE email <=> ? LIMIT 0, 10;\nSELECT * FROM users WHERE bio = ? AND id > 3 ORDER BY id;\n' });
  assert.equal(findings.filter((line) => line.includes('queries.sql unindexed-filter') && line.includes('(email)')).length, 1, findings.join('\n'));
  assert.ok(findings.every((line) => !line.includes('COLLATE')), findings.join('\n'));
});

test('a driver of MySQL and a dump of MariaDB are one database', () => {
  const files = {
    'package.json': '{ "dependencies": { "mysql2": "3" } }', 'dump.sql': `-- MariaDB dump 10.19\n${MYSQL}`,
    'app.ts': "import mysql from 'mysql2/promise';\nconst pool = mysql.createPool({});\nexport const find = (email: string) => pool.query('SELECT * FROM users WHERE email = ?', [email]);\n",
  };
  const snapshot = workspaceOf(files).snapshot();
  assert.deepEqual(snapshot.catalogs().map(({ dialect, tables }) => [dialect, tables.size]), [['mariadb', 1]]);
  assert.deepEqual([snapshot.stats().unread, snapshot.findings().filter(({ path }) => path === 'app.ts').map(({ rule }) => rule)], [[], ['unindexed-filter']]);
});

test('ClickHouse beside MySQL is said, and gives no tables', () => {
  const snapshot = workspaceOf({ 'mysql/schema.sql': MYSQL, 'clickhouse/001.sql': 'CREATE TABLE hits (id UInt64) ENGINE = MergeTree ORDER BY id;\nSELECT * FROM hits WHERE id = 1;\n' }).snapshot();
  assert.deepEqual(snapshot.stats().unread.map(({ path, reason }) => `${path}: ${reason}`), ['clickhouse/001.sql: ClickHouse is not read yet']);
  assert.deepEqual(snapshot.catalogs().flatMap(({ tables }) => [...tables.keys()]), ['users']);
});
