import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

type Dialect = 'postgresql' | 'sqlite' | 'mysql';
interface Case { readonly title: string; readonly ddl: string; readonly dialect?: Dialect; readonly query?: string; readonly config?: object; /** `rule severity index`. */ readonly says: readonly string[] }

const RULES = ['duplicate-index', 'redundant-index', 'pk-leading-index'];

const told = (files: Readonly<Record<string, string>>, config: object): readonly string[] =>
  workspaceOf(files, config).snapshot().findings().filter(({ rule }) => RULES.includes(rule)).map(({ rule, severity, surplus }) => `${rule} ${severity} ${surplus?.index.name ?? '-'}`);

const cases: readonly Case[] = [
  { title: 'a beginning', ddl: 'CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b);', says: ['redundant-index information i'] },
  { title: 'of a unique constraint', ddl: 'CREATE TABLE t (a int, b int, UNIQUE (a, b)); CREATE INDEX i ON t (a);', says: ['redundant-index information i'] },
  { title: 'of the primary key', ddl: 'CREATE TABLE t (a int, b int, PRIMARY KEY (a, b)); CREATE INDEX i ON t (a);', says: ['redundant-index information i'] },
  { title: 'of a very long index', ddl: 'CREATE TABLE t (a int, b int, c int, d int, e int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b, c, d, e);', says: ['redundant-index hint i'] },
  { title: 'a chain: what stays is named', ddl: 'CREATE TABLE t (a int, b int, c int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b); CREATE INDEX k ON t (a, b, c);', says: ['redundant-index information i', 'redundant-index information j'] },
  { title: 'an expression', ddl: 'CREATE TABLE t (a text, b int); CREATE INDEX i ON t (lower(a)); CREATE INDEX j ON t (lower(a), b);', says: ['redundant-index information i'] },
  { title: 'another expression', ddl: 'CREATE TABLE t (a text, b int); CREATE INDEX i ON t (upper(a)); CREATE INDEX j ON t (lower(a), b);', says: [] },
  { title: 'a unique index is more than a beginning', ddl: 'CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a); CREATE INDEX j ON t (a, b);', says: [] },
  { title: 'behind a unique key without nulls', ddl: 'CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a); CREATE INDEX j ON t (a, b);', says: ['pk-leading-index information j'] },
  { title: 'behind a partial unique key', ddl: 'CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a) WHERE b > 0; CREATE INDEX j ON t (a, b);', says: [] },
  { title: 'the key in another order', ddl: 'CREATE TABLE t (a int, b int, c int, PRIMARY KEY (a, b)); CREATE INDEX j ON t (b, a, c);', says: [] },
  { title: 'nulls elsewhere', ddl: 'CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a NULLS FIRST); CREATE INDEX j ON t (a, b);', says: [] },
  { title: 'what DESC means by itself', ddl: 'CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a DESC NULLS FIRST); CREATE INDEX j ON t (a DESC, b);', says: ['redundant-index information i'] },
  { title: 'an operator class that the type has by itself', ddl: 'CREATE TABLE t (a text, b int); CREATE INDEX i ON t (a text_ops); CREATE INDEX j ON t (a, b int4_ops);', says: ['redundant-index information i'] },
  { title: 'one that it has not', ddl: 'CREATE TABLE t (a text, b int); CREATE INDEX i ON t (a text_pattern_ops); CREATE INDEX j ON t (a, b);', says: [] },
  { title: 'jsonb_path_ops beside the usual one', ddl: 'CREATE TABLE t (a jsonb); CREATE INDEX i ON t USING gin (a); CREATE INDEX j ON t USING gin (a jsonb_path_ops); CREATE INDEX k ON t USING gin (a jsonb_ops);', says: ['duplicate-index warning k'] },
  { title: 'GIN has no beginning', ddl: 'CREATE TABLE t (a text[], b text[]); CREATE INDEX i ON t USING gin (a); CREATE INDEX j ON t USING gin (a, b);', says: [] },
  { title: 'hash beside btree', ddl: 'CREATE TABLE t (a int); CREATE INDEX i ON t USING hash (a); CREATE INDEX j ON t (a);', says: [] },
  { title: 'the column\'s own collation', ddl: 'CREATE TABLE t (a text COLLATE "C", b int); CREATE INDEX i ON t (a COLLATE "C"); CREATE INDEX j ON t (a, b);', says: ['redundant-index information i'] },
  { title: 'equal partial indexes', ddl: 'CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a) WHERE b IS NULL; CREATE INDEX j ON t (a) WHERE (b IS NULL);', says: ['duplicate-index warning j'] },
  { title: 'a partial beginning is small', ddl: 'CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a) WHERE b IS NULL; CREATE INDEX j ON t (a, b) WHERE b IS NULL;', says: [] },
  { title: 'INCLUDE that differs', ddl: 'CREATE TABLE t (a int, b int, c int); CREATE INDEX i ON t (a) INCLUDE (c); CREATE INDEX j ON t (a, b);', says: [] },
  { title: 'INCLUDE that agrees', ddl: 'CREATE TABLE t (a int, b int, c int); CREATE INDEX i ON t (a) INCLUDE (b, c); CREATE INDEX j ON t (a) INCLUDE (c, b);', says: ['duplicate-index warning j'] },
  { title: 'two unique indexes', ddl: 'CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (a);', says: ['duplicate-index warning j'] },
  { title: 'a unique index beside the constraint', ddl: 'CREATE TABLE t (a int UNIQUE); CREATE UNIQUE INDEX j ON t (a);', says: ['duplicate-index warning j'] },
  { title: 'NULLS NOT DISTINCT is another rule', ddl: 'CREATE TABLE t (a int UNIQUE); CREATE UNIQUE INDEX j ON t (a) NULLS NOT DISTINCT;', says: [] },
  { title: 'a foreign key may rest on it', ddl: 'CREATE TABLE t (a int UNIQUE); CREATE UNIQUE INDEX j ON t (a); CREATE TABLE u (a int REFERENCES t (a));', says: [] },
  { title: 'UNIQUE at the primary key is one index', ddl: 'CREATE TABLE t (a int PRIMARY KEY UNIQUE);', says: [] },
  { title: 'a partition has its parent\'s', ddl: 'CREATE TABLE t (a int, b int) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (9); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b);', says: ['redundant-index information i'] },
  { title: 'a small table', ddl: 'CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b);', config: { smallTables: ['t'] }, says: [] },
  { title: 'SQLite: the rowid', ddl: 'CREATE TABLE t (a INTEGER PRIMARY KEY, b int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b);', dialect: 'sqlite', says: ['duplicate-index warning i', 'pk-leading-index information j'] },
  { title: 'SQLite: NOCASE', ddl: 'CREATE TABLE t (a text COLLATE NOCASE, b int); CREATE INDEX i ON t (a COLLATE BINARY); CREATE INDEX j ON t (a, b);', dialect: 'sqlite', says: [] },
  { title: 'SQLite: an index that a query asks for', ddl: 'CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b);', dialect: 'sqlite', query: 'SELECT * FROM t INDEXED BY i WHERE a = ?;', says: [] },
];

for (const { title, ddl, dialect = 'postgresql', query = '', config = {}, says } of cases) {
  test(`${dialect}: ${title}`, () => assert.deepEqual(told({ 'schema.sql': ddl.replaceAll('; ', ';\n'), 'query.sql': query }, { dialect, ...config }), says));
}

const table = 'CREATE TABLE t (a int, b int);\n';

test('migrations are one telling, a dump beside them another', () => {
  assert.deepEqual(told({ 'migrations/1_init.sql': `${table}CREATE INDEX i ON t (a);\n`, 'migrations/2_more.sql': 'CREATE INDEX j ON t (a, b);\n' }, { dialect: 'postgresql' }), ['redundant-index information i']);
  assert.deepEqual(told({ 'migrations/1_init.sql': `${table}CREATE INDEX i ON t (a);\n`, 'structure.sql': `${table}CREATE INDEX j ON t (a, b);\n` }, { dialect: 'postgresql' }), []);
});

test('an index that a later migration drops is not there', () => {
  assert.deepEqual(told({ 'migrations/1_init.sql': `${table}CREATE INDEX i ON t (a);\n`, 'migrations/2_more.sql': 'CREATE INDEX j ON t (a, b);\nDROP INDEX i;\n' }, { dialect: 'postgresql' }), []);
});

test('a table of which something could not be read is left alone', () => {
  assert.deepEqual(told({ 'migrations/1_init.sql': `${table}CREATE INDEX i ON t (a);\nCREATE INDEX j ON t (a, b);\n`, 'migrations/2_odd.sql': 'ALTER TABLE t DO SOMETHING odd;\n' }, { dialect: 'postgresql' }), []);
});

const model = (indexes: string): string => `import { index, integer, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
export const t = pgTable('t', { id: integer('id').primaryKey(), a: integer('a'), b: integer('b') }, (t) => [${indexes}]);
`;

test('models are one telling, and what migrations alone have is not paired with what the models alone have', () => {
  assert.deepEqual(told({ 'schema.ts': model("index('i').on(t.a), index('j').on(t.a, t.b)") }, {}), ['redundant-index information i']);
  const old = { 'drizzle/meta/_journal.json': '{"version":"7","dialect":"postgresql","entries":[{"idx":0,"version":"7","when":1,"tag":"0000_init","breakpoints":true}]}', 'drizzle/0000_init.sql': 'CREATE TABLE "t" ("id" integer PRIMARY KEY NOT NULL, "a" integer, "b" integer);\nCREATE INDEX "i" ON "t" USING btree ("a");\n' };
  assert.deepEqual(told({ ...old, 'schema.ts': model("index('j').on(t.a, t.b)") }, {}), []);
  assert.deepEqual(told({ ...old, 'schema.ts': model("index('i').on(t.a), index('j').on(t.a, t.b)") }, {}), ['redundant-index information i']);
});

test('operator classes that are written out, as in models read back from a database', () => {
  assert.deepEqual(told({ 'schema.ts': model("index('i').using('btree', t.a.asc().nullsLast().op('int4_ops')), index('j').on(t.a)") }, {}), ['duplicate-index warning j']);
});

test('a table that a procedure was called with may have changed', () => {
  const files = { 'migrations/1_init.sql': 'CREATE TABLE t (a int, b int, KEY i (a));\nCREATE TABLE u (a int, b int, KEY k (a), KEY l (a, b));\n', 'migrations/2_more.sql': "CALL drop_index('t', 'i');\nCREATE INDEX j ON t (a, b);\n" };
  assert.deepEqual(told(files, { dialect: 'mysql' }), ['redundant-index information k']);
});

const mysql: readonly Case[] = [
  { title: 'KEY in the table', ddl: 'CREATE TABLE t (a int, b int, KEY i (a), KEY j (a, b));', says: ['redundant-index information i'] },
  { title: 'a prefix is another key', ddl: 'CREATE TABLE t (a varchar(200), b int, KEY i (a(10)), KEY j (a, b));', says: [] },
  { title: 'FULLTEXT beside a b-tree', ddl: 'CREATE TABLE t (a varchar(200), b int, FULLTEXT KEY i (a), KEY j (a, b));', says: [] },
  { title: 'an invisible one serves nothing', ddl: 'CREATE TABLE t (a int, b int, KEY i (a), KEY j (a, b) INVISIBLE);', says: [] },
  { title: 'InnoDB\'s own for a foreign key', ddl: 'CREATE TABLE o (id int PRIMARY KEY); CREATE TABLE t (a int, b int, CONSTRAINT f FOREIGN KEY (a) REFERENCES o (id)); CREATE INDEX j ON t (a, b);', says: [] },
  { title: 'one for a foreign key that a longer one serves as well', ddl: 'CREATE TABLE o (id int PRIMARY KEY); CREATE TABLE t (a int, b int, KEY i (a), KEY j (a, b), FOREIGN KEY (a) REFERENCES o (id));', says: ['redundant-index information i'] },
  { title: 'a plain one beside a unique one', ddl: 'CREATE TABLE t (a int, UNIQUE KEY u (a), KEY i (a));', says: ['duplicate-index warning i'] },
  { title: 'behind the primary key', ddl: 'CREATE TABLE t (id int PRIMARY KEY, a int, KEY i (id, a));', says: ['pk-leading-index information i'] },
  { title: 'USE INDEX asks for it', ddl: 'CREATE TABLE t (a int, b int, KEY i (a), KEY j (a, b));', query: 'SELECT * FROM t USE INDEX (i) WHERE a = ?;', says: [] },
];

for (const { title, ddl, query = '', says } of mysql) {
  test(`mysql: ${title}`, () => assert.deepEqual(told({ 'schema.sql': ddl.replaceAll('; ', ';\n'), 'query.sql': query }, { dialect: 'mysql' }), says));
}
