import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { pathsOf } from './support/scenario.ts';
import { say } from './support/say.ts';

const DDL = `
  CREATE TABLE t (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, a int NOT NULL, b int, name varchar(40) NOT NULL, bin varchar(40) COLLATE utf8mb4_bin, email varchar(190), body text, flag tinyint(1) NOT NULL, status varchar(20) NOT NULL, created datetime NOT NULL, closed datetime, amount int);
  CREATE TABLE child (id bigint NOT NULL PRIMARY KEY, t_id bigint NOT NULL, kind varchar(20) NOT NULL, made datetime NOT NULL, code int);`;

/** Keys of the index `ix` on t (with what stands before INDEX, where that is more), what follows SELECT * FROM t, and `filter/sort`. */
type Row = readonly [index: string, rest: string, verdict: string];

const check = (dialect: Dialect, rows: readonly Row[]): void => {
  for (const [index, rest, verdict] of rows) {
    const [, kind = '', keys = index] = /^(UNIQUE|FULLTEXT|SPATIAL) (.*)$/.exec(index) ?? [];
    const [path] = pathsOf(`${DDL}${index === '' ? '' : `CREATE ${kind} INDEX ix ON t ${keys};`}`, /^(DELETE|UPDATE|SELECT)/.test(rest) ? rest : `SELECT * FROM t ${rest}`, dialect);
    assert.equal(path === undefined ? 'no path' : `${path.filter}/${path.sort}`, verdict, `${dialect}: ${index} | ${rest}`);
  }
};

/** In both. */
const both = (rows: readonly Row[]): void => { for (const dialect of ['mysql', 'mariadb'] as const) check(dialect, rows); };

test('types, collations and functions', () => both([
  ['(name)', 'WHERE name = 57252', 'none/none'], ['(name)', "WHERE name IN ('x', 57252)", 'none/none'], ['(name)', 'WHERE name = TRUE', 'none/none'], ['(a)', "WHERE a = '3333'", 'served/none'], ['(a)', 'WHERE a = 3333.0', 'served/none'], ['(a)', 'WHERE a = 3333e0', 'served/none'],
  ['(name)', "WHERE name = 'x' COLLATE utf8mb4_bin", 'served/none'], ['(name)', "WHERE name COLLATE utf8mb4_bin = 'x'", 'not-served/none'], ['(name)', "WHERE BINARY name = 'x'", 'not-served/none'], ['(name)', "WHERE lower(name) = 'x'", 'not-served/none'], ['(created)', 'WHERE YEAR(created) = 2025', 'not-served/none'],
  ['(created)', "WHERE DATE(created) = '2025-01-01'", 'not-served/none'], ['(a)', 'WHERE +a = 1', 'served/none'], ['(a)', 'WHERE a + 0 = 1', 'not-served/none'], ['(a)', 'WHERE a <=> 1', 'served/none'], ['(b)', 'WHERE b <=> NULL', 'served/none'], ['(b)', 'WHERE ISNULL(b)', 'served/none'], ['(a)', 'WHERE a = RAND()', 'none/none'], ['(created)', 'WHERE created > NOW() - INTERVAL 1 DAY', 'served/none'],
]));

test('patterns and prefix keys', () => both([
  ['(name)', "WHERE name LIKE 'x%'", 'served/none'], ['(name)', "WHERE name LIKE CONCAT('x', '%')", 'served/none'], ['(name)', "WHERE name LIKE '%x'", 'not-served/none'], ['(name)', "WHERE name LIKE 'x%y'", 'partly/none'], ['(name)', 'WHERE name LIKE ?', 'partly/none'], ['', 'WHERE name LIKE ?', 'unknown/none'], ['(a)', "WHERE a LIKE '5%'", 'none/none'],
  ['(name(10))', "WHERE name = 'x'", 'served/none'], ['(name(10))', "WHERE name LIKE 'x%'", 'served/none'], ['(name(10))', 'ORDER BY name LIMIT 5', 'none/not-served'], ['(name(10), created)', "WHERE name = 'x' ORDER BY created LIMIT 5", 'served/served'], ['(a, name(10))', 'WHERE a = 1 ORDER BY name LIMIT 5', 'served/not-served'],
]));

test('negation, rows and OR', () => both([
  ['(a)', 'WHERE NOT (a <> 1)', 'served/none'], ['(created)', "WHERE NOT (created < '2025-01-01')", 'served/none'], ['(a)', 'WHERE a <> 1', 'none/none'], ['(a)', 'WHERE a NOT IN (1, 2)', 'none/none'], ['(a, b)', 'WHERE a = 1 AND b <> 2', 'served/none'], ['(a, b)', 'WHERE a = 1 AND b NOT IN (2, 3)', 'served/none'], ['(a)', 'WHERE a = 1 AND a NOT IN (2, 3)', 'served/none'],
  ['(flag)', 'WHERE flag', 'served/none'], ['(flag)', 'WHERE NOT (flag = 0)', 'served/none'], ['(flag)', 'WHERE NOT flag', 'served/none'], ['(flag)', 'WHERE flag IS TRUE', 'none/none'], ['(a, b)', 'WHERE (a, b) > (1, 2)', 'none/none'], ['(a, b)', 'WHERE (a, b) IN ((1, 2), (3, 4))', 'served/none'], ['(a, b)', 'WHERE (a, b) = (1, 2)', 'served/none'],
  ['(a)', 'WHERE a = 1 OR b = 2', 'not-served/none'], ['(a)', 'WHERE a = 1 OR id = 2', 'served/none'], ['(a)', 'WHERE a = 1 OR a = 2', 'served/none'], ['(a, b)', 'WHERE (a = 1 AND b = 2) OR (a = 3 AND b = 4)', 'served/none'],
]));

test('order', () => both([
  ['(created)', 'ORDER BY created, id LIMIT 5', 'none/served'], ['(created)', 'ORDER BY created DESC, id DESC LIMIT 5', 'none/served'], ['(created)', 'ORDER BY created DESC, id LIMIT 5', 'none/not-served'], ['(created DESC)', 'ORDER BY created DESC, id LIMIT 5', 'none/served'], ['(a, created)', 'ORDER BY a, created DESC LIMIT 5', 'none/not-served'], ['(a, created DESC)', 'ORDER BY a, created DESC LIMIT 5', 'none/served'],
  ['(a, created)', 'WHERE a = 1 ORDER BY created LIMIT 5', 'served/served'], ['(a, created)', 'WHERE a IN (1, 2) ORDER BY created LIMIT 5', 'served/not-served'], ['(a, b)', 'WHERE a = 1 AND b IN (1, 2) ORDER BY b LIMIT 5', 'served/served'], ['(closed, created)', 'WHERE closed IS NULL ORDER BY created LIMIT 5', 'served/served'], ['', 'ORDER BY id, name LIMIT 5', 'none/not-served'], ['(b)', 'ORDER BY b DESC LIMIT 5', 'none/served'],
]));

test('indexes that are not for this', () => {
  both([
    ['(a) USING HASH', 'WHERE a > 1', 'served/none'], ['FULLTEXT (name)', "WHERE name = 'x'", 'not-served/none'], ['FULLTEXT (name)', "WHERE MATCH (name) AGAINST ('x')", 'served/none'], ['FULLTEXT (name, email)', "WHERE MATCH (name, email) AGAINST ('x' IN BOOLEAN MODE)", 'served/none'], ['FULLTEXT (name, email)', "WHERE MATCH (name) AGAINST ('x')", 'not-served/none'],
    ['(a)', 'IGNORE INDEX (ix) WHERE a = 1', 'not-served/none'], ['(a)', 'USE INDEX (PRIMARY) WHERE a = 1', 'not-served/none'], ['(a)', 'FORCE INDEX (ix) WHERE a = 1', 'served/none'], ['(a)', 'USE INDEX () WHERE a = 1', 'not-served/none'], ['(a)', 'IGNORE INDEX FOR ORDER BY (ix) WHERE a = 1', 'served/none'],
  ]);
  check('mysql', [['(a) INVISIBLE', 'WHERE a = 1', 'not-served/none'], ['((lower(name)))', "WHERE lower(name) = 'x'", 'served/none'], ['((lower(name)))', "WHERE name = 'x'", 'not-served/none']]);
  check('mariadb', [['(a) IGNORED', 'WHERE a = 1', 'not-served/none']]);
});

test('MariaDB reads all of a table that DELETE or UPDATE names when the rows come from a subquery', () => {
  const sub = 'id IN (SELECT t_id FROM child WHERE child.id = 5)';
  check('mariadb', [['', `DELETE FROM t WHERE ${sub}`, 'none/none'], ['', `UPDATE t SET a = 1 WHERE ${sub}`, 'none/none'], ['', `SELECT * FROM t WHERE ${sub}`, 'served/none']]);
  check('mysql', [['', `DELETE FROM t WHERE ${sub}`, 'served/none']]);
});

test('a join looks up equal keys, and takes no range along', () => {
  for (const [index, on, verdict] of [
    ['(t_id, made)', "child.t_id = t.id AND child.made >= '2025-01-01'", 'partly'], ['(t_id, kind)', "child.t_id = t.id AND child.kind = 'x'", 'served'], ['(t_id, kind)', "child.t_id = t.id AND child.kind IN ('x', 'y')", 'partly'], ['(t_id)', 'child.t_id = t.id', 'served'], ['(kind)', 'child.kind = t.a', 'none'], ['(code)', 'child.code = t.name', 'none'],
  ] as const) {
    const paths = pathsOf(`${DDL}CREATE INDEX ix ON child ${index};`, `SELECT * FROM t STRAIGHT_JOIN child ON ${on} WHERE t.id = 5`, 'mariadb');
    assert.equal(paths.find((p) => p.table === 'child')?.filter, verdict, `${index} | ${on}\n${paths.map(say).join('\n')}`);
  }
});

test('what is proposed', () => {
  for (const [rest, keys] of [["WHERE body = 'x'", 'body(100)'], ["WHERE a = 1 AND body = 'x'", 'a, body(100)'], ['ORDER BY body LIMIT 5', null], ["WHERE name LIKE 'x%'", 'name'], ['WHERE a = 1 AND created > ? ', 'a, created'], ['WHERE a = 1 ORDER BY created DESC, b LIMIT 5', 'a, created desc, b'], ['WHERE lower(name) = ?', null], ['WHERE a <> 1', null], ['ORDER BY id, name LIMIT 5', null]] as const) {
    const [path] = pathsOf(DDL, `SELECT * FROM t ${rest}`, 'mariadb');
    const proposed = path?.proposal?.index.keys.map((k) => `${k.expr.kind === 'column' ? k.expr.column : '?'}${k.prefixLength === undefined ? '' : `(${k.prefixLength})`}${k.direction === 'desc' ? ' desc' : ''}`).join(', ') ?? null;
    assert.equal(proposed, keys, rest);
  }
});

test('two whole tables: MySQL hashes one of them, MariaDB reads it again for every row', () => {
  for (const [dialect, verdict] of [['mysql', 'none'], ['mariadb', 'not-served']] as const) {
    const paths = pathsOf(DDL, 'SELECT * FROM t LEFT JOIN child ON child.t_id = t.id', dialect);
    assert.equal(paths.find((p) => p.table === 'child')?.filter, verdict, dialect);
  }
});
