import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { HOLE } from '../../server/src/sql/read.ts';
import { cpuTime, plain, read, withHoles } from './support.ts';
import { SEED } from '../support/seed.ts';

/** Generous; what is quadratic takes minutes. */
const LONG = 3_000;

const HOSTILE: readonly (readonly [title: string, text: () => string])[] = [
  ['100,000 brackets', () => `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
  ['100,000 open brackets', () => `SELECT * FROM t WHERE ${'('.repeat(100_000)}`],
  ['1,400 calls in one another', () => `SELECT ${'f('.repeat(1_400)}1${')'.repeat(1_400)}`],
  ['1,000 subqueries in one another', () => `SELECT ${'(SELECT '.repeat(1_000)}1${')'.repeat(1_000)}`],
  ['3,000 CASEs in one another', () => `SELECT ${'CASE WHEN '.repeat(3_000)}1${' THEN 1 END'.repeat(3_000)}`],
  ['20,000 NOTs', () => `SELECT * FROM t WHERE ${'NOT '.repeat(20_000)}a`],
  ['20,000 minus signs', () => `SELECT * FROM t WHERE ${'- '.repeat(20_000)}a`],
  ['20,000 concatenations', () => `SELECT * FROM t WHERE x = ${'a || '.repeat(20_000)}b`],
  ['10,000 ORs', () => `SELECT * FROM t WHERE ${'a = 1 OR '.repeat(10_000)}b = 1`],
  ['3,000 UNIONs', () => `${'SELECT a FROM t UNION ALL '.repeat(3_000)}SELECT 1`],
  ['a 5 MB list', () => `SELECT * FROM t WHERE id IN (${'123456, '.repeat(650_000)}1)`],
  ['a 5 MB string', () => `SELECT * FROM t WHERE a = '${'日'.repeat(5 << 20)}'`],
  ['a 5 MB insert', () => `INSERT INTO t VALUES ${"(1, 'hello'), ".repeat(360_000)}(2, 'x')`],
  ['5 MB of nonsense', () => `SELECT ${'foo bar ( , '.repeat(430_000)}`],
  ['5,000 half statements without semicolons', () => 'SELECT 1 +\n'.repeat(5_000)],
  ['3,000 holes', () => `SELECT * FROM t WHERE ${`a = ${HOLE} AND `.repeat(3_000)}1 = 1`],
  ['3,000 holes in a broken statement', () => `SELECT * FROM t WHERE a b c ${`${HOLE} = ${HOLE} `.repeat(1_500)}`],
  ['a 9 MB dump', () => `INSERT INTO "t" ("a", "b") VALUES (1, 'hello world it''s', '{"a": 1}'::jsonb);\n`.repeat(110_000)],
];

for (const [title, text] of HOSTILE) {
  for (const dialect of ['postgresql', 'sqlite'] satisfies Dialect[]) {
    test(`${dialect}: ${title} give a value, quickly`, () => {
      const sql = text();
      const start = cpuTime();
      const facts = read(withHoles(sql, [...sql.matchAll(/\uFFFC/g)].map(() => ({ kind: 'unknown' }))), dialect);
      const took = cpuTime() - start;
      assert.ok(facts.queries.length + facts.unread.length + facts.statements.length <= 5_001);
      assert.ok(took < LONG, `${Math.round(took)} ms`);
    });
  }
}

test('any text gives a value', () => {
  const words = fc.constantFrom('SELECT', '*', 'FROM', 't', 'WHERE', 'a', '=', '?', '$1', ':b', HOLE, '(', ')', ',', "'x'", "'", '"', 'AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'ORDER BY', 'JOIN', 'ON', 'CREATE TABLE', 'CREATE INDEX i ON t', 'int', 'PRIMARY KEY', 'ALTER TABLE', 'ADD', 'DROP', 'UPDATE', 'SET', 'DELETE', 'INSERT INTO', 'VALUES', 'WITH', 'AS', 'CASE', 'WHEN', 'END', 'DO $$ BEGIN', '$$', ';', '\n', '😀', '\uD800', '\0', '::', '[', ']', 'é');
  fc.assert(fc.property(fc.array(words, { maxLength: 14 }), fc.constantFrom<Dialect>('postgresql', 'sqlite', 'mysql'), (parts, dialect) => {
    const text = parts.join(' ');
    const facts = read({ ...plain(text), holes: [...text.matchAll(/\uFFFC/g)].map((found) => ({ kind: 'unknown', span: { start: found.index, end: found.index + 1 } })) }, dialect);
    assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts);
  }), { numRuns: 800, seed: SEED });
});

test('a thousand different statements are read within a second or two', () => {
  const text = Array.from({ length: 1_000 }, (_, at) => `SELECT id, name FROM users${at} WHERE email = $1 AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 20;\n`).join('');
  const start = cpuTime();
  assert.equal(read(text).queries.length, 1_000);
  assert.ok(cpuTime() - start < LONG, `${Math.round(cpuTime() - start)} ms`);
});
