import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnRef, Expr } from '../../server/src/facts/expr.ts';
import { exprText, type ExprStyle } from '../../server/src/rules/words/expression.ts';
import { listOf } from '../../server/src/rules/words/list.ts';
import { nullsOf, shapeText } from '../../server/src/rules/words/index.ts';
import { sqliteReader } from '../../server/src/sql/sqlite/reader.ts';

const nameOf = (c: ColumnRef): string => (c.by === 'name' ? (c.qualifier === null ? c.name : `${c.qualifier}.${c.name}`) : '?');
const told: ExprStyle<ColumnRef> = { column: nameOf, values: 'hidden' };
const shown: ExprStyle<ColumnRef> = { column: nameOf, values: 'shown' };

const statement = (text: string) => sqliteReader.readStatement({ text, toDocument: (offset) => offset, holeAt: () => null, schemaOf: () => null }, { pgParse: () => null, pgScan: () => null });

function condition(text: string): Expr<ColumnRef> {
  const read = statement(`SELECT 1 FROM t WHERE ${text}`);
  const where = read.kind === 'query' ? read.query.where : null;
  return where ?? assert.fail(`${text}: ${JSON.stringify(read)}`);
}

/** A condition as SQL has it, as a message tells it, and as an index's WHERE shows it. */
const cases: readonly (readonly [sql: string, told: string, shown?: string])[] = [
  ['project_id = ?', 'project_id = …', 'project_id = ?'],
  ["project_id = 'p7'", 'project_id = …', "project_id = 'p7'"],
  ['5 < amount', 'amount > …', 'amount > 5'],
  ['amount >= 1 + 2', 'amount >= …'],
  ["status IN ('a', 'b')", 'status IN (…)', "status IN ('a', 'b')"],
  ['status NOT IN (?, ?)', 'status NOT IN (…)'],
  ['deleted_at IS NULL', 'deleted_at IS NULL', 'deleted_at IS NULL'],
  ['deleted_at IS NOT NULL', 'deleted_at IS NOT NULL'],
  ["lower(email) = 'x'", 'lower(email) = …'],
  ["strftime('%Y', made) = '2024'", "strftime('%Y', made) = …"],
  ['made BETWEEN ? AND ?', 'made BETWEEN … AND …'],
  ["name LIKE 'abc%'", 'name LIKE …'],
  ["name NOT LIKE 'abc%'", 'name NOT LIKE …'],
  ["name GLOB 'a*'", 'name GLOB …'],
  ['post_id = posts.id', 'post_id = posts.id'],
  ['active = TRUE', 'active = true', 'active = true'],
  ["data ->> 'kind' = 'x'", "data ->> 'kind' = …"],
  ['a = 1 OR b = 2', 'a = … OR b = …'],
  ['(a = 1 AND b = 2) OR c = 3', '(a = … AND b = …) OR c = …'],
  ['NOT (a = 1)', 'NOT (a = …)'],
  ['a IN (SELECT x FROM y)', 'a IN (SELECT …)'],
  ['EXISTS (SELECT 1 FROM y)', 'EXISTS (…)'],
  ['a = (SELECT max(x) FROM y)', 'a = …'],
  ["name = 'x' COLLATE NOCASE", 'name = …'],
  ['-a = 1', '-a = …'],
  ["note = 'it''s'", 'note = …', "note = 'it''s'"],
];

for (const [sql, inMessage, inIndex] of cases) {
  test(`words for ${sql}`, () => {
    assert.equal(exprText(condition(sql), told), inMessage);
    if (inIndex !== undefined) assert.equal(exprText(condition(sql), shown), inIndex);
  });
}

test('long and deep conditions stay one short phrase', () => {
  const long = exprText(condition(Array.from({ length: 60 }, (_, i) => `column_${i} = ?`).join(' OR ')), told);
  assert.equal(long.length, 80);
  assert.ok(long.endsWith('…'));
  let deep: Expr<ColumnRef> = condition('a = 1');
  for (let i = 0; i < 20_000; i++) deep = { kind: 'not', arg: deep, span: { start: 0, end: 0 } };
  assert.ok(exprText(deep, told).length <= 80);
});

const indexes: readonly (readonly [ddl: string, shape: string])[] = [
  ['CREATE INDEX i ON t (a, b DESC)', '(a, b desc)'],
  ['CREATE INDEX i ON t (lower(a) COLLATE NOCASE)', '(lower(a) COLLATE NOCASE)'],
  ['CREATE INDEX i ON t (a) WHERE b IS NULL', '(a) WHERE b IS NULL'],
  ["CREATE INDEX i ON t (a) WHERE status = 'open'", "(a) WHERE status = 'open'"],
];
for (const [ddl, shape] of indexes) {
  test(`words for ${ddl}`, () => {
    const read = statement(ddl);
    const operation = read.kind === 'schema' ? read.operations[0] : undefined;
    assert.equal(operation?.op === 'create-index' ? shapeText(operation.index) : ddl, shape);
  });
}

test('lists', () => {
  assert.deepEqual([listOf([]), listOf(['a']), listOf(['a', 'b']), listOf(['a', 'b', 'c'])], ['', 'a', 'a and b', 'a, b and c']);
});

test('nulls follow dialect and direction', () => {
  const at = (direction: 'asc' | 'desc') => ({ direction, nulls: 'default' }) as const;
  assert.deepEqual(['asc', 'desc'].map((d) => nullsOf(at(d === 'asc' ? 'asc' : 'desc'), 'postgresql')), ['last', 'first']);
  assert.deepEqual(['asc', 'desc'].map((d) => nullsOf(at(d === 'asc' ? 'asc' : 'desc'), 'sqlite')), ['first', 'last']);
  assert.equal(nullsOf({ direction: 'desc', nulls: 'last' }, 'postgresql'), 'last');
});
