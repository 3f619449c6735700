import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';
import { read, showQuery } from './support.ts';

/** Scripts as their tools have them, and the queries in them; none of them leaves anything unread. */
const SCRIPTS: readonly (readonly [name: string, script: string, queries: readonly string[]])[] = [
  ['PgTyped', `/* @name FindUsers
  @param ids -> (...)
*/
SELECT * FROM users WHERE id IN :ids AND email = :email! AND (:x::text IS NULL OR name = :x);
/*
  @name InsertUsers
  @param users -> ((name!, email)...)
*/
INSERT INTO users (name, email) VALUES :users RETURNING id;
/* @name Update */
UPDATE users SET name = :name WHERE id = :id! AND tags = ANY(:tags!::text[]);
/* @name InsertOne
  @param u -> (name, email) */
INSERT INTO users (name, email) VALUES :u RETURNING id;`, [
    'select all from users where ((id in (?:ids)) and (email = ?:email!) and ((cast(?:x as text) is null) or (name = ?:x)))', 'insert id',
    'update from users where ((id = ?:id!) and (tags = any (cast(?:tags! as text[]))))', 'insert id',
  ]],
  ['psql', `\\set ON_ERROR_STOP on
\\i other.sql
\\copy users FROM 'x.csv' CSV HEADER
\\if :{?schema}
\\endif
SELECT a FROM users WHERE id = :var AND name = :'var' AND x = 3;
SELECT a FROM :"schema".users WHERE id = 1;
SELECT a FROM users WHERE :"column" = 1;
SELECT a FROM users WHERE b = 2 \\gset
SELECT a FROM users WHERE b = 3 \\g out.txt
SELECT a FROM users WHERE b = 4 \\watch 5
SELECT a FROM users WHERE b = 5;
\\connect other`, [
    "select a from users where ((id = ?:var) and (name = ?:'var') and (x = 3))", 'select a from users where (id = 1)', 'select a from users where ({known only at run time} = 1)',
    ...[2, 3, 4, 5].map((value) => `select a from users where (b = ${value})`),
  ]],
  ['COPY data', `COPY public.users (id, email) FROM stdin;
1\tit's; DELETE FROM users;
2\t\\N
\\.

SELECT a FROM users WHERE id = 1;
COPY users FROM STDIN WITH (FORMAT csv);
1,"a
\\.
COPY (SELECT a FROM users WHERE b = 1) TO STDOUT;
COPY t FROM '/tmp/x';
SELECT b FROM users;`, ['select a from users where (id = 1)', 'select a from users where (b = 1)', 'select b from users']],
];

for (const [name, script, queries] of SCRIPTS) test(`scripts: ${name}`, () => {
  const facts = read(script);
  assert.deepEqual(facts.queries.map(({ query }) => showQuery(query)), queries);
  assert.deepEqual([facts.unread, facts.problems], [[], []]);
});

/** A schema, queries over it, and the queries (by their places) that no index serves. */
const SCHEMAS: readonly (readonly [name: string, schema: string, queries: readonly string[], unserved: readonly number[]])[] = [
  ['partitions have the indexes of their parent, whenever they came to it',
    `CREATE TABLE m (id int, at date, v int, w int) PARTITION BY RANGE (at);
     CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
     CREATE INDEX m_v ON m (v);
     CREATE TABLE m2 (id int, at date, v int, w int);
     ALTER TABLE m ATTACH PARTITION m2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
     CREATE TABLE m3 PARTITION OF m DEFAULT PARTITION BY HASH (id);
     CREATE TABLE m3a PARTITION OF m3 FOR VALUES WITH (MODULUS 2, REMAINDER 0);`,
    [...['m', 'm1', 'm2', 'm3', 'm3a'].map((table) => `SELECT at FROM ${table} WHERE v = 1`), 'SELECT at FROM m1 WHERE w = 1'], [5]],
  ['tables that inherit have the columns of their parent and not its indexes',
    'CREATE TABLE p (id int PRIMARY KEY, v int); CREATE INDEX pv ON p (v); CREATE TABLE c (x int) INHERITS (p); CREATE INDEX cx ON c (x);',
    ['SELECT id FROM c WHERE v = 1', 'SELECT id FROM c WHERE x = 1', 'SELECT id FROM ONLY p WHERE v = 2'], [0]],
  ['the search path says which schema is meant, and RESET that none is',
    `SET search_path TO a, public; CREATE TABLE t (id int PRIMARY KEY, x int); CREATE INDEX tx ON t (x);
     SET search_path = b; CREATE TABLE t (id int PRIMARY KEY, x int, y int);
     RESET search_path; CREATE TABLE u (id int PRIMARY KEY, x int); CREATE INDEX ux ON public.u (x);`,
    ['SET search_path TO a', 'SELECT id FROM t WHERE x = 1', 'SET search_path TO b, a, public', 'SELECT id FROM t WHERE x = 2', 'SELECT id FROM u WHERE x = 3', 'SELECT id FROM a.t WHERE x = 4', 'SELECT id FROM b.t WHERE y = 5', 'SET search_path TO public, a', 'SELECT id FROM t WHERE x = 6'], [3, 6]],
  ['views are looked through, materialized ones are tables',
    `CREATE TABLE t (id int PRIMARY KEY, x int, y int, z text); CREATE INDEX tx ON t (x);
     CREATE VIEW v AS SELECT id, x AS xx, y AS yy FROM t WHERE z IS NOT NULL; CREATE VIEW w AS SELECT * FROM v; CREATE VIEW k (a, b) AS SELECT x, y FROM t;
     CREATE MATERIALIZED VIEW mv AS SELECT x, y FROM t; CREATE INDEX mvx ON mv (x); CREATE VIEW g AS SELECT x, count(*) AS n FROM t GROUP BY x;`,
    ['v WHERE xx', 'v WHERE yy', 'w WHERE yy', 'k WHERE b', 'k WHERE a', 'mv WHERE x', 'mv WHERE y', 'g WHERE n', 'g WHERE x'].map((part) => `SELECT * FROM ${part} = 1`), [1, 2, 3, 6]],
];

for (const [name, schema, queries, unserved] of SCHEMAS) test(name, () => {
  const snapshot = workspaceOf({ 'package.json': '{}', 'schema.sql': schema, 'q.sql': queries.join(';\n') }).snapshot();
  const lines = snapshot.findings().filter((finding) => finding.rule.startsWith('unindexed')).flatMap((finding) => finding.sites.map((site) => queries.join(';\n').slice(0, site.span.start).split('\n').length - 1));
  assert.deepEqual(lines.sort((a, b) => a - b), unserved);
  assert.deepEqual(snapshot.stats().unread, []);
});
