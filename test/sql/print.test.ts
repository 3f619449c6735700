import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import type { Expr } from '../../server/src/facts/expr.ts';
import type { IndexDef, SchemaOp } from '../../server/src/facts/schema.ts';
import { canonical } from '../../server/src/sql/canonical.ts';
import { createIndexSql, dropIndexSql } from '../../server/src/sql/ddl.ts';
import { quoteName, quoteQualified } from '../../server/src/sql/identifiers.ts';
import { printExpr, printSql } from '../../server/src/sql/print.ts';
import { read } from './support.ts';

const database = await PGlite.create();
after(() => database.close());

type CreateIndex = Extract<SchemaOp, { op: 'create-index' }>;

function indexOf(sql: string, dialect: 'postgresql' | 'sqlite'): CreateIndex {
  const [first] = read(sql, dialect).statements;
  assert.ok(first?.operation.op === 'create-index', `${sql}: ${JSON.stringify(first ?? read(sql, dialect))}`);
  return first.operation;
}

const again = (operation: CreateIndex, dialect: 'postgresql' | 'sqlite', options = {}): string | null => createIndexSql({ ...operation.index, name: operation.index.name ?? 'unnamed', table: operation.table }, dialect, options);

const withoutSpans = (index: IndexDef<string>): unknown => JSON.parse(JSON.stringify(index, (key, value: unknown) => (key === 'span' ? undefined : value)));

/** Indexes in the spelling that is printed: the way there and back changes nothing, and the database takes them. */
const POSTGRESQL = [
  'CREATE INDEX i ON t (a)',
  'CREATE UNIQUE INDEX i ON app.t (a, b DESC, c DESC NULLS LAST, d NULLS FIRST)',
  'CREATE INDEX "User_email_idx" ON "User" ("Email", "order", "select")',
  'CREATE INDEX i ON t USING hash (a)',
  'CREATE INDEX i ON t (lower(name), ((data ->> \'k\')), (a + b * 2), (coalesce(a, 0)))',
  'CREATE INDEX i ON t (name COLLATE "C" text_pattern_ops DESC) INCLUDE (a, "order")',
  "CREATE INDEX i ON t (a) WHERE b IS NULL AND (c = 1 OR d <> 'x''y') AND NOT flag AND a IN (1, 2) AND name LIKE 'q%'",
  'CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT WHERE a > -5 AND flag IS NOT TRUE AND a BETWEEN 1 AND 3',
  "CREATE INDEX i ON t (((name)::varchar), (name || 'x' || 'y'), ((a - (b - c))))",
  "CREATE INDEX i ON t (a) WHERE (a = 1 AND b = 2) = flag AND a = ANY (ARRAY[1, 2]) AND name ~ '^x'",
];

const TABLES = `CREATE SCHEMA IF NOT EXISTS app; CREATE TABLE IF NOT EXISTS t (a int, b int, c int, d text, name text, data jsonb, flag boolean, "order" int);
  CREATE TABLE IF NOT EXISTS app.t (a int, b int, c int, d int); CREATE TABLE IF NOT EXISTS "User" ("Email" text, "order" int, "select" int);`;

test('PostgreSQL: indexes are printed, taken by the database, and read back the same', async () => {
  await database.exec(TABLES);
  for (const sql of POSTGRESQL) {
    const operation = indexOf(sql, 'postgresql');
    const printed = again(operation, 'postgresql');
    assert.ok(printed !== null, sql);
    const back = indexOf(printed, 'postgresql');
    assert.deepEqual(withoutSpans(back.index), withoutSpans(operation.index), printed);
    assert.deepEqual(back.table, operation.table);
    await database.exec(printed);
    await database.exec(dropIndexSql({ schema: operation.table.schema, name: operation.index.name ?? '' }, 'postgresql'));
  }
});

const SQLITE = [
  'CREATE INDEX i ON t (a)',
  'CREATE UNIQUE INDEX i ON t (a, b DESC, name COLLATE NOCASE)',
  'CREATE INDEX "my index" ON User ("order", Email)',
  "CREATE INDEX i ON t (lower(name), (a + b * 2), (name || 'x'), (data ->> 'k'))",
  "CREATE INDEX i ON t (a) WHERE b IS NULL AND (c = 1 OR d <> 'x''y') AND NOT flag AND name GLOB 'q*' AND a IN (1, 2)",
  'CREATE INDEX i ON t (CAST(name AS integer)) WHERE a > -5',
];

test('SQLite: indexes are printed, taken by the database, and read back the same', () => {
  const sqlite = new Database(':memory:');
  sqlite.exec('CREATE TABLE t (a int, b int, c int, d text, name text, data text, flag boolean); CREATE TABLE User (Email text, "order" int)');
  for (const sql of SQLITE) {
    const operation = indexOf(sql, 'sqlite');
    const printed = again(operation, 'sqlite');
    assert.ok(printed !== null, sql);
    assert.deepEqual(withoutSpans(indexOf(printed, 'sqlite').index), withoutSpans(operation.index), printed);
    sqlite.exec(printed);
    sqlite.exec(dropIndexSql({ schema: null, name: operation.index.name ?? '' }, 'sqlite'));
  }
  sqlite.close();
});

test('options of CREATE and DROP INDEX, each where the dialect has it', () => {
  const operation = indexOf('CREATE INDEX i ON "Main".t (a, b DESC NULLS LAST)', 'postgresql');
  const all = { concurrently: true, ifNotExists: true };
  assert.equal(again(operation, 'postgresql', all), 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON "Main".t (a, b DESC NULLS LAST)');
  assert.equal(again(operation, 'sqlite', all), 'CREATE INDEX IF NOT EXISTS Main.i ON t (a, b DESC)');
  assert.equal(again(operation, 'postgresql', { quotes: 'always' }), 'CREATE INDEX "i" ON "Main"."t" ("a", "b" DESC NULLS LAST)');
  const index = { ...operation.index, name: 'i', table: operation.table };
  assert.equal(createIndexSql(index, 'mysql', all), 'CREATE INDEX i ON Main.t (a, b DESC)');
  assert.equal(createIndexSql(index, 'mariadb', all), 'CREATE INDEX IF NOT EXISTS i ON Main.t (a, b DESC)');
  const drop = { concurrently: true, ifExists: true, table: operation.table };
  assert.equal(dropIndexSql({ schema: 'Main', name: 'i' }, 'postgresql', drop), 'DROP INDEX CONCURRENTLY IF EXISTS "Main".i');
  assert.equal(dropIndexSql({ schema: null, name: 'key' }, 'mysql', drop), 'DROP INDEX `key` ON Main.t');
});

/** Spellings of one condition, and one that is another. */
const SAME: readonly (readonly [same: readonly string[], other: string])[] = [
  [['a = 1', '(A) = 1', '"a"=(1)'], "a = '1'"],
  [['lower(name) = $1', 'LOWER(name) = $1', 'pg_catalog.lower(name) = $1'], 'upper(name) = $1'],
  [['a <> 1', 'a != 1'], 'NOT a = 1'],
  [['a IS NOT NULL', 'a NOTNULL'], 'a IS NULL'],
  [['name::text = \'X\'', 'CAST(name AS text) = \'X\''], "name::text = 'x'"],
  [['a = 1 AND (b = 2 AND c = 3)', '(a = 1) AND ((b = 2) AND (c = 3))'], 'a = 1 OR (b = 2 AND c = 3)'],
];

test('canonical spelling is the same for the same, and for nothing else', () => {
  const spell = (condition: string): string => {
    const [first] = read(`SELECT 1 FROM t WHERE ${condition}`).queries;
    assert.ok(first?.query.where, condition);
    return canonical(first.query.where, (column) => (column.by === 'name' ? column.name : ''));
  };
  for (const [same, other] of SAME) {
    assert.equal(new Set(same.map(spell)).size, 1, same.map(spell).join(' | '));
    assert.notEqual(spell(other), spell(same[0] ?? ''));
  }
});

test('what was not understood has no SQL, and shows as a blank', () => {
  const span = { start: 0, end: 1 };
  const expr: Expr<string> = { kind: 'compare', op: '=', left: { kind: 'column', column: 'a', span }, right: { kind: 'opaque', reason: 'CASE', args: [], span }, span };
  assert.equal(printSql(expr, 'postgresql'), null);
  assert.equal(printExpr(expr, 'postgresql'), 'a = …');
  assert.equal(printSql({ kind: 'like', op: 'ilike', negated: false, arg: { kind: 'column', column: 'a', span }, pattern: { kind: 'literal', type: 'string', value: 'x', span }, span }, 'sqlite'), null);
});

test('PostgreSQL: exactly the keywords are quoted that its own quote_ident quotes', async () => {
  const { rows } = await database.query<{ word: string; quoted: string }>('SELECT word, quote_ident(word) AS quoted FROM pg_get_keywords()');
  assert.ok(rows.length > 400);
  const wrong = rows.filter(({ word, quoted }) => quoteName(word, 'postgresql') !== quoted).map(({ word, quoted }) => `${word} -> ${quoted}`);
  assert.deepEqual(wrong, []);
});

test('SQLite: every keyword is a usable name, quoted where the grammar needs it', () => {
  const sqlite = new Database(':memory:');
  const words = 'abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case cast check collate column commit conflict constraint create cross current current_date current_time current_timestamp database default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive exists explain fail filter first following for foreign from full generated glob group groups having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join key last left like limit match materialized natural no not nothing notnull null nulls of offset on or order others outer over partition plan pragma preceding primary query raise range recursive references regexp reindex release rename replace restrict returning right rollback row rows savepoint select set table temp temporary then ties to transaction trigger unbounded union unique update using vacuum values view virtual when where window with without'.split(' ');
  words.forEach((word, at) => {
    const name = quoteName(word, 'sqlite');
    sqlite.exec(`CREATE TABLE t${at} (${name} int); CREATE INDEX i${at} ON t${at} (${name})`);
    const keys = sqlite.prepare(`SELECT name FROM pragma_index_info('i${at}')`).all();
    assert.deepEqual(keys, [{ name: word }], name);
  });
  sqlite.close();
});

test('names with capitals, quotes and dots', () => {
  assert.equal(quoteName('userId', 'postgresql'), '"userId"');
  assert.equal(quoteName('userId', 'sqlite'), 'userId');
  assert.equal(quoteName('a"b', 'postgresql'), '"a""b"');
  assert.equal(quoteName('a`b c', 'mysql'), '`a``b c`');
  assert.equal(quoteName('日本', 'sqlite'), '"日本"');
  assert.equal(quoteQualified({ schema: 'app', name: 'Users' }, 'postgresql'), 'app."Users"');
});
