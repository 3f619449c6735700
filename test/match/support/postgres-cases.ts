import * as fc from 'fast-check';
import { cases, type GeneratedCase } from './generated.ts';

/** The tables of every case; `fill` gives them rows of which each condition leaves few. */
export const TABLES = [
  'CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int, c text NOT NULL, d varchar(40), e numeric, n text, f boolean NOT NULL, g bigint NOT NULL, m timestamptz NOT NULL, w timestamp, j jsonb)',
  'CREATE TABLE u (id int PRIMARY KEY, tid int NOT NULL, x int, y text)',
];
export const FILL = [
  `INSERT INTO t SELECT i, (i * 7) % 1500, CASE WHEN i % 9 = 0 THEN NULL ELSE (i * 13) % 1200 END, 'c' || (i * 11) % 1700, CASE WHEN i % 2 = 0 THEN 'D' ELSE 'd' END || i % 900, i / 5000.0, CASE WHEN i % 10 = 0 THEN 'n' || i END, i % 50 = 0, i * 3,
    '2025-01-01'::timestamptz + i * interval '1 hour', '2025-01-01'::timestamp + i * interval '1 hour', jsonb_build_object('k', 'v' || i % 800) FROM generate_series(1, 5000) i`,
  "INSERT INTO u SELECT i, (i * 17) % 5000, (i * 3) % 1500, 'y' || i % 850 FROM generate_series(1, 5000) i",
  'ANALYZE t', 'ANALYZE u',
];

const column = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'n', 'g', 'm', 'w', 'id', 'f');
const key = fc.oneof({ weight: 8, arbitrary: column }, { weight: 1, arbitrary: fc.constantFrom('lower(c)', 'abs(a)', '(a + b)', 'c COLLATE "C"', 'c text_pattern_ops', 'd varchar_pattern_ops', 'n COLLATE "C"', 'coalesce(n, c)', "(j ->> 'k')") });
const direction = fc.constantFrom('', '', '', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST');
const predicate = fc.constantFrom('', '', '', '', '', '', ' WHERE n IS NULL', ' WHERE n IS NOT NULL', ' WHERE f', ' WHERE NOT f', ' WHERE f = true', ' WHERE f IS TRUE', ' WHERE a > 100', " WHERE c = 'c7'", " WHERE c IN ('c7', 'c8')", ' WHERE a <> 5', ' WHERE b IS NOT NULL AND f');
const index = fc.tuple(fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: (k) => k.split(' ')[0] ?? k }), fc.array(direction, { minLength: 3, maxLength: 3 }), predicate, fc.constantFrom('', '', '', ' INCLUDE (a, m)'))
  .map(([ks, ds, p, include]) => `CREATE INDEX $NAME ON t (${ks.map((k, i) => `${k}${ds[i] ?? ''}`).join(', ')})${include}${p}`);

const number = fc.constantFrom('7', '150', "'7'", '7', '7.0', '7::bigint', '7::numeric', '1 + 6');
const onNumber = (name: string): fc.Arbitrary<string> => fc.oneof(
  { weight: 5, arbitrary: number.map((v) => `${name} = ${v}`) }, { weight: 1, arbitrary: number.map((v) => `${v} = ${name}`) }, { weight: 2, arbitrary: fc.tuple(fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom('7', '1150')).map(([op, v]) => `${name} ${op} ${v}`) },
  { weight: 1, arbitrary: fc.constant(`${name} BETWEEN 5 AND 9`) }, { weight: 2, arbitrary: fc.constant(`${name} IN (1, 2, 3)`) }, { weight: 1, arbitrary: fc.constant(`${name} IN (4)`) }, { weight: 1, arbitrary: fc.constant(`${name} = ANY (ARRAY[1, 2])`) },
  { weight: 1, arbitrary: fc.constantFrom(`+${name} = 3`, `${name} + 0 = 3`, `NOT (${name} <> 3)`, `${name} <> 3`, `${name} NOT IN (1, 2)`, `${name} NOT BETWEEN 5 AND 1190`, `NOT (${name} < 1190)`, `abs(${name}) = 3`, `${name}::text = '3'`, `${name}::bigint = 3`, `${name} IS DISTINCT FROM 3`, `${name} IS NOT DISTINCT FROM 3`, `${name} = (random() * 5)::int`, `(${name} = 1 OR ${name} = 2)`, `(${name} < 2 OR ${name} > 1190)`) },
);
const text = fc.constantFrom("'c7'", "'D7'", "'x'", "'c7'::text", "'c7'::varchar");
const onText = (name: string): fc.Arbitrary<string> => fc.oneof(
  { weight: 5, arbitrary: text.map((v) => `${name} = ${v}`) }, { weight: 2, arbitrary: fc.constantFrom(`${name} > 'n99'`, `${name} < 'c1'`, `${name} >= 'y'`) }, { weight: 2, arbitrary: fc.constant(`${name} IN ('c1', 'c2')`) },
  { weight: 3, arbitrary: fc.constantFrom(`${name} LIKE 'c17%'`, `${name} LIKE '%c1'`, `${name} LIKE 'c1'`, `${name} LIKE 'c1%x'`, `${name} NOT LIKE 'c1%'`, `${name} ~ '^c17'`, `${name} ^@ 'c17'`, `starts_with(${name}, 'c17')`, `${name} ILIKE 'c17%'`, `${name} ILIKE '17%'`, `${name} LIKE 'c' || '17' || '%'`, `${name} SIMILAR TO 'c17%'`) },
  { weight: 2, arbitrary: fc.constantFrom(`${name} = 'c7' COLLATE "C"`, `${name} COLLATE "C" = 'c7'`, `${name} < 'c1' COLLATE "C"`, `lower(${name}) = 'c7'`, `${name} <> 'c7'`, `${name} || '' = 'c7'`, `coalesce(${name}, c) = 'c7'`, `${name} = upper('c7')`, `${name} BETWEEN 'c1' AND 'c10'`, `${name}::text = 'c7'`, `${name} = 'c7'::char(9)`) },
);
const onTime = fc.constantFrom("m >= '2025-07-20'", "m < '2025-01-03'", "m BETWEEN '2025-02-01' AND '2025-02-02'", "m::date = '2025-02-01'", "m > now() - interval '1 day'", "m > clock_timestamp()", "w >= '2025-07-20'", "w::date = '2025-02-01'", "date_trunc('day', w) = '2025-02-01'", "w = '2025-02-01'::timestamptz", "m = '2025-02-01'::date");
const onFlag = fc.constantFrom('f', 'NOT f', 'f = true', 'f = false', 'f IS TRUE', 'f IS NOT TRUE', 'f <> true', 'NOT (f = false)');
const onNull = fc.constantFrom('n IS NULL', 'b IS NULL', 'n IS NOT NULL', 'e IS NULL', 'd IS NULL');
const rest = fc.constantFrom('id = 7', 'id > 4990', 'id IN (1, 2)', 'e > 0.99', 'e = 1', 'e = 0.5', 'a + b = 12', '(a, b) = (1, 2)', '(a, b) > (1490, 2)', '(m, id) > (\'2025-07-20\', 5)', '(a, b) IN ((1, 2), (3, 4))', 'a = (SELECT max(tid) FROM u WHERE u.id = 5)', 'a IN (SELECT tid FROM u WHERE u.id = 3)', "j ->> 'k' = 'v7'", 'g = 21', 'g = 21.0', 'g IN (3, 6)');
const condition = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b').chain(onNumber) }, { weight: 5, arbitrary: fc.constantFrom('c', 'd', 'n').chain(onText) }, { weight: 2, arbitrary: onTime }, { weight: 2, arbitrary: onFlag }, { weight: 1, arbitrary: onNull }, { weight: 2, arbitrary: rest });

const orderKey = fc.tuple(column, fc.constantFrom('', '', '', ' DESC', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST')).map(([c, d]) => `${c}${d}`);
const order = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 4, arbitrary: fc.uniqueArray(orderKey, { minLength: 1, maxLength: 3, selector: (k) => k.split(' ')[0] ?? k }).map((ks) => ks.join(', ')) }, { weight: 1, arbitrary: fc.constantFrom('lower(c)', 'c COLLATE "C"', 'd, a', 'a + b', "j ->> 'k'", 'a, b DESC') });

export const postgresCase: fc.Arbitrary<GeneratedCase> = cases({
  index, condition, order,
  indexOnU: fc.uniqueArray(fc.constantFrom('tid', 'x', 'y'), { minLength: 1, maxLength: 2 }).map((ks) => `CREATE INDEX $NAME ON u (${ks.join(', ')})`),
  joins: fc.constantFrom('u.tid = t.id', 't.id = u.tid', 't.a = u.x', 't.c = u.y', 'u.y = t.d', 'u.tid = t.id AND u.x = 3', 'u.tid + 0 = t.id', 't.g = u.tid'),
  onU: fc.constantFrom('', '', 'u.x = 4', "u.y = 'y3'", 'u.id = 9'),
});
