import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import { accessPaths, accessWith } from '../../server/src/match/index.ts';
import { shapeText } from '../../server/src/rules/words/index.ts';
import { createIndexSql } from '../../server/src/sql/ddl.ts';
import { catalogOf, queryOf } from './support/scenario.ts';

const TABLE = `CREATE TABLE t (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, name text NOT NULL, email varchar(90) NOT NULL, code char(8), handle citext, data jsonb NOT NULL, tags text[] NOT NULL, search tsvector, body text NOT NULL,
  active boolean NOT NULL, deleted_at timestamptz, created timestamptz NOT NULL);`;

const FILL = `INSERT INTO t SELECT g, g % 50, 'name ' || md5(g::text), md5('e' || g) || '@x.de', 'c' || (g % 1000), 'h' || g,
  jsonb_build_object('k', md5('k' || g), 'n', g, 'tags', jsonb_build_array('t' || (g % 5000))) || CASE WHEN g % 500 = 0 THEN '{"rare": 1}' ELSE '{}' END::jsonb,
  ARRAY['a' || (g % 5000), 'b' || (g % 7)], to_tsvector('english', md5('s' || g)), 'some words ' || md5('w' || g), g % 2 = 0, CASE WHEN g % 10 = 0 THEN now() END, now() - g * interval '1 minute'
  FROM generate_series(1, 8000) g`;

type Row = readonly [indexes: string, where: string, proposal: string | null];

/** A piece of one row's text, as long as the one that stands for it below. */
const PIECE = 'SELECT substr(name, 6, 7) AS piece FROM t WHERE id = 77';

/** What is served by no b-tree, and the index that serves it. Patterns stand for those of one row in the planner's table. */
const ROWS: readonly Row[] = [
  ['', "WHERE name ILIKE '%3b3dbaf%'", '(name gin_trgm_ops) USING gin'],
  ['', "WHERE email LIKE '%3b3dbaf%'", '(email gin_trgm_ops) USING gin'],
  ['', "WHERE name ILIKE 'name 3b3dbaf%'", '(name gin_trgm_ops) USING gin'],
  ['', "WHERE name ~ '3b3dba[f0]'", '(name gin_trgm_ops) USING gin'],
  ['', "WHERE lower(name) LIKE '%3b3dbaf%'", '(lower(name) gin_trgm_ops) USING gin'],
  ['', "WHERE data ->> 'k' LIKE '%3b3dbaf%'", "((data ->> 'k') gin_trgm_ops) USING gin"],
  ['', "WHERE name || ' ' || email ILIKE '%3b3dbaf%'", "((name || ' ' || email) gin_trgm_ops) USING gin"],
  ['', "WHERE name ILIKE '%3b3dbaf%' OR email ILIKE '%3b3dbaf%'", '(name gin_trgm_ops, email gin_trgm_ops) USING gin'],
  ['CREATE INDEX i ON t USING gin (name gin_trgm_ops);', "WHERE name ILIKE '%3b3dbaf%' OR email ILIKE '%3b3dbaf%'", '(email gin_trgm_ops) USING gin'],
  ['', "WHERE id = 7 OR email ILIKE '%3b3dbaf%'", '(email gin_trgm_ops) USING gin'],
  ['', "WHERE active AND name ILIKE '%3b3dbaf%'", '(name gin_trgm_ops) USING gin'],
  ['', "WHERE deleted_at IS NULL AND name ILIKE '%3b3dbaf%' ORDER BY created DESC LIMIT 10", '(name gin_trgm_ops) USING gin'],
  ['CREATE INDEX i ON t (active);', "WHERE active AND name ILIKE '%3b3dbaf%'", '(name gin_trgm_ops) USING gin'],
  ['', "WHERE name % 'name 3b3dbaf'", '(name gin_trgm_ops) USING gin'],
  ['', `WHERE data @> '{"n": 77}'`, '(data jsonb_path_ops) USING gin'],
  ['', "WHERE data @@ '$.n == 77'", '(data jsonb_path_ops) USING gin'],
  ['', "WHERE data ? 'rare'", '(data) USING gin'],
  ['', `WHERE data ? 'rare' AND data @> '{"n": 500}'`, '(data) USING gin'],
  ['', "WHERE data -> 'tags' ? 't77'", "(data -> 'tags') USING gin"],
  ['', "WHERE data -> 'tags' @> '[\"t77\"]'", "((data -> 'tags') jsonb_path_ops) USING gin"],
  ['', "WHERE data ->> 'k' = 'x'", "(data ->> 'k')"],
  ['', "WHERE tags @> ARRAY['a77']", '(tags) USING gin'],
  ['', "WHERE tags && ARRAY['a77', 'a78']", '(tags) USING gin'],
  ['', "WHERE search @@ plainto_tsquery('english', 'x77')", '(search) USING gin'],
  ['', "WHERE to_tsvector('english', body) @@ plainto_tsquery('english', 'x77')", "(to_tsvector('english', body)) USING gin"],
  ['', "WHERE plainto_tsquery('english', 'x77') @@ to_tsvector('english'::regconfig, body)", "(to_tsvector('english'::regconfig, body)) USING gin"],
  ['', "WHERE (setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', body), 'B')) @@ to_tsquery('english', 'x77')", "(setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english'…) USING gin"],
];

/** Served already, or by nothing that can be said. */
const SILENT: readonly Row[] = [
  ['', "WHERE name LIKE '%ab%'", null], ['', 'WHERE name LIKE $1', null], ['', 'WHERE name ILIKE $1', null], ['', "WHERE name ~ '[0-9]+'", null], ['', "WHERE name NOT ILIKE '%abc%'", null], ['', "WHERE code LIKE '%abc%'", null], ['', "WHERE handle LIKE '%abc%'", null],
  ['', "WHERE concat(name, email) ILIKE '%abc%'", null], ['', "WHERE to_tsvector(body) @@ plainto_tsquery('x')", null], ['', 'WHERE tags <@ $1', null], ['', "WHERE 'x' = ANY(tags)", null],
  ['CREATE INDEX i ON t (tenant_id);', "WHERE tenant_id = 1 AND name ILIKE '%abc%'", null], ['CREATE INDEX i ON t USING gin (name gin_trgm_ops);', "WHERE name ILIKE '%' || $1 || '%'", null], ['CREATE INDEX i ON t USING gin (data);', "WHERE data @> '{}'", null],
  ['CREATE INDEX i ON t (deleted_at);', "WHERE deleted_at IS NOT NULL AND name ILIKE '%abc%' ORDER BY id LIMIT 20", null],
  ["CREATE INDEX i ON t USING gin (to_tsvector('english', body));", "WHERE to_tsvector('english'::regconfig, body) @@ plainto_tsquery('x')", null], ['CREATE INDEX i ON t USING gin (name gin_trgm_ops, email gin_trgm_ops);', "WHERE name ILIKE '%abc%' OR email ILIKE '%abc%'", null],
];

for (const [indexes, where, proposal] of [...ROWS, ...SILENT]) {
  test(`${indexes} ${where}`, () => {
    const catalog = catalogOf(TABLE + indexes, 'postgresql');
    const query = queryOf(`SELECT * FROM t ${where}`, catalog);
    const [path] = accessPaths(query, catalog);
    assert.ok(path);
    assert.equal(path.proposal === null ? null : shapeText(path.proposal.index), proposal);
    if (path.proposal === null) return;
    const [after] = accessWith(query, catalog, [{ table: 't', index: path.proposal.index }]);
    assert.ok(after !== undefined && ['served', 'partly'].includes(after.filter), 'the matcher says that it serves');
    assert.equal(after.proposal === null ? null : shapeText(after.proposal.index), null, 'and asks for nothing more');
  });
}

test('nearest vectors', () => {
  const schema = 'CREATE TABLE v (id bigint PRIMARY KEY, tenant_id bigint, a vector(768), b halfvec(3072), c vector(3072), d vector);';
  const say = (rest: string, indexes = ''): string | null => { const catalog = catalogOf(schema + indexes, 'postgresql'); const [path] = accessPaths(queryOf(`SELECT id FROM v ${rest}`, catalog), catalog); return path?.proposal ? shapeText(path.proposal.index) : null; };
  assert.equal(say('ORDER BY a <=> $1 LIMIT 5'), '(a vector_cosine_ops) USING hnsw');
  assert.equal(say('ORDER BY $1 <-> a LIMIT 5'), '(a vector_l2_ops) USING hnsw');
  assert.equal(say('WHERE a IS NOT NULL ORDER BY a <#> $1 LIMIT 5'), '(a vector_ip_ops) USING hnsw');
  assert.equal(say('ORDER BY b <+> $1 LIMIT 5'), '(b halfvec_l1_ops) USING hnsw');
  assert.equal(say('WHERE a <=> $1 < 0.3 ORDER BY a <=> $1 LIMIT 5'), '(a vector_cosine_ops) USING hnsw');
  assert.equal(say('WHERE tenant_id = $2 ORDER BY a <=> $1 LIMIT 5'), '(tenant_id)');
  assert.equal(say('WHERE tenant_id = $2 ORDER BY a <=> $1 LIMIT 5', 'CREATE INDEX i ON v (tenant_id);'), null);
  for (const rest of ['ORDER BY a <=> $1', 'ORDER BY a <=> $1 DESC LIMIT 5', 'ORDER BY 1 - (a <=> $1) LIMIT 5', 'ORDER BY c <=> $1 LIMIT 5', 'ORDER BY d <=> $1 LIMIT 5', 'ORDER BY a <=> $1, id LIMIT 5']) assert.equal(say(rest), null, rest);
  assert.equal(say('ORDER BY a <=> $1 LIMIT 5', 'CREATE INDEX i ON v USING hnsw (a vector_cosine_ops);'), null);
});

test('PostgreSQL reads the whole table before, and probes the proposed index after', async () => {
  const database = await PGlite.create({ extensions: { pg_trgm, citext } });
  await database.exec(`CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; ${TABLE} ${FILL}; ANALYZE t;`);
  const nodes = async (where: string): Promise<string> => (await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN SELECT * FROM t ${where}`)).rows.map((row) => row['QUERY PLAN']).join('\n');
  const piece = (await database.query<{ piece: string }>(PIECE)).rows[0]?.piece ?? '';
  const failures: string[] = [];
  for (const [indexes, rest] of ROWS) {
    const where = rest.replaceAll('3b3dbaf', piece);
    const catalog = catalogOf(TABLE + indexes, 'postgresql');
    const [path] = accessPaths(queryOf(`SELECT * FROM t ${where}`, catalog), catalog);
    const sql = path?.proposal ? createIndexSql({ ...path.proposal.index, name: 'proposed', table: { schema: null, name: 't' } }, 'postgresql') : null;
    await database.exec(indexes);
    const before = await nodes(where);
    if (sql !== null) await database.exec(sql);
    const after = await nodes(where);
    if (/on proposed|using proposed/.test(before) || !/(on|using) proposed[\s\S]*Cond:/.test(after)) failures.push(`${rest}\n${sql}\n${after}`);
    await database.exec('DROP INDEX IF EXISTS proposed; DROP INDEX IF EXISTS i;');
  }
  await database.close();
  assert.deepEqual(failures, []);
});

/** What pgvector's index gives the order of, and what looks like it and is not. */
const ORDERS: readonly (readonly [rest: string, proposal: string | null])[] = [
  ['ORDER BY a <=> $1 LIMIT 5', '(a vector_cosine_ops) USING hnsw'], ['ORDER BY a <-> $1 LIMIT 5', '(a vector_l2_ops) USING hnsw'], ['ORDER BY a <#> $1 LIMIT 5', '(a vector_ip_ops) USING hnsw'],
  ['WHERE a IS NOT NULL ORDER BY a <=> $1 LIMIT 5', '(a vector_cosine_ops) USING hnsw'], ['WHERE a <=> $1 < 0.5 ORDER BY a <=> $1 LIMIT 5', '(a vector_cosine_ops) USING hnsw'],
  ['ORDER BY a <=> $1 DESC LIMIT 5', null], ['ORDER BY 1 - (a <=> $1) DESC LIMIT 5', null],
];

test('PostgreSQL with pgvector reads the proposed index for the nearest, and none for an order that is turned round', async () => {
  const schema = 'CREATE TABLE v (id bigint PRIMARY KEY, a vector(32));';
  const database = await PGlite.create({ extensions: { vector } });
  await database.exec(`CREATE EXTENSION vector; ${schema} INSERT INTO v SELECT g, (SELECT array_agg(sin((g * x)::float8)) FROM generate_series(1, 32) x)::vector FROM generate_series(1, 3000) g; ANALYZE v;`);
  const near = `'[${Array.from({ length: 32 }, () => 0.5).join()}]'::vector`;
  const plan = async (rest: string): Promise<string> => (await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN SELECT id FROM v ${rest.replaceAll('$1', near)}`)).rows.map((row) => row['QUERY PLAN']).join('\n');
  for (const [rest, proposal] of ORDERS) {
    const catalog = catalogOf(schema, 'postgresql');
    const [path] = accessPaths(queryOf(`SELECT id FROM v ${rest}`, catalog), catalog);
    assert.equal(path?.proposal ? shapeText(path.proposal.index) : null, proposal, rest);
    assert.match(await plan(rest), /Sort/, rest);
    const sql = path?.proposal ? createIndexSql({ ...path.proposal.index, name: 'proposed', table: { schema: null, name: 'v' } }, 'postgresql') : 'CREATE INDEX proposed ON v USING hnsw (a vector_cosine_ops)';
    await database.exec(`${sql}; ANALYZE v;`);
    assert.match(await plan(rest), proposal === null ? /Sort/ : /Index Scan using proposed[\s\S]*Order By:/, rest);
    await database.exec('DROP INDEX proposed;');
  }
  await database.close();
});
