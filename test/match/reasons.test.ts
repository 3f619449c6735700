import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccessPath } from '../../server/src/facts/access.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { pathsOf } from './support/scenario.ts';
import { PG, SQLITE } from './support/schemas.ts';

const pathOf = (index: string, rest: string, dialect: Dialect = 'postgresql'): AccessPath => {
  const [path] = pathsOf(`${dialect === 'sqlite' ? SQLITE : PG}CREATE INDEX ix ON t ${index};`, `SELECT * FROM t ${rest}`, dialect);
  return path ?? assert.fail('no path');
};

test('why an index does not serve the filter', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['(a, b)', 'WHERE b = 1', 'no-condition-on-leading-column'], ['(created, a)', 'WHERE a = 1 ORDER BY created', 'leading-column-only-in-sort'], ['(name)', "WHERE name LIKE 'x%'", 'opclass'], ['(name COLLATE "C")', "WHERE name = 'x'", 'collation'],
    ['(lower(email))', "WHERE upper(email) = 'x'", 'expression-mismatch'], ['(email)', "WHERE lower(email) = 'x'", 'expression-mismatch'], ['(a) WHERE flag', 'WHERE a = 1', 'partial-not-implied'], ['(a) WHERE status = \'x\'', 'WHERE a = 1 AND status = $1', 'parameter-for-partial'],
    ['(a)', 'WHERE a = 1.5', 'type-mismatch'], ['USING gin (data)', "WHERE data ->> 'k' = 'x'", 'expression-mismatch'], ['USING hash (a)', 'WHERE a > 1', 'method'], ['(a)', 'WHERE a = 1 OR b = 2', 'or-arm-unserved'],
  ];
  for (const [index, rest, reason] of rows) assert.equal(pathOf(index, rest).rejected.find((r) => r.index.name === 'ix')?.reason, reason, `${index} | ${rest}`);
});

test('why an index does not give the order', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['(created, id DESC)', 'ORDER BY created, id LIMIT 5', 'direction'], ['(created DESC NULLS LAST)', 'ORDER BY created DESC LIMIT 5', 'nulls-order'], ['(a, created)', 'ORDER BY created LIMIT 5', 'sort-columns-differ'], ['(created) WHERE flag', 'ORDER BY created LIMIT 5', 'partial-not-implied'],
    ['(name text_pattern_ops)', 'ORDER BY name LIMIT 5', 'opclass'], ['(a, created DESC NULLS LAST)', 'WHERE a = 1 ORDER BY created DESC LIMIT 5', 'nulls-order'],
  ];
  for (const [index, rest, reason] of rows) assert.equal(pathOf(index, rest).orderRejected.find((r) => r.index.name === 'ix')?.reason, reason, `${index} | ${rest}`);
});

test('what a condition is, and why it is blocked', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['a = 1', 'equality'], ['a IN (1, 2)', 'in'], ['b IS NULL', 'is-null'], ['a > 1', 'range one-sided'], ['a BETWEEN 1 AND 2', 'range'], ["name LIKE 'x%'", 'prefix'], ["name LIKE '%x'", 'special wildcard'], ['name LIKE $1', 'special pattern'], ['a <> 1', 'other negation'], ['a = b', 'other same-row'],
    ["lower(email) = 'x'", 'equality function'], ["created::date = '2025-01-01'", 'equality cast'], ['a + 1 = 2', 'equality arithmetic'], ['a = 1.5', 'equality type'], ['a > random()', 'range volatile one-sided'], ["tags @> ARRAY['x']", 'special special'], ['CASE WHEN flag THEN a = 1 END', 'other opaque'], ['a = 1 OR b = 2', 'or'], ['a = 1 OR $1 IS NULL', 'or or'],
  ];
  for (const [sql, told] of rows) {
    const [c] = pathOf('(score)', `WHERE ${sql}`).conditions;
    assert.equal([c?.form, c?.blockerKind, c?.oneSided === true ? 'one-sided' : null].filter((x) => x !== null && x !== undefined).join(' '), told, sql);
    assert.equal(c?.blocker === null, c?.blockerKind === null, sql);
  }
});

test('two ends of a range are no one-sided range, and a boolean is of low cardinality', () => {
  const path = pathOf('(score)', "WHERE created >= '2025-01-01' AND created < '2025-02-01' AND flag");
  assert.deepEqual(path.conditions.map((c) => [c.oneSided ?? false, c.lowCardinality]), [[false, false], [false, false], [false, true]]);
});

test('what is less sure is said', () => {
  assert.equal(pathOf('(a, b)', 'WHERE b = 1', 'sqlite').skipScan, true);
  assert.equal(pathOf('(a, b)', 'WHERE b = 1').skipScan, false);
  assert.equal(pathOf('(score)', 'WHERE a = 1 AND CASE WHEN $1 THEN b = 1 END').opaque, true);
  assert.deepEqual(['CASE WHEN $1 THEN b = 1 END', 'CASE WHEN $1 THEN $2 END', '(b = 1 OR CASE WHEN $1 THEN $2 END)', 'b = CASE WHEN $1 THEN 2 END'].map((sql) => pathOf('(score)', `WHERE a = 1 AND ${sql}`).unknown === true), [false, true, true, false]);
  const walk = pathOf('(created)', "WHERE status = 'x' ORDER BY created LIMIT 5");
  assert.deepEqual([walk.orderWalk, walk.limited, walk.serving.map((i) => i.name)], [true, true, ['ix']]);
  assert.equal(pathOf('(created)', "WHERE status = 'x' ORDER BY created").orderWalk, false);
});

test('at most one row', () => {
  assert.equal(pathOf('(score)', 'WHERE id = 1').oneRow, true);
  assert.equal(pathOf('(score)', 'WHERE id IN (1, 2)').oneRow, false);
  const unique = (rest: string): boolean => pathsOf(`${PG}CREATE UNIQUE INDEX u ON t (a, b); CREATE UNIQUE INDEX p ON t (email) WHERE closed IS NULL;`, `SELECT * FROM t WHERE ${rest}`, 'postgresql')[0]?.oneRow === true;
  assert.deepEqual(['a = 1 AND b = 2', 'a = 1', 'a = 1 AND b IS NULL', "email = 'x'", "email = 'x' AND closed IS NULL"].map(unique), [true, false, false, false, true]);
});

test('the caller may ask for one row without saying so in SQL', () => {
  const limited = (one: boolean): boolean | undefined => pathsOf(PG, 'SELECT * FROM t ORDER BY created', 'postgresql', one ? { one } : {})[0]?.limited;
  assert.deepEqual([limited(true), limited(false)], [true, false]);
});

test('a list of whole keys is a better way in than an equality on a column that is no key', () => {
  for (const dialect of ['postgresql', 'sqlite'] as const) {
    const path = pathOf('(a)', 'WHERE a = 1 AND id IN (1, 2)', dialect);
    assert.deepEqual([path.filter, path.serving[0]?.unique ?? path.serving[0]?.kind, path.proposal], ['partly', true, null], dialect);
    assert.equal(pathOf('(a, b)', 'WHERE a = 1 AND b IN (1, 2)', dialect).serving[0]?.name, 'ix', dialect);
  }
});
