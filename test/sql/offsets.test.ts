import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { HOLE } from '../../server/src/sql/read.ts';
import { read, withHoles } from './support.ts';

/** Every span in some facts, by what it cuts out of the text. */
function cuts(text: string, facts: unknown): string[] {
  const out: string[] = [];
  JSON.stringify(facts, (key, value: unknown) => {
    if (key === 'span' && typeof value === 'object' && value !== null && 'start' in value && 'end' in value) out.push(text.slice(Number(value.start), Number(value.end)));
    return value;
  });
  return out;
}

/** Pieces that must be cut out exactly, whatever stands before the statement. */
const TIGHT: readonly (readonly [dialect: Dialect | 'both', sql: string, pieces: readonly string[]])[] = [
  ['both', "SELECT u.id FROM users u WHERE u.email = 'é😀' AND (u.a = 1 OR u.b IS NOT NULL)", ['u.id', 'users u', 'u.email', "'é😀'", "u.email = 'é😀'", '1', 'u.a = 1', 'u.b IS NOT NULL', 'u.a = 1 OR u.b IS NOT NULL']],
  ['both', 'SELECT 1 FROM t WHERE a IN (1, 2) AND b BETWEEN 3 AND 4 AND lower(c) LIKE ?', ['a IN (1, 2)', 'b BETWEEN 3 AND 4', 'lower(c) LIKE ?', 'lower(c)', '?']],
  ['both', 'SELECT 1 FROM t ORDER BY "日本" DESC NULLS LAST, b', ['"日本" DESC NULLS LAST', '"日本"', 'b']],
  ['both', 'SELECT 1 FROM t WHERE EXISTS (SELECT 2 FROM v WHERE v.t = t.id)', ['EXISTS (SELECT 2 FROM v WHERE v.t = t.id)', 'SELECT 2 FROM v WHERE v.t = t.id', 'v.t = t.id']],
  ['both', 'SELECT 1 FROM a JOIN b ON b.x = a.y WHERE coalesce(a.z, 0) > -5 AND NOT a.w', ['b', 'b.x = a.y', 'coalesce(a.z, 0)', '-5', 'NOT a.w']],
  ['postgresql', 'SELECT count(*) FILTER (WHERE a) OVER (ORDER BY b) FROM t WHERE a::timestamp(3) with time zone > now() AND CAST(b AS "char") = \'x\'', ['count(*) FILTER (WHERE a) OVER (ORDER BY b)', 'a::timestamp(3) with time zone', 'now()', "CAST(b AS \"char\") = 'x'"]],
  ['postgresql', "SELECT 1 FROM t WHERE a = ANY ($1) AND data->>'k' = 'v' AND ARRAY[1, 2] && b AND (c, d) = ROW(1, 2) AND e[1] = 2 AND f COLLATE \"C\" = 'q'", ['a = ANY ($1)', "data->>'k'", 'ARRAY[1, 2] && b', '(c, d)', 'ROW(1, 2)', 'e[1]', 'f COLLATE "C"']],
  ['postgresql', 'SELECT 1 FROM t WHERE CASE WHEN a THEN 1 ELSE CASE b WHEN 2 THEN 3 END END = 1 AND extract(year from d) = 2', ['CASE WHEN a THEN 1 ELSE CASE b WHEN 2 THEN 3 END END', 'extract(year from d)']],
  ['postgresql', 'CREATE INDEX i ON t USING gin (lower(a) text_ops DESC, "é" COLLATE "C", (b || c)) WHERE d = 1', ['lower(a)', '"é"', 'b || c', 'd = 1']],
  ['postgresql', 'CREATE TABLE t (id int PRIMARY KEY, b text DEFAULT \'é\' REFERENCES u (x) ON DELETE SET NULL NOT NULL, CONSTRAINT c UNIQUE (b))', ['id int PRIMARY KEY', 'PRIMARY KEY', "b text DEFAULT 'é' REFERENCES u (x) ON DELETE SET NULL NOT NULL", 'REFERENCES u (x) ON DELETE SET NULL', 'CONSTRAINT c UNIQUE (b)']],
  ['postgresql', 'WITH c AS (SELECT 1 FROM x) UPDATE t SET a = 1 FROM (SELECT 2 FROM y) z WHERE t.id = z.id', ['SELECT 1 FROM x', 'SELECT 2 FROM y', 't.id = z.id']],
];

const BEFORE = ["-- 日本語 😀\nSELECT '😀';\n", '/* é */ ', '\uFEFF', ''];

for (const [which, sql, pieces] of TIGHT) {
  for (const dialect of which === 'both' ? (['postgresql', 'sqlite'] as const) : [which]) {
    test(`${dialect}: ${sql.slice(0, 90)}`, () => {
      for (const before of BEFORE) {
        const text = before + sql;
        const found = cuts(text, read(text, dialect));
        for (const piece of pieces) assert.ok(found.includes(piece), `${JSON.stringify(piece)} behind ${JSON.stringify(before)} is not among ${JSON.stringify(found)}`);
      }
    });
  }
}

test('placeholders of any length keep what stands behind them in place', () => {
  for (const dialect of ['postgresql', 'sqlite'] as const) {
    const text = 'SELECT 1 FROM t WHERE a = :a_rather_long_name AND b = @x AND c IN (?, :y) AND d > 5';
    const found = cuts(text, read(text, dialect));
    for (const piece of [':a_rather_long_name', 'b = @x', 'c IN (?, :y)', 'd > 5', '5']) assert.ok(found.includes(piece), `${piece}: ${JSON.stringify(found)}`);
  }
});

test('a fragment is told where it stands', () => {
  const document = 'const f = sql`AND t.b = 2`; sql`SELECT * FROM t WHERE t.a = 1 ${f} AND t.c = 3`';
  const inner = { text: 'AND t.b = 2', holes: [], toDocument: (offset: number) => offset + 14 };
  const head = document.indexOf('SELECT');
  const hole = document.indexOf('${f}');
  const sql = withHoles(document.slice(head, -1).replace('${f}', HOLE), [{ kind: 'fragment', text: inner, optional: false }]);
  const before = hole - head;
  const facts = read({ ...sql, holes: sql.holes.map((one) => ({ ...one, span: { start: hole, end: hole + 4 } })), toDocument: (offset) => head + (offset <= before ? offset : offset + 3) });
  const found = cuts(document, facts.queries[0]?.query.where);
  for (const piece of ['t.a = 1', 't.b = 2', 't.c = 3']) assert.ok(found.includes(piece), `${piece}: ${JSON.stringify(found)}`);
});

test('no span is ever turned round or outside the text', () => {
  const text = `SELECT a, (SELECT 1 FROM t${HOLE} WHERE b = ?) FROM "é" WHERE ${HOLE} AND x = '😀' ORDER BY ${HOLE}, y ${HOLE} LIMIT`;
  for (const dialect of ['postgresql', 'sqlite'] as const) {
    const facts = read(withHoles(text, [{ kind: 'unknown' }, { kind: 'value' }, { kind: 'unknown' }, { kind: 'unknown' }]), dialect);
    const spans = [...JSON.stringify(facts).matchAll(/"start":(-?\d+),"end":(-?\d+)/g)];
    assert.ok(spans.length > 5);
    for (const [, start, end] of spans) assert.ok(Number(start) >= 0 && Number(start) <= Number(end) && Number(end) <= text.length, `${start}-${end}`);
  }
});
