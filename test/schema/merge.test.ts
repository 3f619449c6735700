import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Table } from '../../server/src/facts/catalog.ts';
import { foldName, mergeTable, replay, tableKey, typeClass, type PlacedStatement } from '../../server/src/schema/replay/index.ts';
import { prepared, read } from '../sql-sqlite/read.ts';
import { cpuTime } from '../support/cpu-time.ts';

type Origin = PlacedStatement['origin'];

/** SQL as statements of a file, one a line. */
function placed(path: string, origin: Origin, ...lines: readonly string[]): PlacedStatement[] {
  let start = 0;
  return lines.flatMap((text): PlacedStatement[] => {
    const from = start;
    start += text.length + 1;
    const result = read(prepared(text, {}, from));
    assert.equal(result.kind, 'schema', text);
    return result.kind === 'schema' ? result.operations.map((operation) => ({ statement: { operation, span: { start: from, end: from + text.length }, dialect: 'sqlite' }, path, origin })) : [];
  });
}

const table = (key: string, ...statements: readonly PlacedStatement[]): Table => replay(statements, 'sqlite').tables.get(key) ?? assert.fail();
const indexes = (of: Table): (readonly (string | boolean | null)[])[] => of.indexes.map(({ name, origin, path, unique }) => [name, origin, path, unique]);

test('the same table in two files is the union of both', () => {
  const both = table('t', ...placed('a.sql', 'sql', 'CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b REFERENCES u(id))', 'CREATE INDEX i ON t(a)'), ...placed('b.sql', 'sql', 'CREATE TABLE IF NOT EXISTS T(id INTEGER PRIMARY KEY, A TEXT UNIQUE, c INT UNIQUE, b REFERENCES u(id))', 'CREATE INDEX IF NOT EXISTS i ON t(a)', 'CREATE INDEX j ON t(c)'));
  assert.deepEqual(both.columns.map((column) => column.name), ['id', 'a', 'b', 'c']);
  assert.deepEqual(indexes(both), [[null, 'implicit', 'a.sql', true], ['sqlite_autoindex_t_1', 'implicit', 'a.sql', true], ['i', 'sql', 'a.sql', false], ['sqlite_autoindex_t_3', 'implicit', 'b.sql', true], ['j', 'sql', 'b.sql', false]]);
  assert.equal(both.foreignKeys.length, 1);
  assert.deepEqual(both.declarations.map(({ path, migration }) => [path, migration]), [['a.sql', false], ['b.sql', false]]);
});

test('a name that is taken with other keys is told, and no index is lost', () => {
  const result = replay([...placed('a.sql', 'sql', 'CREATE TABLE t(a, b)', 'CREATE INDEX i ON t(a)'), ...placed('b.sql', 'sql', 'CREATE INDEX i ON t(b)')], 'sqlite');
  assert.deepEqual(result.tables.get('t')?.indexes.map((index) => index.keys.map((key) => (key.expr.kind === 'column' ? key.expr.column : ''))), [['a'], ['b']]);
  assert.deepEqual(result.problems, [{ path: 'b.sql', message: 'there is an index i already, with other keys', span: { start: 0, end: 22 } }]);
});

test('a migration makes its index beside the one of that name that a model declares', () => {
  const result = replay([...placed('schema.ts', 'model', 'CREATE TABLE t(a, b)', 'CREATE INDEX i ON t(a, b)', 'CREATE INDEX j ON t(b)'), ...placed('1.sql', 'migration', 'CREATE INDEX IF NOT EXISTS i ON t(a, b DESC)', 'CREATE INDEX IF NOT EXISTS j ON t(b)', 'CREATE INDEX IF NOT EXISTS i ON t(b)')], 'sqlite');
  assert.deepEqual(result.tables.get('t')?.indexes.map(({ name, origin, keys }) => [name, origin, keys.at(-1)?.direction]), [['i', 'model', 'asc'], ['j', 'model', 'asc'], ['i', 'migration', 'desc']]);
  assert.deepEqual(result.problems, []);
});

test('a file that is no migration takes away only what it made itself', () => {
  const made = placed('migrations/1.sql', 'migration', 'CREATE TABLE t(a, b)', 'CREATE INDEX i ON t(a)');
  assert.deepEqual(indexes(table('t', ...made, ...placed('reset.sql', 'sql', 'DROP INDEX i', 'DROP TABLE t'))), [['i', 'migration', 'migrations/1.sql', false]]);
  const own = [...placed('schema.sql', 'sql', 'CREATE TABLE x(a)', 'CREATE INDEX j ON x(a)', 'DROP INDEX j'), ...placed('schema.sql', 'sql', 'CREATE TABLE y(a)', 'DROP TABLE y')];
  const { tables } = replay([...made, ...own], 'sqlite');
  assert.deepEqual([...tables.keys()], ['t', 'x']);
  assert.deepEqual(tables.get('x')?.indexes, []);
  assert.equal(replay([...made, ...placed('migrations/2.sql', 'migration', 'DROP TABLE t')], 'sqlite').tables.size, 0);
});

const MODEL = placed('schema.ts', 'model', 'CREATE TABLE t(id INTEGER PRIMARY KEY, email TEXT, at INT)', 'CREATE INDEX t_at_index ON t(at)', 'CREATE UNIQUE INDEX t_email ON t(email)');

test('a model and its migrations are one table', () => {
  const history = placed('m/1.sql', 'migration', 'CREATE TABLE t(id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE, old)', 'CREATE INDEX at_idx ON t(old)', 'CREATE UNIQUE INDEX t_email_unique ON t(email)', 'ALTER TABLE t ADD COLUMN at INT REFERENCES u(id)');
  const model = { ...table('t', ...MODEL), declarations: [{ adapter: 'drizzle', path: 'schema.ts', span: { start: 0, end: 1 }, symbol: 't', migration: false }], attrs: new Map([['createdAt', 'at']]) };
  const merged = mergeTable(model, table('t', ...history));
  assert.deepEqual(merged.columns.map(({ name, notNull, collation }) => [name, notNull, collation]), [['id', true, null], ['email', true, 'nocase'], ['at', false, null], ['old', false, null]]);
  assert.deepEqual(indexes(merged), [[null, 'implicit', 'schema.ts', true], ['t_at_index', 'model', 'schema.ts', false], ['t_email', 'model', 'schema.ts', true], ['at_idx', 'migration', 'm/1.sql', false]]);
  assert.deepEqual(merged.declarations.map((declaration) => declaration.adapter), ['drizzle', 'sql']);
  assert.deepEqual([[...merged.attrs], merged.foreignKeys.length, merged.rowidAlias, merged.primaryKey, merged.confidence], [[['createdAt', 'at']], 1, 'id', ['id'], 'high']);
});

test('merging takes each index of the model for one of the migrations, so that a duplicate is still seen', () => {
  const history = table('t', ...placed('m/1.sql', 'migration', 'CREATE TABLE t(id INTEGER PRIMARY KEY, email TEXT, at INT)', 'CREATE INDEX one ON t(at)', 'CREATE INDEX t_at_index ON t(at)'));
  assert.deepEqual(indexes(mergeTable(table('t', ...MODEL), history)).map(([name]) => name), [null, 't_at_index', 't_email', 'one']);
});

test('partial, unique, direction, collation and expression tell indexes apart', () => {
  const ways = ['t(at)', 't(at) WHERE at > 1', 't(at) WHERE at > 2', 't(at DESC)', 't(email COLLATE NOCASE)', 't(email)', 't(lower(email))', 't(at, email)'];
  const a = table('t', ...MODEL.slice(0, 1), ...placed('a', 'model', ...ways.map((way, i) => `CREATE INDEX a${String(i)} ON ${way}`)));
  const b = table('t', ...MODEL.slice(0, 1), ...placed('b', 'migration', ...ways.map((way, i) => `CREATE INDEX b${String(i)} ON ${way.replace('at', 'AT')}`)));
  assert.equal(mergeTable(a, b).indexes.length, 1 + ways.length);
  const unique = table('t', ...MODEL.slice(0, 1), ...placed('c', 'migration', 'CREATE UNIQUE INDEX c ON t(at)'));
  assert.equal(mergeTable(a, unique).indexes.length, 2 + ways.length);
});

test('the lower confidence holds, with all doubts', () => {
  const sure = table('t', ...MODEL);
  const merged = mergeTable({ ...sure, confidence: 'low', doubts: ['a spread was not found'] }, sure);
  assert.deepEqual([merged.confidence, merged.doubts], ['low', ['a spread was not found']]);
});

test('keys', () => {
  assert.deepEqual([tableKey({ schema: null, name: 'Users' }, 'postgresql'), tableKey({ schema: 'public', name: 'Users' }, 'postgresql'), tableKey({ schema: 'App', name: 'Users' }, 'postgresql'), tableKey({ schema: 'main', name: 't' }, 'sqlite'), tableKey({ schema: 'main', name: 't' }, 'mysql'), foldName('ÄB')], ['users', 'users', 'app.users', 't', 'main.t', 'äb']);
});

const TYPES: readonly (readonly [string | null, 'postgresql' | 'sqlite' | 'mysql', string])[] = [
  ['integer', 'postgresql', 'int'], ['int4', 'postgresql', 'int'], ['bigserial', 'postgresql', 'bigint'], ['numeric(10, 2)', 'postgresql', 'numeric'], ['double precision', 'postgresql', 'float'], ['character varying(40)', 'postgresql', 'varchar'], ['VARCHAR', 'postgresql', 'varchar'], ['char(3)', 'postgresql', 'char'],
  ['timestamp(3) with time zone', 'postgresql', 'timestamptz'], ['timestamp (6)', 'postgresql', 'timestamp'], ['timestamp without time zone', 'postgresql', 'timestamp'], ['timestamptz(6)', 'postgresql', 'timestamptz'], ['time', 'postgresql', 'time'], ['text[]', 'postgresql', 'array'], ['integer array', 'postgresql', 'array'], ['int[3][]', 'postgresql', 'array'],
  ['jsonb', 'postgresql', 'jsonb'], ['vector(1536)', 'postgresql', 'vector'], ['citext', 'postgresql', 'citext'], ['pg_catalog.int4', 'postgresql', 'int'], ['tstzrange', 'postgresql', 'range'], ['user_role', 'postgresql', 'unknown'], ['constructor', 'postgresql', 'unknown'], ['interval', 'postgresql', 'unknown'], [null, 'postgresql', 'unknown'],
  ['INTEGER', 'sqlite', 'int'], ['UNSIGNED BIG INT', 'sqlite', 'bigint'], ['VARCHAR(20)', 'sqlite', 'varchar'], ['NCHAR(5)', 'sqlite', 'text'], ['CLOB', 'sqlite', 'text'], ['BLOB', 'sqlite', 'bytes'], ['REAL', 'sqlite', 'float'], ['DOUBLE PRECISION', 'sqlite', 'float'], ['NUMERIC', 'sqlite', 'numeric'], ['DECIMAL(10,5)', 'sqlite', 'numeric'], ['BOOLEAN', 'sqlite', 'bool'], ['DATE', 'sqlite', 'date'], ['DATETIME', 'sqlite', 'timestamp'], [null, 'sqlite', 'unknown'], ['FLOATING POINT', 'sqlite', 'int'],
  ['tinyint(1)', 'mysql', 'bool'], ['int(11) unsigned', 'mysql', 'int'], ['bigint unsigned', 'mysql', 'bigint'], ['varchar(255)', 'mysql', 'varchar'], ['datetime(6)', 'mysql', 'timestamp'], ["enum('a','b')", 'mysql', 'enum'], ['longtext', 'mysql', 'text'],
];

for (const [raw, dialect, expected] of TYPES) test(`${String(raw)} on ${dialect}`, () => assert.equal(typeClass(raw, dialect), expected));

test('700 migrations over 300 tables', () => {
  const statements = Array.from({ length: 300 }, (_, i) => placed(`m/${String(i)}.sql`, 'migration', `CREATE TABLE t${String(i)}(id INTEGER PRIMARY KEY, ${Array.from({ length: 15 }, (__, c) => `c${String(c)} TEXT`).join(', ')}, p INT REFERENCES t${String(Math.max(0, i - 1))}(id))`, `CREATE INDEX t${String(i)}_c0 ON t${String(i)}(c0, c1)`, `CREATE INDEX t${String(i)}_p ON t${String(i)}(p) WHERE c2 IS NOT NULL`)).flat();
  const changes = Array.from({ length: 400 }, (_, i) => placed(`m/${String(300 + i)}.sql`, 'migration', `ALTER TABLE t${String(i % 300)} RENAME COLUMN c${String(3 + Math.floor(i / 300))} TO d${String(i)}`, `ALTER TABLE t${String((i * 7) % 300)} ADD COLUMN e${String(i)} INT`, `CREATE INDEX e${String(i)} ON t${String((i * 7) % 300)}(e${String(i)})`)).flat();
  const all = [...statements, ...changes];
  replay(all, 'sqlite');
  let result = replay([], 'sqlite');
  const took = cpuTime(() => { result = replay(all, 'sqlite'); });
  assert.equal(result.tables.size, 300);
  assert.equal([...result.tables.values()].reduce((sum, one) => sum + one.indexes.length, 0), 300 * 3 + 400);
  assert.ok(took < 500, `${String(took)} ms`);
  console.log(`replayed ${String(all.length)} statements in ${took.toFixed(1)} ms`);
});
