import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnRef, Expr } from '../../../server/src/facts/expr.ts';
import type { ConstraintDef, IndexDef, SchemaOp } from '../../../server/src/facts/schema.ts';
import { mapExpr } from '../../../server/src/facts/walk.ts';
import { readSql } from '../../../server/src/sql/index.ts';
import { sample, type Named } from './names.ts';
import { sqlParsers } from './reader.ts';
import { showExpr } from './show.ts';

const { declared, resolve, tables } = sample;

/** The SQL that real drizzle-kit generates for the sample's schema. */
async function generated(): Promise<readonly SchemaOp[]> {
  const kit = await import('drizzle-kit/api');
  const schema = await import('./project/src/db/schema/index.ts');
  const json = (of: Record<string, unknown>) => kit.generateDrizzleJson(of, undefined, undefined, 'snake_case');
  const sql = (await kit.generateMigration(json({}), json(schema))).join('\n');
  const facts = readSql({ text: sql, holes: [], toDocument: (offset) => offset }, 'postgresql', sqlParsers);
  assert.deepEqual(facts.unread, []);
  return facts.statements.map((s) => s.operation);
}

const named = (expr: Expr<ColumnRef>): Expr<ColumnRef> => mapExpr<ColumnRef, ColumnRef>(expr, {
  column: (node) => {
    const found = node.column.by === 'symbol' ? resolve(node.column.path) : null;
    return { ...node, column: { by: 'name', qualifier: null, name: node.column.by === 'name' ? node.column.name : (found?.table.columns.get(found.attr ?? '') ?? '!') } };
  },
  query: (query) => query,
});

const byName = (expr: Expr<string>): Expr<ColumnRef> => mapExpr<string, ColumnRef>(expr, { column: (node) => ({ ...node, column: { by: 'name', qualifier: null, name: node.column } }), query: () => null });

const columnName = (expr: Expr<ColumnRef>): string => (expr.kind === 'column' && expr.column.by === 'name' ? expr.column.name : '!');

/** An index with everything that decides what it serves; NULLS as the database takes them. */
function indexText(table: string, index: Pick<IndexDef<ColumnRef>, 'name' | 'unique' | 'method' | 'keys' | 'where'>): string {
  const keys = index.keys.map((key) => `${showExpr(key.expr)} ${key.opclass ?? ''} ${key.direction} ${key.nulls === 'default' ? (key.direction === 'asc' ? 'last' : 'first') : key.nulls}`);
  const name = index.name ?? [table, ...index.keys.map((key) => columnName(key.expr)), 'index'].join('_');
  return `${index.unique ? 'unique ' : ''}${name} on ${table} ${index.method} (${keys.join(', ')})${index.where === null ? '' : ` where ${showExpr(index.where)}`}`;
}

const operations = await generated();

test('indexes are those that drizzle-kit creates: name, keys, order, NULLS, operator class, condition', () => {
  const own = tables.flatMap((t) => t.decl.indexes.map((i) => indexText(t.name, { ...i, keys: i.keys.map((k) => ({ ...k, expr: named(k.expr) })), where: i.where === null ? null : named(i.where) })));
  const real = operations.flatMap((op) => (op.op === 'create-index' ? [indexText(op.table.name, { ...op.index, keys: op.index.keys.map((k) => ({ ...k, expr: byName(k.expr) })), where: op.index.where === null ? null : byName(op.index.where) })] : []));
  assert.ok(real.length >= 13);
  assert.deepEqual([...own].sort(), [...real].sort());
});

const typeText = (type: string | null): string => (type ?? '!').replace(/^enum:/, '').replace(/^timestamp with time zone$/, 'timestamptz').replaceAll('"', '');

test('columns are those that drizzle-kit creates: name, type, NOT NULL, in order', () => {
  for (const op of operations) {
    if (op.op !== 'create-table') continue;
    const table = tables.find((t) => t.name === op.table.name);
    assert.ok(table, op.table.name);
    assert.equal(table.schema, op.table.schema);
    const own = declared(table).map((c) => `${table.columns.get(c.attr)} ${typeText(c.type)} ${c.notNull || c.primaryKey || isKey(table, c.attr)}`);
    const keys = new Set(op.constraints.flatMap((c) => (c.kind === 'primary-key' ? c.columns : [])));
    assert.deepEqual(own, op.columns.map((c) => `${c.name} ${typeText(c.type)} ${c.notNull || keys.has(c.name)}`));
    assert.equal(table.decl.partial, null);
  }
});

const isKey = (table: Named, attr: string): boolean => table.decl.constraints.some((c) => c.kind === 'primary-key' && c.attrs.includes(attr));

test('keys are those that drizzle-kit creates', () => {
  const real = operations.flatMap((op) => (op.op === 'create-table' ? op.constraints.map((c) => constraintText(op.table.name, c)) : op.op === 'add-constraint' ? [constraintText(op.table.name, op.constraint)] : [])).filter((t) => t !== '');
  const own = tables.flatMap((t) => [...inlineTexts(t), ...t.decl.constraints.map((c) => {
    const columns = c.attrs.map((a) => t.columns.get(a) ?? '!');
    const target = c.kind === 'foreign-key' ? c.references.map((path) => resolve(path)).map((r) => `${r?.table.name}.${r?.table.columns.get(r.attr ?? '')}`) : [];
    return `${t.name} ${c.kind} (${columns.join()})${target.length === 0 ? '' : ` ${target.join()} ${(c.kind === 'foreign-key' ? c.onDelete : null) ?? 'no action'}`}`;
  })]);
  assert.deepEqual([...own].sort(), [...real].sort());
});

function inlineTexts(table: Named): readonly string[] {
  return declared(table).flatMap((c) => {
    const column = table.columns.get(c.attr) ?? '!';
    const target = c.references === null ? null : resolve(c.references);
    return [
      ...(c.primaryKey ? [`${table.name} primary-key (${column})`] : []), ...(c.unique ? [`${table.name} unique (${column})`] : []),
      ...(target === null ? [] : [`${table.name} foreign-key (${column}) ${target.table.name}.${target.table.columns.get(target.attr ?? '')} ${c.onDelete ?? 'no action'}`]),
    ];
  });
}

function constraintText(table: string, constraint: ConstraintDef): string {
  if (constraint.kind === 'check' || constraint.kind === 'exclude') return '';
  if (constraint.kind !== 'foreign-key') return `${table} ${constraint.kind} (${constraint.columns.join()})`;
  return `${table} foreign-key (${constraint.columns.join()}) ${constraint.refColumns.map((c) => `${constraint.refTable.name}.${c}`).join()} ${constraint.onDelete ?? 'no action'}`;
}
