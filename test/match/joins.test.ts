import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { pathsOf } from './support/scenario.ts';
import { PG, SQLITE } from './support/schemas.ts';
import { say } from './support/say.ts';

type Row = readonly [indexes: string, sql: string, paths: readonly string[]];

const check = (dialect: Dialect, ddl: string, rows: readonly Row[]): void => {
  for (const [indexes, sql, paths] of rows) assert.deepEqual(pathsOf(`${ddl}${indexes}`, sql, dialect).map(say), paths, `${indexes} | ${sql}`);
};

const A = 'CREATE INDEX ia ON t (a);';
const C = 'CREATE INDEX ic ON child (t_id);';

test('joins: the side that is probed', () => check('postgresql', PG, [
  [A, 'SELECT * FROM t JOIN child c ON c.t_id = t.id WHERE t.a = 5', ['t driving once served/none by ia', 'child joined bounded not-served/none -> (t_id)']],
  [A + C, 'SELECT * FROM t JOIN child c ON c.t_id = t.id WHERE t.a = 5', ['t driving once served/none by ia', 'child joined bounded served/none by ic']],
  [C, 'SELECT * FROM child c JOIN t ON t.id = c.t_id WHERE c.id = 5', ['child driving once served/none by child_pkey', 't joined one-row served/none by t_pkey']],
  ['', 'SELECT * FROM t JOIN child c ON c.t_id = t.id', ['t driving once none/none', 'child joined whole none/none']],
  ['', 'SELECT * FROM t LEFT JOIN child c ON c.t_id = t.id WHERE t.id = 5', ['t driving once served/none by t_pkey', 'child joined one-row not-served/none -> (t_id)']],
  [A, "SELECT * FROM t LEFT JOIN child c ON c.t_id = t.id AND c.kind = 'x' WHERE t.a = 5", ['t driving once served/none by ia', 'child joined bounded not-served/none -> (t_id, kind)']],
  ['CREATE INDEX ik ON child (kind);', "SELECT * FROM t JOIN child c ON c.t_id = t.id WHERE c.kind = 'x'", ['child driving once served/none by ik', 't joined bounded served/none by t_pkey']],
  ['CREATE INDEX im ON child (t_id, made);', 'SELECT * FROM t JOIN child c ON c.t_id = t.id WHERE t.id = 5 ORDER BY c.made DESC LIMIT 5', ['t driving once served/none by t_pkey', 'child joined one-row served/served by im']],
  [C, 'SELECT * FROM t JOIN child c ON c.t_id = t.id WHERE t.id = 5 ORDER BY c.made DESC LIMIT 5', ['t driving once served/none by t_pkey', 'child joined one-row served/not-served by ic -> (t_id, made)']],
  [A + C, 'SELECT * FROM child c RIGHT JOIN t ON t.id = c.t_id WHERE t.a = 5', ['t driving once served/none by ia', 'child joined bounded served/none by ic']],
  [A + C, 'UPDATE child SET kind = \'x\' FROM t WHERE child.t_id = t.id AND t.a = 5', ['t driving once served/none by ia', 'child joined bounded served/none by ic']],
  [C, 'SELECT * FROM t JOIN child c ON c.t_id = t.id WHERE c.t_id = 7', ['t driving once served/none by t_pkey', 'child joined one-row served/none by ic']],
]));

test('subqueries: what runs for every row around', () => check('postgresql', PG, [
  [A, 'SELECT * FROM t WHERE a = 5 AND EXISTS (SELECT 1 FROM child c WHERE c.t_id = t.id)', ['t driving once served/none by ia', 'child subquery bounded not-served/none -> (t_id)']],
  [A, 'SELECT * FROM t WHERE EXISTS (SELECT 1 FROM child c WHERE c.t_id = t.id)', ['t driving once none/none', 'child subquery whole none/none']],
  [A, 'SELECT id, (SELECT count(*) FROM child c WHERE c.t_id = t.id) FROM t', ['t driving once none/none', 'child subquery whole not-served/none -> (t_id)']],
  ['', "SELECT * FROM t WHERE id IN (SELECT t_id FROM child WHERE kind = 'x')", ['t driving once served/none by t_pkey', 'child subquery once not-served/none -> (kind)']],
  [A + C, 'SELECT count(*) FROM child WHERE t_id IN (SELECT id FROM t WHERE a = 5)', ['child driving once served/none by ic', 't subquery once served/none by ia']],
  ['', 'SELECT * FROM t WHERE created = (SELECT max(made) FROM child)', ['t driving once not-served/none -> (created)', 'child subquery once none/none']],
  [A, 'SELECT * FROM t CROSS JOIN LATERAL (SELECT * FROM child c WHERE c.t_id = t.id ORDER BY c.made DESC LIMIT 1) x WHERE t.a = 5', ['child subquery bounded not-served/not-served -> (t_id, made)', 't driving once served/none by ia']],
]));

test('derived tables, CTEs, views and UNION', () => check('postgresql', PG, [
  [A, 'SELECT * FROM (SELECT * FROM t) s WHERE s.a = 5', ['t driving once served/none by ia']],
  ['', 'SELECT * FROM (SELECT id, a AS x FROM t) s WHERE s.x = 5', ['t driving once not-served/none -> (a)']],
  [A, 'SELECT * FROM (SELECT * FROM t LIMIT 10) s WHERE s.a = 5', ['t subquery once none/none']],
  [A, 'SELECT * FROM (SELECT a, count(*) AS n FROM t GROUP BY a) s WHERE s.a = 5', ['t subquery once served/none by ia']],
  [A, 'SELECT * FROM (SELECT a, count(*) AS n FROM t GROUP BY a) s WHERE s.n = 5', ['t subquery once none/none']],
  ['', 'SELECT * FROM (SELECT a, row_number() OVER (PARTITION BY a ORDER BY b) AS n FROM t) s WHERE s.a = 5 AND s.n = 1', ['t subquery once not-served/none -> (a)']],
  ['', 'SELECT * FROM (SELECT a, row_number() OVER (PARTITION BY b ORDER BY b) AS n FROM t) s WHERE s.a = 5', ['t subquery once none/none']],
  [A, 'WITH x AS (SELECT * FROM t) SELECT * FROM x WHERE a = 5', ['t driving once served/none by ia']],
  [A, 'WITH x AS (SELECT * FROM t) SELECT * FROM x JOIN x AS y ON y.id = x.id WHERE x.a = 5', ['t subquery once none/none']],
  [A, 'WITH x AS MATERIALIZED (SELECT * FROM t) SELECT * FROM x WHERE a = 5', ['t subquery once none/none']],
  [`${A}CREATE VIEW v AS SELECT id, a AS x FROM t WHERE flag;`, 'SELECT * FROM v WHERE x = 5', ['t driving once partly/none by ia']],
  [A, 'SELECT * FROM (SELECT a, id FROM t UNION ALL SELECT amount, id FROM t) s WHERE s.a = 5', ['t subquery once served/none by ia', 't subquery once not-served/none -> (amount)']],
  [A, 'SELECT * FROM (SELECT a, id FROM t UNION ALL SELECT id, id FROM child) s WHERE s.a = 5', ['t subquery once none/none', 'child subquery once none/none']],
  [A, 'SELECT a, sum(b) FROM t GROUP BY a HAVING a = 5', ['t driving once served/none by ia']],
  ['', 'WITH RECURSIVE tree AS (SELECT id FROM t WHERE id = 1 UNION ALL SELECT c.id FROM child c JOIN tree ON tree.id = c.t_id) SELECT * FROM tree', ['t subquery once served/none by t_pkey', 'child joined bounded not-served/none -> (t_id)']],
]));

test('SQLite: joins and subqueries', () => check('sqlite', SQLITE, [
  [A, 'SELECT * FROM t JOIN child c ON c.t_id = t.id WHERE t.a = 5', ['t driving once served/none by ia', 'child joined bounded not-served/none -> (t_id)']],
  [A + C, 'SELECT * FROM child c RIGHT JOIN t ON t.id = c.t_id WHERE t.a = 5', ['t driving once served/none by ia', 'child joined bounded unknown/unknown']],
  [A, 'WITH x AS (SELECT * FROM t) SELECT x.id FROM x JOIN x AS y ON y.id = x.id WHERE x.a = 5', ['t driving once served/none by ia', 't joined bounded served/none by primary-key']],
  [A, 'SELECT * FROM t WHERE EXISTS (SELECT 1 FROM child c WHERE c.t_id = t.id)', ['t driving once none/none', 'child subquery whole not-served/none -> (t_id)']],
]));
