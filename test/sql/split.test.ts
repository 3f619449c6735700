import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { split } from '../../server/src/sql/split.ts';
import { cpuTime } from './support.ts';
import { SEED } from '../support/seed.ts';

const statements = (text: string, dialect: Dialect = 'postgresql'): string[] => split(text, dialect).filter((piece) => piece.kind === 'statement').map((piece) => text.slice(piece.start, piece.end));

const CASES: readonly (readonly [title: string, dialect: Dialect, text: string, statements: readonly string[]])[] = [
  ['quotes', 'postgresql', `SELECT ';', "a;b", E'\\';' ; SELECT 'it''s;'`, [`SELECT ';', "a;b", E'\\';'`, "SELECT 'it''s;'"]],
  ['a backslash ends no string elsewhere', 'postgresql', "SELECT 'a\\'; SELECT 2", ["SELECT 'a\\'", 'SELECT 2']],
  ['dollar quotes', 'postgresql', 'SELECT $$a;b$$; SELECT $x$ $$;$$ $x$; SELECT $1', ['SELECT $$a;b$$', 'SELECT $x$ $$;$$ $x$', 'SELECT $1']],
  ['comments', 'postgresql', '-- a;b\nSELECT 1 -- c;\n, 2 /* d; /* e; */ ; */; /* f */ SELECT 3 -- end', ['SELECT 1 -- c;\n, 2', 'SELECT 3']],
  ['backticks and square brackets', 'sqlite', 'SELECT `a;b`, [c;d]; SELECT "e;f"', ['SELECT `a;b`, [c;d]', 'SELECT "e;f"']],
  ['array subscripts are no quotes', 'postgresql', "SELECT a[1]; SELECT ARRAY['x;y']", ['SELECT a[1]', "SELECT ARRAY['x;y']"]],
  ['triggers', 'sqlite', 'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; SELECT CASE WHEN 1 THEN 2 END; END; SELECT 1', ['CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; SELECT CASE WHEN 1 THEN 2 END; END', 'SELECT 1']],
  ['a trigger without END loses itself alone', 'sqlite', 'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; SELECT 2; SELECT 3', ['CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1', 'SELECT 2', 'SELECT 3']],
  ['BEGIN ATOMIC', 'postgresql', 'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3', ['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END', 'SELECT 3']],
  ['BEGIN of a transaction', 'postgresql', 'BEGIN; CREATE TABLE t (a int); COMMIT', ['BEGIN', 'CREATE TABLE t (a int)', 'COMMIT']],
  ['COPY data', 'postgresql', "COPY t (a) FROM stdin;\n1\tit's; here\n\\N\n\\.\n\nSELECT 1;\nCOPY u FROM stdin;\n\\.\nSELECT 2", ['COPY t (a) FROM stdin', 'SELECT 1', 'COPY u FROM stdin', 'SELECT 2']],
  ['psql commands', 'postgresql', '\\connect x\n\\set a \'b\nSELECT 1 \\gexec\nSELECT 2', ['SELECT 1', 'SELECT 2']],
  ['GO', 'sqlite', 'SELECT 1\nGO\nSELECT 2 AS go\ngo\n', ['SELECT 1', 'SELECT 2 AS go']],
  ['DELIMITER', 'mysql', 'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//\nDELIMITER ;\nSELECT 3;', ['CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END', 'SELECT 3']],
  ['a quote that never ends', 'postgresql', "SELECT 'abc;\nSELECT 2;\nSELECT 3;", ["SELECT 'abc", 'SELECT 2', 'SELECT 3']],
  ['a quote too many turns no other around', 'postgresql', "SELECT 'abc;\nSELECT * FROM b WHERE x = 'y';\nSELECT 3;", ["SELECT 'abc", "SELECT * FROM b WHERE x = 'y'", 'SELECT 3']],
  ['a quote before an empty line', 'postgresql', 'SELECT "abc\n\nSELECT 2', ['SELECT "abc', 'SELECT 2']],
  ['strings over lines stay whole in a sound text', 'postgresql', "SELECT 'a;\nSELECT b'; SELECT 2", ["SELECT 'a;\nSELECT b'", 'SELECT 2']],
];

for (const [title, dialect, text, expected] of CASES) {
  test(title, () => {
    assert.deepEqual(statements(text, dialect), expected);
  });
}

test('the pieces of any text lie end to end and cover it', () => {
  const bits = fc.constantFrom("'", '"', '$$', '$a$', '`', '[', ']', '--', '/*', '*/', '\n', ';', ' ', '\\', '\\.\n', 'CREATE TRIGGER x BEGIN ', 'END', 'COPY t FROM stdin;\n', 'DELIMITER //\n', 'GO\n', 'SELECT ', 'é', '日本', '😀', '\u0000', 'E\'', '?', ':a', '\uFFFC');
  fc.assert(fc.property(fc.array(fc.oneof(bits, fc.string()), { maxLength: 40 }), fc.constantFrom<Dialect>('postgresql', 'sqlite', 'mysql'), (parts, dialect) => {
    const text = parts.join('');
    const pieces = split(text, dialect);
    assert.equal(pieces.map((piece) => text.slice(piece.start, piece.end)).join(''), text);
    pieces.reduce((end, piece) => {
      assert.equal(piece.start, end);
      assert.ok(piece.end > piece.start);
      return piece.end;
    }, 0);
  }), { numRuns: 1000, seed: SEED });
});

/** Texts that a careless splitter reads over and over. */
const HEAVY: readonly (readonly [title: string, unit: string])[] = [
  ['inserts', `INSERT INTO "t" ("a", "b") VALUES (1, 'hello it''s', '{"a": 1}');\n`], ['dollars', '$'], ['quotes', "'"], ['escapes', "E'a\\'"], ['dollar tags', '$a$ $b$ '], ['open comments', '/*;\nSELECT '], ['brackets', '(['], ['operators', '<>=-+?@'], ['holes', 'a\uFFFC'], ['words', 'go\n'], ['open triggers', 'CREATE TRIGGER t BEGIN ;\n'],
];

for (const [title, unit] of HEAVY) {
  test(`4 MB of ${title} take time in proportion`, () => {
    const text = unit.repeat(Math.ceil((4 << 20) / unit.length));
    const start = cpuTime();
    const pieces = split(text, 'postgresql');
    assert.ok(pieces.length > 0);
    assert.ok(cpuTime() - start < 2_000, `${Math.round(cpuTime() - start)} ms`);
  });
}
