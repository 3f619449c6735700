import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, readOne, showQuery } from './support.ts';

/** PostgreSQL statements and the facts they give (see `showQuery`). `!` marks an aggregate, `~` a window function. */
const QUERIES: readonly (readonly [sql: string, facts: string])[] = [
  ['SELECT * FROM users', 'select all from users'],
  ['SELECT id, u.name AS n, count(*), lower(email)::text FROM "Users" u', 'select id, u.name as n, count!() as count, cast(lower(email) as text) as lower from Users u'],
  ['SELECT u.*, 1 FROM app.users AS u', 'select *, 1 from app.users u'],
  ['SELECT a FROM t WHERE a = 1 AND (b <> \'x\' OR NOT c) AND d IS NOT NULL', "select a from t where ((a = 1) and ((b <> 'x') or (not c)) and (d is not null))"],
  ['SELECT 1 FROM t WHERE a != -5 AND b >= 1.50 AND c < 1e3 AND d = 9999999999 AND e = 12345678901234567890', 'select 1 from t where ((a <> -5) and (b >= 1.5) and (c < 1000) and (d = 9999999999) and (e = 12345678901234567890))'],
  ['SELECT 1 FROM t WHERE a IN (1, 2) AND b NOT IN (\'x\') AND c BETWEEN 1 AND 2 AND d NOT BETWEEN SYMMETRIC 3 AND 1', "select 1 from t where ((a in (1, 2)) and (b not in ('x')) and (c between 1 and 2) and (d not between symmetric 3 and 1))"],
  ["SELECT 1 FROM t WHERE a LIKE 'x%' AND b NOT ILIKE '%y' ESCAPE '!' AND c ~ '^z' AND d !~* 'q' AND e SIMILAR TO 'a|b' AND f ^@ 'g'", "select 1 from t where ((a like 'x%') and (b not ilike '%y' escape '!') and (c regex '^z') and (d not iregex 'q') and (e similar 'a|b') and (f starts-with 'g'))"],
  ['SELECT 1 FROM t WHERE a = ANY($1) AND b <> ALL (ARRAY[1,2]) AND c IS DISTINCT FROM 3 AND d IS NOT DISTINCT FROM NULL', 'select 1 from t where ((a = any (?$1)) and (b <> all (array[1, 2])) and (c is-distinct 3) and (d is-not-distinct null))'],
  ['SELECT 1 FROM t WHERE a IS TRUE AND b IS NOT FALSE AND c IS UNKNOWN AND d ISNULL AND e NOTNULL', 'select 1 from t where ((a is true) and (b is not false) and (c is unknown) and (d is null) and (e is not null))'],
  ['SELECT 1 FROM t WHERE (a, b) > ($1, $2) AND ROW(a) = ROW(1)', 'select 1 from t where ((row[a, b] > row[?$1, ?$2]) and (row[a] = row[1]))'],
  ["SELECT 1 FROM t WHERE data->>'k' = 'v' AND data @> '{}' AND tags && ARRAY['x']::text[] AND ts @@ to_tsquery('q') AND -a = 1 AND arr[1] = 2", "select 1 from t where (((data ->> 'k') = 'v') and (data @> '{}') and (tags && cast(array['x'] as text[])) and (ts @@ to_tsquery('q')) and ((- a) = 1) and ((arr [] 1) = 2))"],
  ['SELECT 1 FROM t WHERE a::bigint = 1 AND CAST(b AS varchar(3)) = \'x\' AND c = DATE \'2020-01-01\' AND d COLLATE "C" > \'a\'', "select 1 from t where ((cast(a as int8) = 1) and (cast(b as varchar) = 'x') and (c = cast('2020-01-01' as date)) and ((d collate C) > 'a'))"],
  ["SELECT 1 FROM t WHERE coalesce(a, 0) = 1 AND nullif(b, 2) = 3 AND greatest(a, b) = 1 AND extract(year FROM ts) = 2020 AND ts > now() AND d = current_date AND ts AT TIME ZONE 'UTC' > $1", "select 1 from t where ((coalesce(a, 0) = 1) and (nullif(b, 2) = 3) and (greatest(a, b) = 1) and (extract('year', ts) = 2020) and (ts > now()) and (d = current_date()) and (timezone('UTC', ts) > ?$1))"],
  ['SELECT CASE WHEN a = 1 THEN b ELSE c END FROM t', 'select {CASE (a = 1) b c} from t'],
  ['SELECT 1 FROM a JOIN b ON b.a_id = a.id LEFT JOIN c USING (id, x) CROSS JOIN d NATURAL JOIN e', 'select 1 from a, inner b on (b.a_id = a.id), left c using (id, x), cross d, inner e on {NATURAL join}'],
  ['SELECT 1 FROM a, b RIGHT JOIN c ON true FULL OUTER JOIN d ON d.x = c.x', 'select 1 from a, b, right c on true, full d on (d.x = c.x)'],
  ['SELECT 1 FROM a LEFT JOIN (b JOIN c ON c.b = b.id) ON b.a = a.id', 'select 1 from a, left b on (b.a = a.id), left c on (c.b = b.id)'],
  ['SELECT 1 FROM (SELECT id, x FROM t WHERE x = 1) AS s(k, v) JOIN LATERAL (SELECT 2 FROM u WHERE u.id = s.k) l ON true', 'select 1 from [select id as k, x as v from t where (x = 1)] s, inner lateral [select 2 from u where (u.id = s.k)] l on true'],
  ['SELECT 1 FROM generate_series(1, 3) g, unnest($1::int[]) WITH ORDINALITY u(a, b), (VALUES (1, 2)) v(x, y)', 'select 1 from function:generate_series g, function:unnest u, [select 1 as x, 2 as y] v'],
  ['SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t = t.id) AND a NOT IN (SELECT x FROM v) AND b = (SELECT max(y) FROM w) AND NOT EXISTS (SELECT FROM z) AND c = ANY (SELECT q FROM r) AND d > ALL (SELECT 1)',
    'select 1 from t where (exists [select 1 from u where (u.t = t.id)] and not a in [select x from v] and (b = scalar [select max!(y) as max from w]) and not exists [select from z] and c = any [select q from r] and d > all [select 1])'],
  ['SELECT ARRAY(SELECT id FROM t WHERE a = 1)', 'select array [select id from t where (a = 1)]'],
  ['WITH RECURSIVE tree(id) AS (SELECT id FROM n WHERE p IS NULL UNION ALL SELECT n.id FROM n JOIN tree ON n.p = tree.id), m AS MATERIALIZED (SELECT 1), i AS NOT MATERIALIZED (SELECT 2) SELECT * FROM tree',
    'with recursive tree(id) [select id from n where (p is null) union-all [select n.id from n, inner tree on (n.p = tree.id)]], with recursive m materialized [select 1], with recursive i inlined [select 2] select all from tree'],
  ['SELECT a FROM t UNION SELECT b FROM u EXCEPT SELECT c FROM v ORDER BY 1 LIMIT 5', 'select a from t order 1 limit 5 union [select b from u] except [select c from v]'],
  ['(SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL (SELECT b FROM u INTERSECT SELECT c FROM v)', 'select all from [select a from t order a limit 1]  union-all [select b from u intersect [select c from v]]'],
  ['SELECT DISTINCT ON (a, lower(b)) a FROM t ORDER BY a, lower(b) DESC NULLS LAST, c NULLS FIRST', 'select distinct on (a, lower(b)) a from t order a, lower(b) desc nulls last, c nulls first'],
  ['SELECT DISTINCT a, count(*) AS n FROM t GROUP BY 1, b HAVING count(*) > 1 ORDER BY 2 DESC OFFSET 10 FETCH FIRST 5 ROWS ONLY', 'select distinct a, count!() as n from t group a, b having (count!() > 1) order count!() desc limit 5 offset 10'],
  ['SELECT row_number() OVER (PARTITION BY a ORDER BY b), sum(x) OVER w FROM t WINDOW w AS (ORDER BY c) LIMIT $1 OFFSET $2', 'select row_number~() as row_number, sum~(x) as sum from t limit ? offset ?'],
  ['SELECT * FROM t WHERE a = 1 FOR UPDATE SKIP LOCKED', 'select all from t where (a = 1) locks'],
  ['SELECT * FROM t LIMIT ALL', 'select all from t'],
  ['TABLE t', 'select all from t'],
  ['VALUES (1, (SELECT x FROM t WHERE y = 2))', 'select 1, scalar [select x from t where (y = 2)]'],
  ['UPDATE t SET a = 1, b = (SELECT c FROM u WHERE u.id = t.id) FROM v WHERE v.t = t.id AND t.a = $1 RETURNING t.id', 'update t.id, scalar [select c from u where (u.id = t.id)] from t, inner v where ((v.t = t.id) and (t.a = ?$1))'],
  ['UPDATE t SET (a, b) = (SELECT 1, 2 FROM u WHERE u.id = t.id)', 'update scalar [select 1, 2 from u where (u.id = t.id)] from t'],
  ['DELETE FROM ONLY s.t AS x USING u WHERE u.id = x.u', 'delete from s.t x, inner u where (u.id = x.u)'],
  ['INSERT INTO t (a) SELECT b FROM u WHERE c = 1', 'insert from u where (c = 1)'],
  ['INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b RETURNING id', 'insert id'],
  ['WITH gone AS (DELETE FROM t WHERE a = 1 RETURNING id) INSERT INTO log SELECT id FROM gone', 'with gone [delete id from t where (a = 1)] insert from gone'],
  ['MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = s.a WHEN NOT MATCHED THEN INSERT VALUES (s.id)', 'update from t, inner s on (t.id = s.id)'],
  ['EXPLAIN (ANALYZE) SELECT 1 FROM t WHERE a = 1', 'select 1 from t where (a = 1)'],
  ['PREPARE q (int) AS SELECT 1 FROM t WHERE a = $1', 'select 1 from t where (a = ?$1)'],
  ['DECLARE c CURSOR FOR SELECT 1 FROM t', 'select 1 from t'],
  ['COPY (SELECT * FROM t WHERE a = 1) TO STDOUT', 'select all from t where (a = 1)'],
  ['SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x), string_agg(a, \',\' ORDER BY b), my.fn(c) FROM t TABLESAMPLE bernoulli (1)', "select percentile_cont!(0.5) as percentile_cont, string_agg!(a, ',') as string_agg, my.fn(c) as fn from t"],
];

for (const [sql, facts] of QUERIES) {
  test(sql, () => {
    assert.equal(showQuery(readOne(sql)), facts);
  });
}

test('ids of sources are unique over the whole statement', () => {
  const query = readOne('WITH c AS (SELECT 1 FROM a) SELECT 1 FROM b JOIN (SELECT 1 FROM d) e ON true WHERE EXISTS (SELECT 1 FROM f, g) UNION SELECT 1 FROM h');
  const ids = [...JSON.stringify(query).matchAll(/"id":(\d+)/g)].map((found) => found[1]);
  assert.equal(ids.length, 7);
  assert.equal(new Set(ids).size, 7);
});

test('statements without bearing give nothing and are not counted as unread', () => {
  const facts = read("GRANT SELECT ON t TO u; COMMENT ON TABLE t IS 'x'; SET work_mem = '1MB'; BEGIN; COMMIT; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; INSERT INTO t VALUES (1, 'a;b');");
  assert.deepEqual(facts, { queries: [], statements: [], unread: [], problems: [] });
});

test('an INSERT of values is a query when a program sends it', () => {
  assert.equal(read('INSERT INTO t (a) VALUES ($1)').queries.length, 1);
  assert.equal(read('INSERT INTO t (a) VALUES (?)', 'sqlite').queries.length, 1);
});
