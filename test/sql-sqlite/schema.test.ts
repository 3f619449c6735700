import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import type { ColumnDef, ConstraintDef, SchemaOp } from '../../server/src/facts/schema.ts';
import { readOperation } from './read.ts';
import { show, showIndex, showQuery } from './show.ts';

const showColumn = (column: ColumnDef): string => `${column.name}:${String(column.type)}${column.notNull ? '!' : ''}${column.collation === null ? '' : `~${column.collation}`}${column.generated ? ' generated' : ''}${column.hasDefault ? ' default' : ''}`;

function showConstraint(constraint: ConstraintDef): string {
  const name = constraint.name === null ? '' : `${constraint.name} `;
  switch (constraint.kind) {
    case 'primary-key': case 'unique': {
      const keys = constraint.keys ? ` keys ${constraint.keys.map((key) => show(key.expr) + (key.collation ? `~${key.collation}` : '') + (key.direction === 'desc' ? ' desc' : '')).join(',')}` : '';
      const words = constraint.kind === 'primary-key' ? `${constraint.autoIncrement ? ' auto' : ''}${constraint.descending ? ' desc' : ''}` : '';
      return `${name}${constraint.kind === 'unique' ? 'unique' : 'pk'}(${constraint.columns.join(',')})${keys}${words}`;
    }
    case 'foreign-key': return `${name}fk(${constraint.columns.join(',')})->${constraint.refTable.name}(${constraint.refColumns.join(',')})${constraint.onDelete === null ? '' : ` ${constraint.onDelete}`}`;
    default: return `${name}${constraint.kind}`;
  }
}

function showOperation(operation: SchemaOp): string {
  const named = (name: { schema: string | null; name: string }): string => (name.schema === null ? name.name : `${name.schema}.${name.name}`);
  switch (operation.op) {
    case 'create-table': return [`table ${named(operation.table)}`, ...(['ifNotExists', 'temporary', 'withoutRowid', 'asQuery', 'virtual'] as const).filter((flag) => operation[flag]), ...operation.columns.map(showColumn), ...operation.constraints.map(showConstraint)].join(' | ');
    case 'create-index': return `index on ${named(operation.table)}${operation.ifNotExists ? ' ifNotExists' : ''} ${showIndex(operation.index)}`;
    case 'create-view': return `view ${named(operation.view)} ${operation.columns ? `(${operation.columns.join(',')}) ` : ''}{${showQuery(operation.query)}}`;
    case 'add-column': return `${operation.op} ${named(operation.table)} ${showColumn(operation.column)}${operation.constraints.map((constraint) => ` | ${showConstraint(constraint)}`).join('')}`;
    case 'rename-table': return `${operation.op} ${named(operation.table)} ${named(operation.to)}`;
    case 'rename-column': return `${operation.op} ${named(operation.table)} ${operation.column} ${operation.to}`;
    case 'drop-column': return `${operation.op} ${named(operation.table)} ${operation.column}`;
    case 'alter-column': return `${operation.op} ${named(operation.table)} ${operation.column} ${String(operation.notNull)}`;
    case 'add-constraint': return `${operation.op} ${named(operation.table)} ${showConstraint(operation.constraint)}`;
    case 'drop-constraint': return `${operation.op} ${named(operation.table)} ${operation.name}`;
    case 'drop-table': return `${operation.op} ${named(operation.table)}`;
    case 'drop-index': return `${operation.op} ${named(operation.name)}`;
    case 'drop-view': return `${operation.op} ${named(operation.view)}`;
    default: return operation.op;
  }
}

const BEFORE = 'CREATE TABLE z(id INTEGER PRIMARY KEY, a INT, b TEXT, c, "Mixed Case" TEXT); CREATE INDEX z_a ON z(a); CREATE VIEW zv AS SELECT a FROM z;';

/** Every statement is run by SQLite itself on those tables before it is read. */
const STATEMENTS: readonly (readonly [string, string])[] = [
  ['create table t(a)', 'table t | a:null'],
  ['CREATE TABLE IF NOT EXISTS main."My Table" ("Id" INTEGER PRIMARY KEY AUTOINCREMENT, [b c] VARCHAR ( 40 ) NOT NULL DEFAULT \'x\', `d` decimal(10, 2) COLLATE NOCASE)', 'table main.My Table | ifNotExists | Id:integer | b c:varchar ( 40 )! default | d:decimal(10, 2)~nocase | pk(Id) auto'],
  ['create temp table t(id integer primary key desc)', 'table t | temporary | id:integer | pk(id) desc'],
  ['create table t(id text primary key, a int unique) without rowid', 'table t | withoutRowid | id:text | a:int | pk(id) | unique(a)'],
  ['create table t(id int, a text) strict', 'table t | id:int | a:text'],
  ['create table t(a int, b int, constraint pk primary key (a, b desc), constraint uq unique (b collate nocase, a), check (a > 0))', 'table t | a:int | b:int | pk pk(a,b) keys a,b desc | uq unique(b,a) keys b~nocase,a | check'],
  ['create table t(a int constraint fk references z(id) on delete cascade on update set null deferrable initially deferred, b int references z, foreign key (a, b) references z(id, a) on delete set null)', 'table t | a:int | b:int | fk fk(a)->z(id) cascade | fk(b)->z() | fk(a,b)->z(id,a) set null'],
  ['create table t(a int, b int generated always as (a + 1) stored, c text as (a) virtual, d as (a), primary key (a autoincrement))'.replace(' autoincrement', ''), 'table t | a:int | b:int generated | c:text generated | d:null generated | pk(a)'],
  ['create table t(a, b generated always as (a + 1))', 'table t | a:null | b:null generated'],
  ['create table t(a double precision, b unsigned big int, c "strange type")', 'table t | a:double precision | b:unsigned big int | c:"strange type"'],
  ['create table t as select a, b as x from z', 'table t | asQuery | a:null | x:null'],
  ['create table t as select * from z', 'table t | asQuery'],
  ['create virtual table t using fts5(title, body, content=\'z\', tokenize = "porter")', 'table t | virtual | title:null | body:null'],
  ['create virtual table if not exists t using rtree(id, x1, x2)', 'table t | ifNotExists | virtual | id:null | x1:null | x2:null'],
  ['create index i on z(a)', 'index on z i (a)'],
  ['create unique index if not exists main.i on z(a desc, b collate nocase asc)', 'index on main.z ifNotExists unique i (a desc, b collate nocase)'],
  ['create index i on z(lower(b), a + 1, "Mixed Case") where c is not null and a > 1', 'index on z i (lower(b), (a + 1), Mixed Case) where and(c is not null, a > 1)'],
  ["create index i on z('a', (b collate nocase))", 'index on z i (a, b collate nocase)'],
  ["create index i on z(c ->> '$.k', case when a then b end)", "index on z i ((c ->> '$.k'), opaque(CASE: a, b))"],
  ["create index i on z(b) where a in (1, 2) and b like 'x%' and c between 1 and 2 and not a", "index on z i (b) where and(a in [1, 2], b like 'x%', c between 1 and 2, not(a))"],
  ['alter table z rename to y', 'rename-table z y'],
  ['alter table main.z rename to y', 'rename-table main.z main.y'],
  ['alter table z rename column a to "A b"', 'rename-column z a A b'],
  ['alter table z add column d int not null default 0 references z(id) on delete restrict', 'add-column z d:int! default | fk(d)->z(id) restrict'],
  ['alter table z add d', 'add-column z d:null'],
  ['alter table z drop column c', 'drop-column z c'],
  ['drop table if exists z', 'drop-table z'],
  ['drop index main.z_a', 'drop-index main.z_a'],
  ['drop view zv', 'drop-view zv'],
  ['create view v as select a from z where b = 1', 'view v {select [a as a] | from z as z | where b = 1}'],
  ['create temp view if not exists v(x, y) as select a, b from z', 'view v (x,y) {select [a as a, b as b] | from z as z}'],
];

for (const [text, expected] of STATEMENTS) {
  test(text, () => {
    const database = new Database(':memory:');
    database.exec(BEFORE);
    database.exec(text);
    database.close();
    assert.equal(showOperation(readOperation(text)), expected);
  });
}

test('newer ALTER TABLE forms, which this SQLite does not run', () => {
  assert.equal(showOperation(readOperation('alter table z alter column a set not null')), 'alter-column z a true');
  assert.equal(showOperation(readOperation('alter table z alter column a drop not null')), 'alter-column z a false');
  assert.equal(showOperation(readOperation('alter table z add constraint c check (a > 1)')), 'add-constraint z c check');
  assert.equal(showOperation(readOperation('alter table z drop constraint c')), 'drop-constraint z c');
});

test('spans are the text of the column, constraint, key and index', () => {
  const text = 'create table t(id integer primary key, a text not null unique, constraint q unique (a, id), foreign key (a) references z(b))';
  const operation = readOperation(text);
  assert.ok(operation.op === 'create-table');
  const slice = (item: { span: { start: number; end: number } }): string => text.slice(item.span.start, item.span.end);
  assert.deepEqual(operation.columns.map(slice), ['id integer primary key', 'a text not null unique']);
  assert.deepEqual(operation.constraints.map(slice), ['primary key', 'unique', 'q unique (a, id)', 'foreign key (a) references z(b)']);
  const created = 'create index i on z(a, lower(b) desc) where a > 1';
  const index = readOperation(created);
  assert.ok(index.op === 'create-index');
  assert.deepEqual([created.slice(index.index.span.start, index.index.span.end), ...index.index.keys.map((key) => created.slice(key.expr.span.start, key.expr.span.end))], [created, 'a', 'lower(b)']);
});
