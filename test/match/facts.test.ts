import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { pathsOf } from './support/scenario.ts';
import { PG, SQLITE } from './support/schemas.ts';

/** What is known of real planners (each row a fact that one was seen to follow): an index, what follows FROM t, and `filter/sort`. */
type Row = readonly [index: string, rest: string, verdict: string];

const check = (dialect: Dialect, ddl: string, rows: readonly Row[]): void => {
  for (const [index, rest, verdict] of rows) {
    const [path] = pathsOf(`${ddl}${index === '' ? '' : `CREATE INDEX ix ON t ${index};`}`, `SELECT * FROM t ${rest}`, dialect);
    assert.equal(path === undefined ? 'no path' : `${path.filter}/${path.sort}`, verdict, `${index} | ${rest}`);
  }
};

test('PostgreSQL: the leading column must be bound', () => check('postgresql', PG, [
  ['(a, b)', 'WHERE b = 1', 'not-served/none'], ['(a, b)', 'WHERE a = 1', 'served/none'], ['(a, b)', 'WHERE a = 1 AND b > 2', 'served/none'], ['(a, b)', 'WHERE b = 1 AND a = 2', 'served/none'],
  ['(a, created, b)', 'WHERE a = 1 AND b = 2', 'partly/none'], ['(created, a)', "WHERE created > '2025-01-01' AND a = 2", 'partly/none'], ['', 'WHERE id = 1', 'served/none'], ['', "WHERE id = 1 AND status = 'x'", 'served/none'], ['', 'WHERE a = 1', 'not-served/none'], ['', '', 'none/none'],
]));

test('PostgreSQL: order', () => check('postgresql', PG, [
  ['(closed, created)', 'WHERE closed IS NULL ORDER BY created', 'served/not-served'], ['(created) WHERE closed IS NULL', 'WHERE closed IS NULL ORDER BY created', 'served/served'],
  ['(created)', 'ORDER BY created DESC NULLS LAST LIMIT 5', 'none/not-served'], ['(created DESC NULLS LAST)', 'ORDER BY created DESC NULLS LAST LIMIT 5', 'none/served'], ['(created NULLS FIRST)', 'ORDER BY created DESC NULLS LAST LIMIT 5', 'none/served'],
  ['(created)', 'ORDER BY created DESC LIMIT 5', 'none/served'], ['(created)', 'ORDER BY created, id LIMIT 5', 'none/not-served'], ['(created, id)', 'ORDER BY created DESC, id DESC LIMIT 5', 'none/served'], ['(created, id)', 'ORDER BY created DESC, id LIMIT 5', 'none/not-served'],
  ['(a, created)', 'WHERE a = 1 ORDER BY a DESC, created', 'served/served'], ['(a) INCLUDE (created)', 'WHERE a = 1 ORDER BY created', 'served/not-served'], ['(a, created)', 'WHERE a IN (1, 2) ORDER BY created', 'served/not-served'], ['(a, created)', 'WHERE a IN (1, 2) ORDER BY a, created', 'served/served'],
  ['', 'WHERE id = 5 ORDER BY created', 'served/served'], ['', 'ORDER BY id, created LIMIT 5', 'none/served'], ['(created)', "WHERE status = 'x' ORDER BY created LIMIT 5", 'not-served/served'], ['(lower(email))', 'ORDER BY lower(email) LIMIT 5', 'none/served'],
  ['(name text_pattern_ops)', 'ORDER BY name LIMIT 5', 'none/not-served'], ['(name COLLATE "C")', 'ORDER BY name LIMIT 5', 'none/not-served'], ['(a, b, created)', 'WHERE a = 1 AND b > 2 ORDER BY created LIMIT 5', 'served/not-served'], ['(a, b, created)', 'WHERE a = 1 AND b > 2 ORDER BY b, created', 'served/served'],
]));

test('PostgreSQL: partial indexes', () => check('postgresql', PG, [
  ['(id) WHERE flag', 'WHERE flag = true', 'served/none'], ['(id) WHERE flag = true', 'WHERE NOT (flag = false)', 'served/none'], ['(id) WHERE flag', 'WHERE flag IS TRUE', 'not-served/none'], ['(id) WHERE flag IS TRUE', 'WHERE flag', 'not-served/none'], ['(flag)', 'WHERE flag IS TRUE', 'served/none'], ['(flag)', 'WHERE NOT flag', 'served/none'],
  ['(amount) WHERE amount > 10000', 'WHERE amount > 90000', 'served/none'], ['(amount) WHERE amount > 89999', 'WHERE amount > 90000', 'served/none'], ['(amount) WHERE amount > 90000', 'WHERE amount > 10000', 'not-served/none'], ['(amount) WHERE amount >= 90000', 'WHERE amount > 90000', 'served/none'], ['(amount) WHERE amount > 90000', 'WHERE amount >= 90000', 'not-served/none'],
  ["(a) WHERE status IN ('stuck', 'failed')", "WHERE status = 'stuck' AND a = 1", 'partly/none'], ["(a) WHERE status <> 'done'", "WHERE status = 'stuck' AND a = 1", 'partly/none'], ['(a) WHERE status IS NOT NULL', "WHERE status = 'stuck' AND a = 1", 'partly/none'], ["(a) WHERE status = 'done'", "WHERE status = 'stuck' AND a = 1", 'not-served/none'],
  ['(a) WHERE closed IS NOT NULL', "WHERE closed > '2025-01-01' AND a = 1", 'partly/none'], ['(id) WHERE closed IS NULL', 'WHERE closed IS NULL', 'served/none'], ["(a) WHERE status = 'stuck'", "WHERE a = 1 AND status = 'stuck'", 'served/none'], ["(a) WHERE status = 'stuck'", 'WHERE a = 1 AND status = $1', 'unknown/none'],
]));

test('PostgreSQL: NOT, OR and rows', () => check('postgresql', PG, [
  ['(a)', 'WHERE NOT (a <> 1)', 'served/none'], ['(created)', "WHERE NOT (created < '2025-01-01')", 'served/none'], ['(a)', 'WHERE a NOT BETWEEN 1 AND 5', 'served/none'], ['(a, b)', 'WHERE NOT (a <> 1 OR b <> 2)', 'served/none'], ['(a)', 'WHERE a = 1 OR a = 2', 'served/none'], ['(a)', 'WHERE a < 1 OR a > 100', 'served/none'],
  ['(created, id)', "WHERE (created, id) > ('2025-01-01', 5)", 'served/none'], ['(created)', "WHERE (created, id) > ('2025-01-01', 5)", 'partly/none'], ['(a, b)', 'WHERE (a, b) IN ((1, 2), (3, 4))', 'served/none'], ['(a, b)', 'WHERE (a, b) = (1, 2)', 'served/none'], ['(a, b)', 'WHERE (a = 1 AND b = 2) OR (a = 3 AND b = 4)', 'served/none'],
  ['(a)', 'WHERE a IS NOT DISTINCT FROM 1', 'none/none'], ['(a, b)', 'WHERE a = 1 OR b = 2', 'not-served/none'], ['(a)', 'WHERE +a = 1', 'not-served/none'], ['(created)', "WHERE created > clock_timestamp() - interval '1 day'", 'none/none'], ['(created)', "WHERE created > now() - interval '1 day'", 'served/none'],
  ['(created, id)', "WHERE created >= '2025-01-01' AND (created > '2025-01-01' OR id > 5) ORDER BY created, id LIMIT 5", 'partly/served'], ['(a)', 'WHERE a <> 1', 'none/none'], ['(a)', 'WHERE a NOT IN (1, 2)', 'none/none'], ['(b)', 'WHERE b IS NULL OR b > 5', 'served/none'], ['(a)', 'WHERE $1::int IS NULL OR a = $1', 'none/none'],
  ['(a)', "WHERE (a = 1 AND status = 'x') OR (a = 1 AND status = 'y')", 'partly/none'], ['(a)', 'WHERE a = ANY ($1)', 'served/none'], ['(a)', 'WHERE a = ANY (ARRAY[1, 2])', 'served/none'],
]));

test('PostgreSQL: types, collations and patterns', () => check('postgresql', PG, [
  ['(a)', 'WHERE a = 3333.0', 'none/none'], ['(a)', 'WHERE a = 3333::numeric', 'none/none'], ['(a)', 'WHERE a = 3333::float8', 'none/none'], ['(a)', 'WHERE a = 3333::bigint', 'served/none'], ['(a)', "WHERE a = '3333'", 'served/none'], ['(score)', 'WHERE score = 5', 'served/none'], ['(score)', 'WHERE score = 5::float8', 'none/none'],
  ['(name)', "WHERE name::text = 'x'", 'served/none'], ['(name)', "WHERE name = 'x'::char(9)", 'none/none'], ['(a)', 'WHERE a::bigint = 5', 'not-served/none'], ['(a)', "WHERE a::text = '5'", 'not-served/none'], ['(created)', "WHERE created::date = '2025-01-01'", 'not-served/none'],
  ['(name)', "WHERE name LIKE 'x%'", 'not-served/none'], ['(name varchar_pattern_ops)', "WHERE name LIKE 'x%'", 'served/none'], ['(name COLLATE "C")', "WHERE name LIKE 'x%'", 'served/none'], ['(name)', "WHERE name LIKE 'x'", 'served/none'], ['(name text_pattern_ops)', "WHERE name = 'x'", 'served/none'], ['(name text_pattern_ops)', "WHERE name >= 'x'", 'not-served/none'],
  ['(name COLLATE "C")', "WHERE name = 'x'", 'not-served/none'], ['(name COLLATE "C")', "WHERE name = 'x' COLLATE \"C\"", 'served/none'], ['(name text_pattern_ops)', "WHERE name ~ '^abc'", 'served/none'], ['(name text_pattern_ops)', "WHERE name ILIKE 'x%'", 'not-served/none'], ['(name text_pattern_ops)', "WHERE name ILIKE '05%'", 'partly/none'],
  ['USING gin (name gin_trgm_ops)', "WHERE name ILIKE '%abc%'", 'served/none'], ['USING gin (name gin_trgm_ops)', "WHERE name = 'abc'", 'served/none'], ['USING gin (data)', "WHERE data @> '{\"a\": 1}'", 'served/none'], ['USING gin (data jsonb_path_ops)', "WHERE data ? 'a'", 'not-served/none'], ['USING gin (data)', "WHERE data ->> 'k' = 'x'", 'not-served/none'], ["((data ->> 'k'))", "WHERE data ->> 'k' = 'x'", 'served/none'],
  ['USING gin (tags)', "WHERE tags @> ARRAY['x']", 'served/none'], ['USING gin (tags)', "WHERE 'x' = ANY (tags)", 'none/none'], ['USING hash (a)', 'WHERE a = 1', 'served/none'], ['USING hash (a)', 'WHERE a > 1', 'not-served/none'], ['USING brin (created)', "WHERE created > '2025-01-01'", 'served/none'], ['(lower(email))', "WHERE lower(email) = 'x'", 'served/none'], ['(lower(email))', "WHERE upper(email) = 'x'", 'not-served/none'],
]));

test('SQLite: what differs', () => check('sqlite', SQLITE, [
  ['(closed, created)', 'WHERE closed IS NULL ORDER BY created', 'served/served'], ['(created)', 'ORDER BY created DESC NULLS LAST LIMIT 5', 'none/served'], ['(created)', 'ORDER BY created, id LIMIT 5', 'none/served'], ['(created DESC)', 'ORDER BY created DESC, id LIMIT 5', 'none/served'], ['(created DESC)', 'ORDER BY created DESC, id DESC LIMIT 5', 'none/not-served'],
  ['(amount) WHERE amount > 10000', 'WHERE amount > 90000', 'not-served/none'], ['(amount) WHERE amount > 10000', 'WHERE amount > 10000', 'served/none'], ['(id) WHERE flag', 'WHERE flag = 1', 'not-served/none'], ['(id) WHERE flag = 1', 'WHERE flag = TRUE', 'not-served/none'], ['(id) WHERE flag', 'WHERE flag', 'served/none'], ['(a) WHERE b IS NOT NULL', 'WHERE a = 1 AND b = 2', 'partly/none'],
  ['(name)', "WHERE name LIKE 'x%'", 'not-served/none'], ['(name COLLATE NOCASE)', "WHERE name LIKE 'x%'", 'served/none'], ['(name)', "WHERE name GLOB 'x*'", 'served/none'], ['(name COLLATE NOCASE)', "WHERE name GLOB 'x*'", 'not-served/none'], ['(name COLLATE NOCASE)', "WHERE name LIKE 'x' || '%'", 'not-served/none'], ['(email)', "WHERE email LIKE 'x%'", 'served/none'],
  ['(name COLLATE NOCASE)', "WHERE name = 'x'", 'not-served/none'], ['(name)', "WHERE name = 'x' COLLATE NOCASE", 'not-served/none'], ['(a)', 'WHERE NOT (a <> 1)', 'none/none'], ['(a)', 'WHERE a NOT BETWEEN 1 AND 5', 'none/none'], ['(a)', 'WHERE a IS 5', 'served/none'], ['(a)', 'WHERE a = 3333.0', 'served/none'], ['(a)', "WHERE a = '3333'", 'served/none'], ['(name)', 'WHERE name = 5', 'served/none'], ['(a)', 'WHERE +a = 1', 'not-served/none'],
  ['(created, id)', "WHERE (created, id) > ('2025-01-01', 5)", 'partly/none'], ['(a, b)', 'WHERE (a, b) IN (VALUES (1, 2))', 'served/none'], ['(a)', 'WHERE a = random()', 'served/none'], ['', "WHERE rowid = 5", 'served/none'], ['(flag)', 'WHERE flag', 'none/none'], ['(a, b)', 'WHERE b = 5', 'not-served/none'], ['(a)', 'WHERE unlikely(a = 1)', 'served/none'],
  ['(a)', 'WHERE name = ? AND a = ? AND id > 10', 'partly/none'], ['(a)', 'WHERE a = 1 AND id > 10', 'served/none'], ['(b)', 'NOT INDEXED WHERE b = 1', 'not-served/none'], ['(b)', 'INDEXED BY ix WHERE b = 1', 'served/none'], ['(b)', 'INDEXED BY ix WHERE a = 1', 'unknown/none'],
]));
