import * as fc from 'fast-check';

/** A generated schema and query for SQLite. */
export interface SqliteCase {
  readonly ddl: readonly string[];
  readonly analyze: boolean;
  /** FROM with the tables in another order or pinned to an index is made from these parts. */
  readonly select: string;
  readonly tables: readonly CaseTable[];
  readonly where: string;
  readonly order: string;
  readonly limit: string;
}

export interface CaseTable { readonly join: string; readonly name: string; readonly on: string }

/** `pin` says what stands behind each table's name (INDEXED BY …). */
export const sqlOf = (c: SqliteCase, pin: Readonly<Record<string, string>> = {}): string => `SELECT ${c.select} FROM ${c.tables.map((t) => `${t.join}${t.name}${pin[t.name] ?? ''}${t.on}`).join(' ')}${c.where === '' ? '' : ` WHERE ${c.where}`}${c.order === '' ? '' : ` ORDER BY ${c.order}`}${c.limit}`;

const TABLES = [
  'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER, c TEXT NOT NULL, d TEXT COLLATE NOCASE, e REAL, n TEXT, f INTEGER NOT NULL)',
  'CREATE TABLE u (id INTEGER PRIMARY KEY, tid INTEGER NOT NULL, x INTEGER, y TEXT)',
];
const BARE = ['CREATE TABLE t (id INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER, c TEXT NOT NULL, d TEXT COLLATE NOCASE, e REAL, n TEXT, f INTEGER NOT NULL, PRIMARY KEY (a, id)) WITHOUT ROWID', ...TABLES.slice(1)];

const column = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'n', 'f', 'id');
const key = fc.oneof({ weight: 8, arbitrary: column }, { weight: 1, arbitrary: fc.constantFrom('lower(c)', 'abs(a)', 'a + b', 'c COLLATE NOCASE', 'd COLLATE BINARY', 'n COLLATE NOCASE', 'coalesce(n, c)') });
const direction = fc.constantFrom('', '', '', ' DESC');
const predicate = fc.constantFrom('', '', '', '', '', '', ' WHERE n IS NULL', ' WHERE n IS NOT NULL', ' WHERE f = 1', ' WHERE a > 100', " WHERE c = 'c7'", ' WHERE b IS NOT NULL AND f = 0');
const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: (k) => k.split(' ')[0] ?? k });

const indexOnT = fc.tuple(keys, fc.array(direction, { minLength: 3, maxLength: 3 }), predicate).map(([ks, ds, p]) => `ON t (${ks.map((k, i) => `${k}${ds[i] ?? ''}`).join(', ')})${p}`);
const indexOnU = fc.uniqueArray(fc.constantFrom('tid', 'x', 'y'), { minLength: 1, maxLength: 2 }).map((ks) => `ON u (${ks.join(', ')})`);

const number = fc.constantFrom('7', '150', "'7'", '7.0', '?');
const text = fc.constantFrom("'c7'", "'C7'", "'x'", '?');

const onNumber = (name: string): fc.Arbitrary<string> => fc.oneof(
  { weight: 5, arbitrary: number.map((v) => `${name} = ${v}`) }, { weight: 1, arbitrary: number.map((v) => `${v} = ${name}`) }, { weight: 2, arbitrary: fc.tuple(fc.constantFrom('<', '<=', '>', '>='), number).map(([op, v]) => `${name} ${op} ${v}`) },
  { weight: 1, arbitrary: fc.constant(`${name} BETWEEN 5 AND 9`) }, { weight: 2, arbitrary: fc.constant(`${name} IN (1, 2, 3)`) }, { weight: 1, arbitrary: fc.constant(`${name} IN (4)`) }, { weight: 1, arbitrary: fc.constant(`${name} IS 3`) },
  { weight: 1, arbitrary: fc.constantFrom(`+${name} = 3`, `${name} + 0 = 3`, `NOT (${name} <> 3)`, `${name} <> 3`, `${name} NOT IN (1, 2)`, `${name} NOT BETWEEN 5 AND 9`, `abs(${name}) = 3`, `CAST(${name} AS TEXT) = '3'`, `${name} = 1 + 2`, `${name} IS NOT 3`, `${name} = CAST(? AS INTEGER)`, `${name} > random()`, `(${name} = 1 OR ${name} = 2)`, `(${name} < 2 OR ${name} > 300)`, `${name} IS TRUE`, `${name} = 3 COLLATE NOCASE`, `likely(${name} = 3)`) },
);
const onText = (name: string): fc.Arbitrary<string> => fc.oneof(
  { weight: 5, arbitrary: text.map((v) => `${name} = ${v}`) }, { weight: 2, arbitrary: text.map((v) => `${name} > ${v}`) }, { weight: 1, arbitrary: fc.constant(`${name} IN ('c1', 'c2')`) }, { weight: 1, arbitrary: fc.constant(`${name} = 5`) },
  { weight: 2, arbitrary: fc.constantFrom(`${name} LIKE 'c1%'`, `${name} LIKE '%c1'`, `${name} LIKE 'c1'`, `${name} GLOB 'c1*'`, `${name} GLOB '*1'`, `${name} LIKE 'c1%x'`, `${name} NOT LIKE 'c1%'`, `${name} LIKE 'c' || '%'`, `${name} LIKE 'c#_%' ESCAPE '#'`) },
  { weight: 2, arbitrary: fc.constantFrom(`${name} = 'c7' COLLATE NOCASE`, `${name} COLLATE NOCASE = 'C7'`, `${name} COLLATE BINARY = 'c7'`, `lower(${name}) = 'c7'`, `${name} <> 'c7'`, `${name} || '' = 'c7'`, `coalesce(${name}, c) = 'c7'`, `${name} = upper('c7')`, `${name} BETWEEN 'c1' AND 'c2'`, `${name} = CAST(7 AS INTEGER)`) },
);
const onNull = fc.constantFrom('n IS NULL', 'b IS NULL', 'n IS NOT NULL', 'e IS NULL', 'd IS NULL');
const simple = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'f').chain(onNumber) }, { weight: 4, arbitrary: fc.constantFrom('c', 'd', 'n').chain(onText) }, { weight: 1, arbitrary: onNull }, { weight: 1, arbitrary: fc.constantFrom('id = 7', 'id > 40', 'id IN (1, 2)', 'e > 0.5', 'e = 1', 'f', 'NOT f', 'a + b = 12', 'a = b', 'f = 1', 'f = TRUE', '(a, b) = (1, 2)', '(a, b) > (1, 2)', '(a, b) IN (VALUES (1, 2), (3, 4))', 'a = (SELECT max(tid) FROM u)', 'a IN (SELECT tid FROM u WHERE x = 3)') },
);
const atom = fc.oneof({ weight: 6, arbitrary: simple }, { weight: 1, arbitrary: fc.tuple(simple, simple).map(([l, r]) => (l === r ? l : `(${l} OR ${r})`)) }, { weight: 1, arbitrary: fc.tuple(simple, simple, simple).map(([p, q, r]) => `((${p} AND ${q}) OR ${r})`) });

const orderKey = fc.tuple(column, fc.constantFrom('', '', ' DESC', ' DESC', ' NULLS LAST', ' DESC NULLS FIRST')).map(([c, d]) => `${c}${d}`);
const order = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 4, arbitrary: fc.uniqueArray(orderKey, { minLength: 1, maxLength: 3, selector: (k) => k.split(' ')[0] ?? k }).map((ks) => ks.join(', ')) }, { weight: 1, arbitrary: fc.constantFrom('lower(c)', 'c COLLATE NOCASE', 'd', 'd COLLATE BINARY, a', 'a + b') });
const limit = fc.constantFrom('', ' LIMIT 20');

const makeDdl = ([tables, onT, onU]: readonly [readonly string[], readonly string[], readonly string[]]): string[] => [...tables, ...[...onT, ...onU].map((on, i) => `CREATE INDEX i${i} ${on}`)];
const ddl = fc.tuple(fc.oneof({ weight: 6, arbitrary: fc.constant(TABLES) }, { weight: 1, arbitrary: fc.constant(BARE) }), fc.array(indexOnT, { maxLength: 4 }), fc.array(indexOnU, { maxLength: 1 })).map(makeDdl);

const single = fc.record({ ddl, analyze: fc.boolean(), select: fc.constantFrom('*', '*', 'id', 'a, c', 'count(*)'), tables: fc.constant([{ join: '', name: 't', on: '' }]), where: fc.array(atom, { maxLength: 3 }).map((as) => as.join(' AND ')), order, limit })
  .map((c): SqliteCase => (c.select === 'count(*)' ? { ...c, order: '', limit: '' } : c));

/** Two tables: only the columns of t are named plainly; u's are tid, x and y. */
const qualified = (where: string): string => where.replace(/\bid\b/g, 't.id');
const joined = fc.record({
  ddl, analyze: fc.boolean(), on: fc.constantFrom('u.tid = t.id', 't.id = u.tid', 't.a = u.x', 't.c = u.y', 'u.y = t.d', 'u.tid = t.id AND u.x = 3', 'u.tid + 0 = t.id'), kind: fc.constantFrom('JOIN ', 'LEFT JOIN '),
  onT: fc.array(atom, { maxLength: 2 }), onU: fc.constantFrom('', '', 'u.x = 4', "u.y = 'y3'", 'u.id = 9'),
}).map((c): SqliteCase => ({
  ddl: c.ddl, analyze: c.analyze, select: '*', tables: [{ join: '', name: 't', on: '' }, { join: c.kind, name: 'u', on: ` ON ${c.on}` }],
  where: [...c.onT.map(qualified), ...(c.onU === '' ? [] : [c.onU])].join(' AND '), order: '', limit: '',
}));

export const sqliteCase: fc.Arbitrary<SqliteCase> = fc.oneof({ weight: 4, arbitrary: single }, { weight: 1, arbitrary: joined });
