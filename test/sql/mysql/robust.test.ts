import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOLE } from '../../../server/src/sql/read.ts';
import { tokenize } from '../../../server/src/sql/tokens.ts';
import { wrongPositions } from '../../support/positions.ts';
import { cpuTime, read, readOne, show, showQuery, withHoles } from '../support.ts';

const STATEMENTS = [
  "SELECT u.`größe`, COUNT(*) AS n, CASE WHEN u.a = '日本😀' THEN 1 ELSE 2 END FROM users AS u LEFT JOIN `postes😀` p ON p.user_id = u.id AND p.état <> 'é' WHERE u.email = ? AND (u.a IN (1, 2) OR u.b BETWEEN ? AND ?) GROUP BY u.`größe` HAVING n > 1 ORDER BY u.créé DESC LIMIT 10, 5",
  "UPDATE t SET `naïve` = CONCAT(a, 'é'), b = ? WHERE c = (SELECT MAX(d) FROM u WHERE u.t_id = t.id) ORDER BY e LIMIT 3",
  "DELETE FROM t WHERE a = 1 AND b LIKE 'x%' AND doc->>'$.ü' = 'ö' ORDER BY c",
];

test('every position slices back, multibyte included', () => {
  const text = `${STATEMENTS.join(';\n')};\nCREATE TABLE \`größe😀\` (\`é\` INT NOT NULL /* ü */, b TEXT COLLATE utf8mb4_bin, KEY \`naïf\` (\`é\`, b(10) DESC));\nCREATE INDEX \`ñ\` ON t (\`é\`, (lower(b)));`;
  const facts = read(text, 'mysql');
  const { checked, wrong } = wrongPositions(text, facts);
  assert.deepEqual([wrong, facts.unread], [[], []]);
  assert.ok(checked > 60, `${checked} positions`);
});

test('statements that are being typed are read wherever they stop', () => {
  for (const statement of STATEMENTS) {
    const from = statement.search(/\b(WHERE|LEFT JOIN)\b/);
    for (const token of tokenize(statement, 'mysql').filter(({ start }) => start >= from)) {
      const { queries } = read(statement.slice(0, token.end), 'mysql');
      assert.equal(queries.length, 1, statement.slice(0, token.end));
    }
  }
});

test('what is left out of a half-typed query is a doubt', () => {
  assert.equal(showQuery(readOne('SELECT * FROM t WHERE a = 1 AND b = ', 'mysql')), 'select all from t where ((a = 1) and (b = {known only at run time}) and {not typed to its end})');
  assert.equal(showQuery(readOne("SELECT * FROM t WHERE a = 'x", 'mysql')), "select all from t where ((a = 'x') and {not typed to its end})");
});

test('chains of thousands are lists, and nesting ends in a reason', () => {
  const began = cpuTime();
  const chain = readOne(`SELECT * FROM t WHERE ${Array.from({ length: 20_000 }, (_, i) => `a = ${i}`).join(' OR ')}`, 'mysql');
  assert.equal(chain.where?.kind === 'or' ? chain.where.args.length : 0, 20_000);
  for (const [open, close] of [['(', ')'], ['NOT ', ''], ['- ', ''], ['(SELECT ', ')'], ['CASE WHEN ', ' END'], ['f(', ')']] as const) {
    const { queries, unread } = read(`SELECT * FROM t WHERE ${open.repeat(50_000)}1${close.repeat(50_000)} = 2`, 'mysql');
    assert.equal(queries.length + unread.length, 1, open);
  }
  assert.equal(read(`SELECT * FROM t WHERE ${'('.repeat(60)}a = 1${')'.repeat(60)}`, 'mysql').queries.length, 1);
  assert.ok(cpuTime() - began < 8_000, `${cpuTime() - began} ms`);
});

test('nothing throws, whatever is cut or put in', () => {
  const pieces = ["'", '"', '`', '(', ')', '/*!', '*/', '--', '#', ';', '\\', '?', '@', '{', 'SELECT', 'KEY', '\u0000', '\ud83d', HOLE];
  for (const statement of [...STATEMENTS, 'CREATE TABLE t (a INT NOT NULL, KEY k (a(3) DESC)) ENGINE=InnoDB; ALTER TABLE t ADD KEY (a), DROP COLUMN b']) {
    for (let at = 0; at < statement.length; at += 7) {
      for (const piece of pieces) assert.doesNotThrow(() => read(statement.slice(0, at) + piece + statement.slice(at + 3), 'mysql'));
    }
  }
});

test('a large dump is split and read in good time', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `(${i},'it\\'s; row ${i}',NULL)`).join(',');
  const text = `/*!40101 SET NAMES utf8 */;\nCREATE TABLE t (id INT PRIMARY KEY, a TEXT, b INT);\n${`INSERT INTO \`t\` VALUES ${rows};\n`.repeat(5)}SELECT * FROM t WHERE b = 1;\n`;
  const began = cpuTime();
  const { queries, statements } = read(text, 'mysql');
  assert.deepEqual([queries.length, statements.length], [1, 1]);
  assert.ok(cpuTime() - began < 4_000, `${cpuTime() - began} ms for ${text.length} characters`);
});

test('holes of the host language are values, names, columns and tables', () => {
  const column = { kind: 'column', column: { by: 'symbol', path: ['users', 'id'] } } as const;
  const table = { kind: 'table', table: { by: 'symbol', path: ['users'] } } as const;
  assert.equal(showQuery(readOne(withHoles(`SELECT * FROM ${HOLE} WHERE ${HOLE} = ${HOLE} AND \`${HOLE}\` = '${HOLE}'`, [table, column, { kind: 'value' }, { kind: 'identifier', name: 'odd name' }, { kind: 'value' }]), 'mysql')), 'select all from <users> users where ((<users.id> = ?) and (odd name = ?))');
  assert.equal(showQuery(readOne(withHoles(`SELECT * FROM t WHERE id IN (${HOLE}) ORDER BY ${HOLE}`, [{ kind: 'value' }, { kind: 'identifier', name: 'a.b c' }]), 'mysql')), 'select all from t where (id in (?*)) order a.b c');
});

test('`??` is a name that the driver quotes, `?` a value wherever it stands', () => {
  assert.equal(show(readOne('SELECT * FROM t WHERE ?? = ? AND a = ?', 'mysql').where), '(({known only at run time} = ??) and (a = ??))');
  assert.match(read('SELECT * FROM ?? WHERE a = 1', 'mysql').unread[0]?.reason ?? '', /run time/);
});

test('sqlc names its parameters, and all columns of a table', () => {
  assert.equal(showQuery(readOne('SELECT sqlc.embed(u), p.id FROM u JOIN p ON p.u_id = u.id WHERE u.a = sqlc.arg("a") AND u.b IN (sqlc.slice(\'ids\'))', 'mysql')), 'select *, p.id from u, inner p on (p.u_id = u.id) where ((u.a = ?a) and (u.b in (?ids*)))');
});

test('index hints and the order of joins are facts', () => {
  const [t, u] = readOne('SELECT * FROM t USE INDEX (a, PRIMARY) IGNORE KEY FOR ORDER BY (b) STRAIGHT_JOIN u FORCE INDEX FOR JOIN (c) ON u.id = t.id', 'mysql').sources;
  assert.deepEqual(t?.relation.kind === 'table' ? t.relation.hints : null, [{ kind: 'use', scope: 'all', indexes: ['a', 'PRIMARY'] }, { kind: 'ignore', scope: 'order-by', indexes: ['b'] }]);
  assert.deepEqual([u?.relation.kind === 'table' ? u.relation.hints : null, u?.straight], [[{ kind: 'force', scope: 'join', indexes: ['c'] }], true]);
});
