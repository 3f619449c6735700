import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundQuery } from '../../server/src/facts/query.ts';
import { accessPaths, coversIndex, sameIndex } from '../../server/src/match/index.ts';
import { catalogOf, queryOf } from './support/scenario.ts';
import { PG } from './support/schemas.ts';
import { say } from './support/say.ts';

/** The query with its n-th conditions marked as sent only sometimes. */
function optional(sql: string, places: readonly number[], indexes = ''): readonly string[] {
  const catalog = catalogOf(`${PG}${indexes}`, 'postgresql');
  const query = queryOf(sql, catalog);
  const { where } = query;
  if (where === null) return [];
  const args = where.kind === 'and' ? where.args : [where];
  const marked: BoundQuery = { ...query, where: { kind: 'and', span: where.span, args: args.map((a, i) => (places.includes(i) ? { ...a, optional: true } : a)) } };
  return accessPaths(marked, catalog).map((p) => `${say(p)}${p.optionalOnly ? ' (optional only)' : ''}`);
}

test('conditions that are always sent are judged first', () => {
  assert.deepEqual(optional('SELECT * FROM t WHERE a = 1 AND b = 2', [1], 'CREATE INDEX i ON t (a);'), ['t driving once served/none by i']);
  assert.deepEqual(optional('SELECT * FROM t WHERE a = 1 AND b = 2', [1]), ['t driving once not-served/none -> (a)']);
  assert.deepEqual(optional('SELECT * FROM t WHERE a = 1 AND b = 2', [0, 1]), ['t driving once not-served/none -> (a) (optional only)'], 'they may be alternatives');
  assert.deepEqual(optional('SELECT * FROM t WHERE closed IS NULL AND b = 2', [1]), ['t driving once not-served/none -> (b, closed) (optional only)']);
  assert.deepEqual(optional('SELECT * FROM t WHERE flag AND b = 2', [1], 'CREATE INDEX i ON t (b);'), ['t driving once partly/none by i (optional only)']);
});

test('two indexes compared', () => {
  const indexes = (ddl: string) => catalogOf(`${PG}${ddl}`, 'postgresql').tables.get('t')?.indexes.filter((i) => i.kind === 'index') ?? [];
  const compare = (one: string, other: string): string => {
    const [a, b] = indexes(`CREATE INDEX x1 ON t ${one}; CREATE INDEX x2 ON t ${other};`);
    return a === undefined || b === undefined ? 'missing' : sameIndex(a, b) ? 'same' : coversIndex(a, b) ? 'covers' : 'no';
  };
  const rows: readonly (readonly [string, string, string])[] = [
    ['(a, b)', '(a, b)', 'same'], ['(a, b)', '(a)', 'covers'], ['(a)', '(a, b)', 'no'], ['(a DESC)', '(a)', 'same'], ['(a, b DESC)', '(a DESC, b)', 'same'], ['(a, b DESC)', '(a, b)', 'no'], ['(a) WHERE flag', '(a)', 'no'], ['(a) WHERE flag', '(a) WHERE flag', 'same'],
    ['(lower(email), a)', '(lower(email))', 'covers'], ['(name text_pattern_ops)', '(name)', 'no'], ['USING gin (data)', '(data)', 'no'], ['(a) INCLUDE (b)', '(a)', 'covers'], ['(a)', '(a) INCLUDE (b)', 'no'], ['(a, b)', '(a) INCLUDE (b)', 'covers'], ['(a DESC NULLS LAST)', '(a)', 'no'],
  ];
  for (const [one, other, told] of rows) assert.equal(compare(one, other), told, `${one} | ${other}`);
});
