import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSqlExpression, readSqlOrder } from '../../server/src/sql/index.ts';
import { HOLE as H, type Hole } from '../../server/src/sql/read.ts';
import { parsers, plain, read, readOne, show, showQuery, withHoles } from './support.ts';

const value: Hole = { kind: 'value' };
const list: Hole = { kind: 'value', list: true };
const unknown: Hole = { kind: 'unknown' };
const column = (...path: string[]): Hole => ({ kind: 'column', column: { by: 'symbol', path } });
const table = (...path: string[]): Hole => ({ kind: 'table', table: { by: 'symbol', path } });
const named = (name: string): Hole => ({ kind: 'identifier', name });

let place = 0;
/** A fragment that stands somewhere else in the document, each at a place of its own. */
function fragment(text: string, holes: readonly Hole[] = [], optional = false): Hole {
  place += 1000;
  const at = place;
  const inner = withHoles(text, holes);
  return { kind: 'fragment', text: { ...inner, toDocument: (offset) => offset + at, holes: inner.holes.map((hole) => ({ ...hole, span: { start: hole.span.start + at, end: hole.span.end + at } })) }, optional };
}

const KNOWN: readonly (readonly [sql: string, holes: readonly Hole[], facts: string])[] = [
  [`SELECT * FROM t WHERE a = ${H} AND b = '${H}' AND c > ${H}::int`, [value, value, value], 'select all from t where ((a = ?) and (b = ?) and (c > cast(? as int4)))'],
  [`SELECT * FROM t WHERE a IN ${H} AND b IN (${H}) AND c = ANY(${H})`, [list, list, list], 'select all from t where ((a in (?*)) and (b in (?*)) and (c = any (?*)))'],
  [`INSERT INTO t (a, b) VALUES (${H}, ${H})`, [value, value], 'insert'],
  [`INSERT INTO t ${H}`, [value], 'insert'],
  [`INSERT INTO t (a) VALUES ${H}`, [list], 'insert'],
  [`UPDATE t SET ${H} WHERE id = ${H}`, [value, value], 'update from t where (id = ?)'],
  [`SELECT ${H}, count(*) FROM ${H} WHERE lower(${H}) = ${H}`, [column('users', 'id'), table('users'), column('users', 'email'), value], 'select <users.id>, count!() as count from <users> users where (lower(<users.email>) = ?)'],
  [`SELECT * FROM ${H} u JOIN ${H} ON u.id = ${H} WHERE ${H}.x = 1`, [table('users'), table('posts'), column('posts', 'userId'), table('posts')], 'select all from <users> u, inner <posts> posts on (u.id = <posts.userId>) where (posts.x = 1)'],
  [`SELECT * FROM t WHERE u.${H} = 1`, [column('users', 'id')], 'select all from t where (<u>.id = 1)'],
  [`SELECT * FROM ${H} WHERE ${H} = 1 AND "${H}" = 2`, [named('app.Users'), named('userId'), named('other')], 'select all from app.Users where ((userId = 1) and (other = 2))'],
  [`SELECT * FROM log_${H} WHERE a = 1`, [named('2024')], 'select all from log_2024 where (a = 1)'],
  [`SELECT * FROM t WHERE a = X'${H}' AND b = x'00${H}'`, [value, value], 'select all from t where ((a = ?) and (b = ?))'],
  [`SELECT * FROM t WHERE a LIKE '%${H}%' AND b LIKE '${H}%'`, [value, value], `select all from t where ((a like '%${H}%') and (b like '${H}%'))`],
  [`SELECT * FROM t WHERE a = 1 ${H}`, [fragment(`AND b = ${H}`, [value])], 'select all from t where ((a = 1) and (b = ?))'],
  [`SELECT * FROM t WHERE a = 1 ${H}`, [fragment(`AND b = ${H} OR c = 2`, [value], true)], 'select all from t where (((a = 1) and ?(b = ?)) or ?(c = 2))'],
  [`SELECT * FROM t WHERE ${H}`, [fragment('a = 1 AND b = 2', [], true)], 'select all from t where ?((a = 1) and (b = 2))'],
  [`SELECT * FROM t${H}${H}`, [fragment('WHERE a = 1'), fragment('ORDER BY b DESC, c', [], true)], 'select all from t where (a = 1) order ?b desc, ?c'],
  [`SELECT * FROM t WHERE ${H} AND x = 1`, [fragment(`a = ${H}`, [fragment('1')])], 'select all from t where ((a = 1) and (x = 1))'],
  [`SELECT * FROM ${H} WHERE a = '${H}'`, [fragment('users'), fragment('x y')], "select all from users where (a = 'x y')"],
  [`SELECT * FROM t WHERE a = 1${H}`, [fragment('')], 'select all from t where (a = 1)'],
];

for (const [sql, holes, facts] of KNOWN) {
  test(`${sql} with ${holes.map((hole) => hole.kind).join(', ')}`, () => {
    assert.equal(showQuery(readOne(withHoles(sql, holes))), facts);
  });
}

const CLAUSE = '{a part known only at run time}';
const DYNAMIC = '{known only at run time}';

/** Holes of which nothing is known: what is read, and what is left open. */
const UNKNOWN: readonly (readonly [sql: string, facts: string])[] = [
  [`SELECT * FROM t WHERE a = ${H} AND b IN (${H}) AND c IN ${H}`, 'select all from t where ((a = ?) and (b in (?*)) and (c in (?*)))'],
  [`SELECT * FROM t WHERE a BETWEEN ${H} AND ${H} AND ${H} LIMIT ${H}`, `select all from t where ((a between ? and ?) and ${DYNAMIC}) limit ?`],
  [`SELECT * FROM t WHERE ${H}`, `select all from t where ${DYNAMIC}`],
  [`SELECT * FROM t WHERE a = 1 AND (${H})`, `select all from t where ((a = 1) and ${DYNAMIC})`],
  [`SELECT * FROM t WHERE a = 1 ${H} ORDER BY b`, `select all from t where ((a = 1) and ${CLAUSE}) order b`],
  [`SELECT * FROM t${H}`, `select all from t where ${CLAUSE}`],
  [`SELECT * FROM t ${H} WHERE a = 1`, `select all from t where ((a = 1) and ${CLAUSE})`],
  [`SELECT * FROM t WHERE ${H} = 5`, `select all from t where (${DYNAMIC} = 5)`],
  [`SELECT * FROM t WHERE a ${H} 5`, `select all from t where ((a + ${DYNAMIC}) + 5)`],
  [`SELECT ${H} FROM t WHERE a = 1`, 'select unknown from t where (a = 1)'],
  [`SELECT a, ${H} FROM t`, 'select unknown from t'],
  [`SELECT * FROM t ORDER BY ${H}`, `select all from t order ${DYNAMIC}`],
  [`SELECT * FROM t ORDER BY a ${H} LIMIT 5`, 'select all from t order a limit 5'],
  [`SELECT * FROM t ORDER BY a, b ${H}`, 'select all from t order {a direction known only at run time a}, {a direction known only at run time b}'],
  [`SELECT * FROM t WHERE lower(${H}) = 'x'`, "select all from t where (lower(?) = 'x')"],
  [`UPDATE t SET ${H} WHERE a = 1`, 'update from t where (a = 1)'],
  [`INSERT INTO t (${H}) VALUES (${H})`, 'insert'],
  [`SELECT * FROM (SELECT * FROM t WHERE a = 1 ${H}) s WHERE b = 2`, `select all from [select all from t where ((a = 1) and ${CLAUSE})] s where (b = 2)`],
  [`SELECT * FROM t WHERE u.${H} = 1`, `select all from t where (${DYNAMIC} = 1)`],
  [`SELECT * FROM t WHERE "${H}" = 1 AND col_${H} = 2`, `select all from t where ((${DYNAMIC} = 1) and (${DYNAMIC} = 2))`],
];

for (const [sql, facts] of UNKNOWN) {
  test(`unknown: ${sql}`, () => {
    const text = withHoles(sql, [...sql].filter((char) => char === H).map(() => unknown));
    assert.equal(showQuery(readOne(text)), facts);
  });
}

for (const sql of [`SELECT * FROM ${H} WHERE a = 1`, `SELECT * FROM a JOIN ${H} ON true`, `DELETE FROM events_${H}`, `SELECT * FROM "${H}"`, `CREATE INDEX i ON ${H} (a)`]) {
  test(`no table is made up: ${sql}`, () => {
    const facts = read(withHoles(sql, [unknown]));
    assert.equal(facts.queries.length, 0);
    assert.deepEqual([...facts.unread.map((one) => one.reason), ...facts.problems.map((one) => one.message)], ['the name is known only at run time']);
  });
}

test('a statement that is nothing but a hole is counted', () => {
  for (const dialect of ['postgresql', 'sqlite'] as const) assert.deepEqual(read(withHoles(H, [unknown]), dialect).unread.map((one) => one.reason), ['the statement is known only at run time']);
});

test('holes are read the same way on SQLite', () => {
  assert.equal(showQuery(readOne(withHoles(`SELECT * FROM ${H} WHERE ${H} = ${H} AND b IN ${H} ${H} ORDER BY c ${H}`, [table('users'), column('users', 'id'), value, list, unknown, unknown]), 'sqlite')),
    `select all from <users> users where ((<users.id> = ?) and (b in (?*)) and ${CLAUSE}) order c`);
});

const EXPRESSIONS: readonly (readonly [text: string, holes: readonly Hole[], facts: string])[] = [
  [`lower(${H}) = ${H}`, [column('users', 'email'), value], '(lower(<users.email>) = ?)'],
  [`${H} ilike ${H} or ${H} is null`, [column('t', 'a'), value, column('t', 'b')], '((<t.a> ilike ?) or (<t.b> is null))'],
  [`${H} desc nulls last`, [column('t', 'a')], '<t.a>'],
  [`lower(${H})`, [column('t', 'a')], 'lower(<t.a>)'],
  [`${H} = any(${H})`, [column('t', 'a'), list], '(<t.a> = any (?*))'],
  [`exists (select 1 from ${H} where ${H} = ${H})`, [table('u'), column('u', 'id'), column('t', 'uid')], 'exists [select 1 from <u> u where (<u.id> = <t.uid>)]'],
];

for (const [text, holes, facts] of EXPRESSIONS) {
  test(`an expression alone: ${text}`, () => {
    assert.equal(show(readSqlExpression(withHoles(text, holes), 'postgresql', parsers)), facts);
  });
}

test('what is no expression gives null, in either dialect', () => {
  for (const dialect of ['postgresql', 'sqlite', 'mysql'] as const) assert.equal(readSqlExpression(plain('a = b c d ='), dialect, parsers), null);
});

test('spans of an expression are those of the document', () => {
  const document = 'sql`lower(email) = 5`';
  const expr = readSqlExpression({ text: 'lower(email) = 5', holes: [], toDocument: (offset) => offset + 4 }, 'postgresql', parsers);
  assert.equal(document.slice(expr?.span.start, expr?.span.end), 'lower(email) = 5');
});

test('sort keys with their directions', () => {
  const keys = readSqlOrder(withHoles(`${H} desc nulls last, b`, [column('t', 'a')]), 'postgresql', parsers);
  assert.deepEqual(keys?.map((key) => [show(key.expr), key.direction, key.nulls]), [['<t.a>', 'desc', 'last'], ['b', 'asc', 'default']]);
});
