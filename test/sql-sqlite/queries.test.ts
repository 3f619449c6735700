import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { readQuery } from './read.ts';
import { show, showQuery } from './show.ts';

/** Every statement here is one that SQLite itself prepares on these tables. */
const database = new Database(':memory:');
database.exec(`CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d BLOB, j TEXT, parent INT); CREATE TABLE u(id INTEGER PRIMARY KEY, t_id INT, a INT, x TEXT);
  CREATE TABLE v(id INTEGER PRIMARY KEY, u_id INT, a INT UNIQUE, y TEXT); CREATE TABLE w(id INT); CREATE INDEX t_a ON t(a); CREATE VIRTUAL TABLE f USING fts5(body)`);
database.function('regexp', (pattern: unknown, value: unknown) => (String(value).includes(String(pattern)) ? 1 : 0));

const CONDITIONS: readonly (readonly [string, string])[] = [
  ['a = 1', 'a = 1'], ['a == 1', 'a = 1'], ['a <> 1', 'a <> 1'], ['a != 1', 'a <> 1'], ['a < 1', 'a < 1'], ['a <= 1', 'a <= 1'], ['a > 1', 'a > 1'], ['a >= 1.5', 'a >= 1.5n'],
  ['t.a = ?', 't.a = param(?)'], ['T.A = :id', 't.A = param(:id)'], ['main.t.a = @id', 't.a = param(@id)'], ['a = $id', 'a = param($id)'], ['a = ?12', 'a = param(?12)'],
  ['"a" = 1', 'a = 1'], ['[a] = 1', 'a = 1'], ['`a` = 1', 'a = 1'], ['"t"."a" = 1', 't.a = 1'],
  ['a is 1', 'a is-not-distinct 1'], ['a is not 1', 'a is-distinct 1'], ['a is not distinct from 1', 'a is-not-distinct 1'], ['a is distinct from 1', 'a is-distinct 1'], ['a is b', 'a is-not-distinct b'],
  ['a is null', 'a is null'], ['a isnull', 'a is null'], ['a is not null', 'a is not null'], ['a notnull', 'a is not null'], ['a not null', 'a is not null'], ['a is distinct from null', 'a is not null'], ['a is not distinct from null', 'a is null'],
  ['a is true', 'a is true'], ['a is not false', 'a is not false'], ['a = TRUE', 'a = true'], 
  ['a', 'a'], ['not a', 'not(a)'], ['not (a = 1)', 'not(a = 1)'], ['(a)', 'a'], ['((a = 1))', 'a = 1'],
  ['a = 1 and b = 2 and c = 3', 'and(a = 1, b = 2, c = 3)'], ['a = 1 or b = 2 or c = 3', 'or(a = 1, b = 2, c = 3)'], ['a = 1 and (b = 2 or c = 3) and d', 'and(a = 1, or(b = 2, c = 3), d)'], ['(a = 1 and b = 2) and c = 3', 'and(and(a = 1, b = 2), c = 3)'],
  ["b like 'x%'", "b like 'x%'"], ["b not like 'x!%' escape '!'", "b not like 'x!%' escape '!'"], ["b glob 'x*'", "b glob 'x*'"], ["b not glob 'x*'", "b not glob 'x*'"], ["b regexp '^x'", "b regex '^x'"], ["b like 'x' || '%'", "b like ('x' || '%')"],
  ['a in (1, 2)', 'a in [1, 2]'], ['a not in (1)', 'a not in [1]'], ['a in ()', 'a in []'], ['a in (?, ?)', 'a in [param(?), param(?)]'], ['a in (select id from u)', 'a in {select [id as id] | from u as u}'], ['a not in (select id from u)', 'a not in {select [id as id] | from u as u}'], ['a in main.w', 'a in {select all | from main.w as w}'],
  ['a between 1 and 2', 'a between 1 and 2'], ['a not between ? and ?', 'a not between param(?) and param(?)'],
  ['(a, b) > (1, 2)', 'row(a, b) > row(1, 2)'], ['(a, b) = (?, ?)', 'row(a, b) = row(param(?), param(?))'], ['(a, b) in (values (1, 2), (3, 4))', 'row(a, b) in [row(1, 2), row(3, 4)]'], ['a in (values (1), (2))', 'a in [1, 2]'],
  ['a collate nocase = 1', 'a~nocase = 1'], ["b = 'x' collate RTRIM", "b = 'x'~rtrim"], ['cast(a as text) = 1', 'cast(a as text) = 1'], ['+a = 1', '+(a) = 1'], ['-a = 1', '-(a) = 1'], ['a = -1', 'a = -1'], ['a = +1', 'a = +(1)'], ['~a = 1', '~(a) = 1'],
  ["j -> 'k' = 1", "(j -> 'k') = 1"], ["j ->> '$.k' = 1", "(j ->> '$.k') = 1"], ["json_extract(j, '$.k') = 1", "json_extract(j, '$.k') = 1"], ['a + 1 > c * 2', '(a + 1) > (c * 2)'], ['a % 2 = 0', '(a % 2) = 0'], ['a & 1', '(a & 1)'], ['a << 1 | 2', '((a << 1) | 2)'],
  ['likely(a = 1)', 'likely(a = 1)'], ['unlikely(a = 1)', 'unlikely(a = 1)'], ['LOWER(b) = ?', 'lower(b) = param(?)'], ['coalesce(a, b) = 1', 'coalesce(a, b) = 1'], ['a > current_timestamp', 'a > current_timestamp()'], ['a > CURRENT_DATE', 'a > current_date()'],
  ['case a when 1 then b else c end = 1', 'opaque(CASE: a, 1, b, c) = 1'], ['case when a = 1 then 2 end', 'opaque(CASE: a = 1, 2)'],
  ["a = '5'", "a = '5'"], ["b = 'it''s'", "b = 'it's'"], ['a = 0x1F', 'a = 31'], ['a = 1_000', 'a = 1000'], ['a = 1e3', 'a = 1000n'], ["d = x'00Ff'", "d = x'00ff'"], ['a = null', 'a = null'], ['a = 9223372036854775807', 'a = 9223372036854775807'], ['a = -9223372036854775808', 'a = -9223372036854775808'],
  ['exists (select 1 from u where u.t_id = t.id)', 'exists {select [1] | from u as u | where u.t_id = t.id}'], ['not exists (select 1 from u)', 'not exists {select [1] | from u as u}'], ['a = (select max(id) from u)', 'a = scalar {select [agg max(id)] | from u as u}'], ['max(a, b) = 1', 'max(a, b) = 1'],
];

for (const [written, expected] of CONDITIONS) {
  test(`condition: ${written}`, () => {
    const text = `SELECT * FROM t WHERE ${written}`;
    database.prepare(text);
    const { where } = readQuery(text);
    assert.equal(where && show(where), expected);
    assert.equal(text.slice(where?.span.start, where?.span.end), written.replace(/^\(+(.*?)\)+$/, (whole, inner: string) => (/^\(+(a|a = 1)\)+$/.test(whole) ? inner : whole)));
  });
}

const QUERIES: readonly (readonly [string, string])[] = [
  ['select 1', 'select [1]'],
  ['select * from t', 'select all | from t as t'],
  ['select t.*, a as x, b y, count(*) from T', 'select [*, a as x, b as y, agg count()] | from T as t'],
  ['select distinct a from t as q', 'select distinct [a as a] | from t as q'],
  ['select all a from t "Q"', 'select [a as a] | from t as q'],
  ['select a, count(*) from t group by a having count(*) > 1', 'select [a as a, agg count()] | from t as t | group a | having agg count() > 1'],
  ['select a, b from t group by 1, 2 order by 2 desc, 1', 'select [a as a, b as b] | from t as t | group a, b | order b desc, a asc'],
  ['select *, a from t order by 1', 'select [*, a as a] | from t as t | order 1 asc'],
  ['select a from t order by a desc nulls last, b asc nulls first, c limit 10 offset 5', 'select [a as a] | from t as t | order a desc nulls last, b asc nulls first, c asc | limit 10 | offset 5'],
  ['select a from t limit 5, 10', 'select [a as a] | from t as t | limit 10 | offset 5'],
  ['select a from t limit ? offset ?', 'select [a as a] | from t as t | limit ? | offset ?'],
  ['select a from t limit -1', 'select [a as a] | from t as t'],
  ['select a from t indexed by t_a', 'select [a as a] | from t as t indexed by t_a'],
  ['select a from t as z not indexed', 'select [a as a] | from t as z indexed by null'],
  ['select * from t join u on u.t_id = t.id', 'select all | from t as t | inner u as u on u.t_id = t.id'],
  ['select * from t left outer join u on u.t_id = t.id', 'select all | from t as t | left u as u on u.t_id = t.id'],
  ['select * from t right join u using (id, a)', 'select all | from t as t | right u as u using id,a'],
  ['select * from t full outer join u on u.t_id = t.id', 'select all | from t as t | full u as u on u.t_id = t.id'],
  ['select * from t cross join u', 'select all | from t as t | cross u as u'],
  ['select * from t, u where t.id = u.t_id', 'select all | from t as t | inner u as u | where t.id = u.t_id'],
  ['select * from t natural left join u', 'select all | from t as t | left u as u on opaque(NATURAL join: )'],
  ['select * from t p join t c on c.parent = p.id', 'select all | from t as p | inner t as c on c.parent = p.id'],
  ['select * from (select a from t) s where s.a = 1', 'select all | from {select [a as a] | from t as t} as s | where s.a = 1'],
  ['select * from (select a from t)', 'select all | from {select [a as a] | from t as t} as '],
  ['select * from json_each(?) j, t where t.id = j.value', 'select all | from function json_each as j | inner t as t | where t.id = j.value'],
  ['select * from t left join (u join v on v.u_id = u.id) on u.t_id = t.id', 'select all | from t as t | left u as u on u.t_id = t.id | left v as v on v.u_id = u.id'],
  ['select * from t left join (u join v on v.u_id = u.id) on v.a = t.id', 'select all | from t as t | left u as u | left v as v on and(v.u_id = u.id, v.a = t.id)'],
  ['select * from (t join u on u.t_id = t.id) join v on v.u_id = u.id', 'select all | from t as t | inner u as u on u.t_id = t.id | inner v as v on v.u_id = u.id'],
  ['select x from (t join u on u.t_id = t.id) as k where k.x = 1', 'select [x as x] | from {select all | from t as t | inner u as u on u.t_id = t.id} as k | where k.x = 1'],
  ['select a from t where a = 1 union all select a from u union select a from v order by 1 limit 2', 'select [a as a] | from t as t | where a = 1 | union-all {select [a as a] | from u as u} | union {select [a as a] | from v as v} | order 1 asc | limit 2'],
  ['select a from t except values (1), (2)', 'select [a as a] | from t as t | except {select [1, 2]}'],
  ['select a from t intersect select a from u', 'select [a as a] | from t as t | intersect {select [a as a] | from u as u}'],
  ['with c as (select a from t) select * from c', 'with c {select [a as a] | from t as t} | select all | from c as c'],
  ['with C(X) as materialized (select a from t) select * from C', 'with materialized c(X) {select [a as a] | from t as t} | select all | from c as c'],
  ['with c as not materialized (select 1) select * from c k', 'with not materialized c {select [1]} | select all | from c as k'],
  ['with recursive tree(id) as (select id from t where parent is null union all select t.id from t join tree on t.parent = tree.id) select * from tree', 'with recursive tree(id) {select [id as id] | from t as t | where parent is null | union-all {select [t.id as id] | from t as t | inner tree as tree on t.parent = tree.id}} | select all | from tree as tree'],
  ['select count(*) filter (where a = 1), row_number() over (partition by a order by b) from t', 'select [agg count(), window row_number()] | from t as t'],
  ['select sum(a) over w from t window w as (order by b)', 'select [window sum(a)] | from t as t'],
  ["select * from f where f match 'x'", "select all | from f as f | where f match 'x'"],
  ['explain query plan select a from t where a = 1', 'select [a as a] | from t as t | where a = 1'],
  ['values (1), ((select max(a) from t))', 'select [1, scalar {select [agg max(a)] | from t as t}]'],
  ['update t set a = 1 where b = ?', 'update [] | from t as t | where b = param(?)'],
  ['update main.t as q set a = u.a, b = 1 from u join v on v.u_id = u.id where q.id = u.t_id returning id', 'update [id as id] | from main.t as q | inner u as u | inner v as v on v.u_id = u.id | where q.id = u.t_id'],
  ['update or ignore t indexed by t_a set a = (select x from u where u.t_id = t.id) where a = 1', 'update [scalar {select [x as x] | from u as u | where u.t_id = t.id}] | from t as t indexed by t_a | where a = 1'],
  ['delete from t', 'delete [] | from t as t'],
  ['delete from t as q where q.a = 1 returning *', 'delete [*] | from t as q | where q.a = 1'],
  ['delete from t not indexed where a in (select id from u)', 'delete [] | from t as t indexed by null | where a in {select [id as id] | from u as u}'],
  ['delete from t where a = 1 order by b desc limit 3', 'delete [] | from t as t | where a = 1 | order b desc | limit 3'],
  ['update t set a = 1 where b = 2 limit ?', 'update [] | from t as t | where b = 2 | limit ?'],
  ['insert into t(a, b) values (1, 2), (?, ?)', 'insert [1, 2, param(?), param(?)]'],
  ['insert into t default values', 'insert []'],
  ['insert or replace into t(a) select a from u where x = 1', 'insert [a as a] | from u as u | where x = 1'],
  ['insert into v(a) select a from u where true on conflict(a) do update set y = excluded.y where v.u_id = 1 returning id', 'insert [a as a] | from u as u | where true'],
  ['with k as (select 1 as a) insert into t(a) select a from k', 'with k {select [1 as a]} | insert [a as a] | from k as k'],
  ['with k as (select id from u) delete from t where id in (select id from k)', 'with k {select [id as id] | from u as u} | delete [] | from t as t | where id in {select [id as id] | from k as k}'],
];

for (const [text, expected] of QUERIES) {
  test(`query: ${text}`, () => {
    database.prepare(text);
    const query = readQuery(text);
    assert.equal(showQuery(query), expected);
    assert.equal(text.slice(query.span.start, query.span.end), text.replace('explain query plan ', ''));
  });
}

test('spans of sources, keys and columns are their own text', () => {
  const text = 'select t.a from main.t as q indexed by t_a left join u using (a), (select 1) w, json_each(q.x) j, json_each(\'()\') where q.b = 1 order by q.a desc nulls last, q.b';
  const query = readQuery(text);
  assert.deepEqual(query.sources.map((source) => text.slice(source.span.start, source.span.end)), ['main.t as q indexed by t_a', 'u', '(select 1) w', 'json_each(q.x) j', "json_each('()')"]);
  assert.deepEqual(query.orderBy.map((key) => text.slice(key.span.start, key.span.end)), ['q.a desc nulls last', 'q.b']);
  assert.deepEqual(query.sources.map((source) => source.id), [0, 1, 2, 3, 4]);
});
