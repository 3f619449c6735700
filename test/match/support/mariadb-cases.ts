import * as fc from 'fast-check';
import { cases, type GeneratedCase } from './generated.ts';

/** The tables of every case; `FILL` gives them rows of which each condition leaves few. */
export const TABLES = [
  'CREATE TABLE t (id int NOT NULL PRIMARY KEY, a int NOT NULL, b int, c varchar(40) NOT NULL, d varchar(40), n varchar(60), s text, f tinyint(1) NOT NULL, g bigint NOT NULL, m datetime NOT NULL, w datetime) DEFAULT CHARSET=utf8mb4',
  'CREATE TABLE u (id int NOT NULL PRIMARY KEY, tid int NOT NULL, x int, y varchar(40)) DEFAULT CHARSET=utf8mb4',
];
export const FILL = [
  `INSERT INTO t SELECT seq, (seq * 7) % 700, IF(seq % 9 = 0, NULL, (seq * 13) % 500), CONCAT('c', (seq * 11) % 900), CONCAT(IF(seq % 2 = 0, 'D', 'd'), seq % 600), IF(seq % 10 = 0, CONCAT('n', seq), NULL), CONCAT('some words ', seq % 700), seq % 50 = 0, seq * 3,
    '2025-01-01' + INTERVAL seq HOUR, '2025-01-01' + INTERVAL seq HOUR FROM seq_1_to_2000`,
  "INSERT INTO u SELECT seq, (seq * 17) % 2000, (seq * 3) % 700, CONCAT('y', seq % 450) FROM seq_1_to_2000",
];

const column = fc.constantFrom('a', 'b', 'c', 'd', 'n', 'g', 'm', 'w', 'id', 'f');
const key = fc.oneof({ weight: 8, arbitrary: column }, { weight: 2, arbitrary: fc.constantFrom('c(3)', 'd(2)', 's(10)', 'n(4)') });
const direction = fc.constantFrom('', '', '', ' DESC');
const index = fc.tuple(fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: (k) => k.split('(')[0] ?? k }), fc.array(direction, { minLength: 3, maxLength: 3 }), fc.constantFrom('', '', '', '', '', '', ' IGNORED'))
  .map(([ks, ds, ignored]) => `CREATE INDEX $NAME ON t (${ks.map((k, i) => `${k}${ds[i] ?? ''}`).join(', ')})${ignored}`);

const number = fc.constantFrom('7', '150', "'7'", '7.0', '7e0', '1 + 6');
const onNumber = (name: string): fc.Arbitrary<string> => fc.oneof(
  { weight: 5, arbitrary: number.map((v) => `${name} = ${v}`) }, { weight: 1, arbitrary: number.map((v) => `${v} = ${name}`) }, { weight: 2, arbitrary: fc.tuple(fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom('7', '490')).map(([op, v]) => `${name} ${op} ${v}`) },
  { weight: 1, arbitrary: fc.constant(`${name} BETWEEN 5 AND 9`) }, { weight: 2, arbitrary: fc.constant(`${name} IN (1, 2, 3)`) }, { weight: 1, arbitrary: fc.constant(`${name} IN (4)`) },
  { weight: 1, arbitrary: fc.constantFrom(`+${name} = 3`, `${name} + 0 = 3`, `NOT (${name} <> 3)`, `${name} <> 3`, `${name} NOT IN (1, 2)`, `${name} NOT BETWEEN 5 AND 490`, `NOT (${name} < 490)`, `abs(${name}) = 3`, `CAST(${name} AS CHAR) = '3'`, `${name} <=> 3`, `${name} = 3 + RAND()`, `(${name} = 1 OR ${name} = 2)`, `(${name} < 2 OR ${name} > 490)`, `-${name} = -3`) },
);
const text = fc.constantFrom("'c7'", "'D7'", "'x'", "'c7' COLLATE utf8mb4_bin", "BINARY 'c7'", "CONCAT('c', '7')");
const onText = (name: string): fc.Arbitrary<string> => fc.oneof(
  { weight: 5, arbitrary: text.map((v) => `${name} = ${v}`) }, { weight: 2, arbitrary: fc.constantFrom(`${name} > 'n99'`, `${name} < 'c1'`, `${name} >= 'y'`) }, { weight: 2, arbitrary: fc.constantFrom(`${name} IN ('c1', 'c2')`, `${name} IN ('c1', 5)`, `${name} = 5`) },
  { weight: 3, arbitrary: fc.constantFrom(`${name} LIKE 'c17%'`, `${name} LIKE '%c1'`, `${name} LIKE 'c1'`, `${name} LIKE 'c1%x'`, `${name} NOT LIKE 'c1%'`, `${name} LIKE CONCAT('c17', '%')`, `${name} REGEXP '^c17'`, `${name} LIKE BINARY 'c17%'`) },
  { weight: 2, arbitrary: fc.constantFrom(`${name} COLLATE utf8mb4_bin = 'c7'`, `BINARY ${name} = 'c7'`, `lower(${name}) = 'c7'`, `${name} <> 'c7'`, `CONCAT(${name}, '') = 'c7'`, `coalesce(${name}, c) = 'c7'`, `${name} = upper('c7')`, `${name} BETWEEN 'c1' AND 'c10'`, `left(${name}, 2) = 'c7'`) },
);
const onTime = fc.constantFrom("m >= '2025-03-20'", "m < '2025-01-03'", "m BETWEEN '2025-02-01' AND '2025-02-02'", "DATE(m) = '2025-02-01'", 'm > now() - INTERVAL 1 DAY', "w >= '2025-03-20'", 'YEAR(w) = 2025', 'w = 20250201000000', "m = '2025-02-01'", "DATE_FORMAT(m, '%Y-%m') = '2025-02'");
const onFlag = fc.constantFrom('f', 'NOT f', 'f = 1', 'f = 0', 'f IS TRUE', 'f = TRUE', 'f <> 0', 'NOT (f = 0)');
const onNull = fc.constantFrom('n IS NULL', 'b IS NULL', 'ISNULL(b)', 'd IS NULL');
const rest = fc.constantFrom('id = 7', 'id > 1990', 'id IN (1, 2)', 'a + b = 12', '(a, b) = (1, 2)', '(a, b) > (490, 2)', "(m, id) > ('2025-03-20', 5)", '(a, b) IN ((1, 2), (3, 4))', 'a = (SELECT max(tid) FROM u WHERE u.id = 5)', 'g = 21', 'g = 21.0', 'g IN (3, 6)', "s = 'some words 7'", "s LIKE 'some words 7%'", 'a IN (SELECT tid FROM u WHERE u.id = 3)');
const condition = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b').chain(onNumber) }, { weight: 5, arbitrary: fc.constantFrom('c', 'd', 'n').chain(onText) }, { weight: 2, arbitrary: onTime }, { weight: 2, arbitrary: onFlag }, { weight: 1, arbitrary: onNull }, { weight: 2, arbitrary: rest });

const orderKey = fc.tuple(column, fc.constantFrom('', '', ' DESC')).map(([c, d]) => `${c}${d}`);
const order = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 4, arbitrary: fc.uniqueArray(orderKey, { minLength: 1, maxLength: 3, selector: (k) => k.split(' ')[0] ?? k }).map((ks) => ks.join(', ')) }, { weight: 1, arbitrary: fc.constantFrom('lower(c)', 'c COLLATE utf8mb4_bin', 'd, a', 'a + b', 'a, b DESC', 's') });

export const mariadbCase: fc.Arbitrary<GeneratedCase> = cases({
  index, condition, order,
  indexOnU: fc.uniqueArray(fc.constantFrom('tid', 'x', 'y'), { minLength: 1, maxLength: 2 }).map((ks) => `CREATE INDEX $NAME ON u (${ks.join(', ')})`),
  joins: fc.constantFrom('u.tid = t.id', 't.id = u.tid', 't.a = u.x', 't.c = u.y', 'u.y = t.d', 'u.tid = t.id AND u.x = 3', 'u.tid + 0 = t.id', 't.g = u.tid', 'u.tid = t.id AND u.x > 690', 'u.y = t.a'),
  onU: fc.constantFrom('', '', 'u.x = 4', "u.y = 'y3'", 'u.id = 9'),
});
