import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import type { ColumnDef, ConstraintDef, SchemaOp } from '../../server/src/facts/schema.ts';
import { replay, type ReplayResult } from '../../server/src/schema/replay/index.ts';

/** Operations that no reader here makes (yet): MySQL's, and the rarer ones of PostgreSQL. */
const span = { start: 0, end: 1 };
const named = (name: string, schema: string | null = null) => ({ schema, name });
const column = (name: string, type = 'int'): ColumnDef => ({ name, type, notNull: false, collation: null, span });
const primary = (...columns: string[]): ConstraintDef => ({ kind: 'primary-key', name: null, columns, span });
const foreign = (refTable: string, ...columns: string[]): ConstraintDef => ({ kind: 'foreign-key', name: null, columns, refTable: named(refTable), refColumns: [], onDelete: null, span });

type CreateTable = Extract<SchemaOp, { op: 'create-table' }>;
const create = (name: string, columns: readonly string[], constraints: readonly ConstraintDef[] = [], more: Partial<CreateTable> = {}): CreateTable =>
  ({ op: 'create-table', table: named(name), columns: columns.map((own) => column(own)), constraints, indexes: [], ifNotExists: false, temporary: false, ...more });
const index = (table: string, name: string | null, ...columns: string[]): SchemaOp => ({
  op: 'create-index', table: named(table), ifNotExists: false,
  index: { name, unique: false, method: 'btree', keys: columns.map((own) => ({ expr: { kind: 'column', column: own, span }, direction: 'asc', nulls: 'default' })), include: [], where: null, span },
});

const run = (dialect: Dialect, ...operations: readonly SchemaOp[]): ReplayResult => replay(operations.map((operation) => ({ statement: { operation, span, dialect }, path: 'x.sql', origin: 'migration' })), dialect);
const indexes = (result: ReplayResult, table: string): string[] => (result.tables.get(table)?.indexes ?? assert.fail(table)).map(({ name, kind, keys }) => `${kind} ${String(name)}(${keys.map((key) => (key.expr.kind === 'column' ? key.expr.column : '')).join(',')})`);

test('MySQL makes an index for a foreign key, unless one begins with its columns', () => {
  const result = run('mysql', create('p', ['id'], [primary('id')]), create('c', ['id', 'a', 'b'], [primary('id'), foreign('p', 'a'), foreign('p', 'b')]), index('c', 'b_id', 'b', 'id'), index('c', 'gone', 'a'), { op: 'drop-index', name: named('gone'), table: named('c') });
  assert.deepEqual(indexes(result, 'c'), ['primary-key PRIMARY(id)', 'index b_id(b,id)', 'index a(a)']);
  assert.deepEqual(result.tables.get('c')?.foreignKeys.map((key) => key.refColumns), [['id'], ['id']]);
});

test('MySQL names indexes by table', () => {
  const result = run('mysql', create('a', ['x', 'y']), create('b', ['x', 'y']), index('a', 'i', 'x'), index('b', 'i', 'x'), { op: 'drop-index', name: named('i'), table: named('a') });
  assert.deepEqual([indexes(result, 'a'), indexes(result, 'b')], [[], ['index i(x)']]);
});

test('LIKE with and without the word about indexes', () => {
  const model = [create('m', ['x', 'y'], [primary('x')]), index('m', null, 'y')];
  const all = run('postgresql', ...model, create('c', [], [], { like: named('m'), likeIndexes: true }));
  assert.deepEqual([indexes(all, 'c'), all.tables.get('c')?.primaryKey, all.tables.get('c')?.confidence], [['primary-key c_pkey(x)', 'index c_y_idx(y)'], ['x'], 'high']);
  const none = run('postgresql', ...model, create('c', [], [], { like: named('m'), likeIndexes: false }));
  assert.deepEqual([indexes(none, 'c'), none.tables.get('c')?.confidence], [[], 'high']);
  const unsaid = run('postgresql', ...model, create('c', [], [], { like: named('m') }));
  assert.deepEqual([indexes(unsaid, 'c'), unsaid.tables.get('c')?.confidence], [[], 'low']);
});

test('a table that is there becomes a partition', () => {
  const result = run('postgresql', create('p', ['id', 'k'], [primary('id')]), create('c', ['id', 'k']), index('p', 'p_k', 'k'), create('c', [], [], { partitionOf: named('p') }), index('p', null, 'k', 'id'));
  assert.deepEqual(indexes(result, 'c'), ['primary-key c_pkey(id)', 'index c_k_idx(k)', 'index c_k_id_idx(k,id)']);
});

test('what is unreadable demotes the table it speaks of', () => {
  const result = run('postgresql', create('t', ['a']), create('u', ['a']), { op: 'unreadable', table: named('t'), reason: 'ALTER TABLE … was not understood' }, { op: 'unreadable', table: null, reason: 'a broken statement' });
  assert.deepEqual([result.tables.get('t')?.confidence, result.tables.get('t')?.doubts, result.tables.get('u')?.confidence], ['low', ['ALTER TABLE … was not understood'], 'high']);
  assert.deepEqual(result.problems.map((problem) => problem.message), ['ALTER TABLE … was not understood', 'a broken statement']);
});

test('tables that follow each other in a circle', () => {
  const result = run('postgresql', create('a', ['x']), create('b', ['y'], [], { partitionOf: named('a') }), create('a', [], [], { inherits: [named('b')] }), create('b', [], [], { partitionOf: named('a') }), { op: 'add-column', table: named('a'), column: column('z'), constraints: [], ifNotExists: false }, index('a', null, 'z'));
  assert.deepEqual([...result.tables.values()].map((table) => [table.key, table.columns.map((own) => own.name)]), [['a', ['x', 'y', 'z']], ['b', ['y', 'x', 'z']]]);
  assert.deepEqual(indexes(result, 'b'), ['index b_z_idx(z)']);
});

test('whatever comes, in any order, nothing is thrown', () => {
  const strange: SchemaOp[] = [
    create('t', ['a'], [], { partitionOf: named('t') }), create('t', ['a', 'A'], [primary('zz'), foreign('t', 'qq')], { inherits: [named('t'), named('absent')], like: named('t') }), index('t', 'i', 'nothing'), index('t', null),
    { op: 'rename-table', table: named('t'), to: named('t') }, { op: 'rename-column', table: named('t'), column: 'a', to: 'a' }, { op: 'drop-column', table: named('t'), column: 'a' }, { op: 'drop-constraint', table: named('t'), name: 'absent' },
    { op: 'rename-constraint', table: named('t'), name: 'absent', to: 'x' }, { op: 'add-constraint', table: named('t'), constraint: primary(), usingIndex: 'absent' }, { op: 'rename-index', name: named('absent'), to: 'y' }, { op: 'drop-schema', name: 'public' }, { op: 'drop-view', view: named('t') },
    { op: 'alter-column', table: named('t'), column: 'absent', type: 'int' }, { op: 'drop-table', table: named('t') }, { op: 'drop-table', table: named('t') },
  ];
  for (const dialect of ['postgresql', 'sqlite', 'mysql', 'mariadb'] as const) {
    for (let shift = 0; shift < strange.length; shift += 1) {
      const result = run(dialect, ...strange.slice(shift), ...strange);
      assert.equal(result.tables.size, 0);
    }
  }
});

test('an index that is dropped without a schema is the one of the same folder', () => {
  const own = { schema: 'app', name: 't' };
  const placed = (path: string, operation: SchemaOp) => ({ statement: { operation, span, dialect: 'postgresql' as const }, path, origin: 'migration' as const });
  const result = replay([
    placed('tenants/1.sql', create('t', ['a', 'b'])), placed('tenants/1.sql', index('t', 'i', 'a')),
    placed('app/1.sql', create('t', ['a', 'b'], [], { table: own })), placed('app/1.sql', { ...index('t', 'i', 'a'), table: own } as SchemaOp),
    placed('app/2.sql', { op: 'drop-index', name: named('i') }), placed('app/2.sql', { ...index('t', 'i', 'b'), table: own, ifNotExists: true } as SchemaOp),
  ], 'postgresql');
  assert.deepEqual([indexes(result, 't'), indexes(result, 'app.t')], [['index i(a)'], ['index i(b)']]);
});
