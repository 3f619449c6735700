import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { addColumn, alterColumn, columnOf, dropColumn, renameColumn } from './columns.ts';
import { adoptIndex, applyConstraint, dropConstraint, renameConstraint } from './constraints.ts';
import { problem, type Step, type TableDraft, type ViewOp } from './draft.ts';
import { coverForeignKeys } from './foreign-key-indexes.ts';
import { createIndex, dropIndex, renameIndex } from './indexes.ts';
import { foldName, tableKey } from './names.ts';
import { createTable, dropSchema, dropTable, newTable, renameTable } from './tables.ts';

/** Applies one statement. What cannot be applied is a problem with its reason, and everything else goes on. */
export function apply(step: Step, operation: SchemaOp): void {
  switch (operation.op) {
    case 'create-table': createTable(step, operation); break;
    case 'create-view': createView(step, operation); break;
    case 'drop-view': dropView(step, operation.view); break;
    case 'drop-schema': dropSchema(step, operation.name); break;
    case 'create-enum': step.state.enums.add(foldName(operation.type.name)); break;
    case 'create-extension': step.state.extensions.add(operation.name); break;
    case 'drop-index': dropIndex(step, operation.name, operation.table ? find(step, operation.table) : null); break;
    case 'rename-index':
      if (!renameIndex(step, operation.name, operation.to, operation.table ? find(step, operation.table) : null)) problem(step, `the index ${operation.name.name} is not known`);
      break;
    case 'unreadable': markUnreadable(step, operation); break;
    case 'drop-table': dropNamed(step, operation.table); break;
    case 'rename-table': renameNamed(step, operation.table, operation.to); break;
    default: applyToTable(step, operation); break;
  }
}

type TableOp = Extract<SchemaOp, { table: QualifiedName }>;
type AlterOp = Exclude<TableOp, { op: 'create-table' | 'drop-table' | 'rename-table' | 'unreadable' }>;

/** Null for a temporary table, silently, and for an unknown one, as a problem. */
function applyToTable(step: Step, operation: AlterOp): void {
  if (step.state.temporary.has(tableKey(operation.table, step.state.dialect))) return;
  const table = find(step, operation.table);
  if (table) alter(step, table, operation);
  else problem(step, `the table ${operation.table.name} is not known`);
}

function alter(step: Step, table: TableDraft, operation: AlterOp): void {
  switch (operation.op) {
    case 'add-column': addDeclared(step, table, operation); break;
    case 'drop-column': dropColumn(step, table, operation.column); break;
    case 'rename-column': renameColumn(step, table, operation.column, operation.to); break;
    case 'alter-column': alterColumn(step, table, operation); break;
    case 'add-constraint':
      if (operation.usingIndex === undefined) applyConstraint(step, table, operation.constraint);
      else adoptIndex(step, table, operation.constraint, operation.usingIndex);
      break;
    case 'drop-constraint': dropConstraint(step, table, operation.name); break;
    case 'rename-constraint': renameConstraint(step, table, operation.name, operation.to); break;
    case 'create-index': createIndex(step, table, operation); addHolder(step, table); break;
    case 'alter-index': setUsable(table, operation); break;
  }
  if (operation.op === 'add-column' || operation.op === 'add-constraint') coverForeignKeys(step.state, table);
}

function setUsable(table: TableDraft, { name, usable }: Extract<AlterOp, { op: 'alter-index' }>): void {
  for (const draft of table.indexes) if (draft.index.name !== null && foldName(draft.index.name) === foldName(name)) draft.index = { ...draft.index, usable };
}

/** IF NOT EXISTS leaves the constraints out too when the column is there. */
function addDeclared(step: Step, table: TableDraft, { column, constraints, ifNotExists }: Extract<SchemaOp, { op: 'add-column' }>): void {
  const isThere = table.columns.some((own) => foldName(own.name) === foldName(column.name));
  addColumn(step, table, columnOf(step, column));
  if (!(isThere && ifNotExists)) for (const constraint of constraints) applyConstraint(step, table, constraint);
}

/** A bare name may mean a table in a named schema (a search path that the script does not set), when only one has it. */
function find(step: Step, name: QualifiedName): TableDraft | null {
  const known = step.state.tables.get(tableKey(name, step.state.dialect));
  if (known !== undefined || name.schema !== null || step.state.dialect !== 'postgresql') return known ?? null;
  const [only, ...others] = [...step.state.tables.values()].filter((table) => foldName(table.name) === foldName(name.name));
  return others.length === 0 ? (only ?? null) : null;
}

function dropNamed(step: Step, name: QualifiedName): void {
  const key = tableKey(name, step.state.dialect);
  if (step.state.temporary.delete(key)) return;
  const table = step.state.tables.get(key);
  if (table) dropTable(step, table);
}

/** `ALTER TABLE … RENAME` of an index or a view is legal on PostgreSQL. */
function renameNamed(step: Step, name: QualifiedName, to: QualifiedName): void {
  const table = find(step, name);
  const key = tableKey(name, step.state.dialect);
  const view = step.state.views.get(key);
  if (table) renameTable(step, table, to);
  else if (view) {
    step.state.views.delete(key);
    step.state.views.set(tableKey(to, step.state.dialect), { ...view, view: to });
  } else if (!renameIndex(step, name, to.name)) problem(step, `the table ${name.name} is not known`);
}

/** Indexes are written first where a class holds them. */
function addHolder({ holder }: Step, table: TableDraft): void {
  if (holder !== undefined && !table.declarations.some(({ path, symbol }) => path === holder.path && symbol === holder.symbol)) table.declarations.unshift(holder);
}

/** A materialised view is read like a table and can have indexes. */
function createView(step: Step, operation: ViewOp): void {
  const key = tableKey(operation.view, step.state.dialect);
  if (operation.materialized) createMaterialized(step, operation, key);
  else step.state.views.set(key, operation);
}

function createMaterialized(step: Step, operation: ViewOp, key: string): void {
  if (step.state.tables.has(key)) return;
  const table = newTable(step, operation.view);
  table.materializedView = true;
  table.declarations.push({ adapter: 'sql', path: step.path, span: step.statement.span, symbol: null, migration: step.origin === 'migration' });
  const { output, span } = operation.query;
  const names = operation.columns ?? (typeof output === 'string' ? [null] : output.map((column) => (column.expr === 'all' ? null : column.name)));
  if (names.some((name) => name === null)) table.doubts.push('the columns of this view are not all known');
  for (const name of names) if (name !== null) addColumn(step, table, columnOf(step, { name, type: null, notNull: false, collation: null, span }));
}

function dropView(step: Step, view: QualifiedName): void {
  const key = tableKey(view, step.state.dialect);
  const table = step.state.tables.get(key);
  if (table?.materializedView) dropTable(step, table);
  step.state.views.delete(key);
}

function markUnreadable(step: Step, operation: Extract<SchemaOp, { op: 'unreadable' }>): void {
  const table = operation.table ? find(step, operation.table) : null;
  if (table) table.doubts.push(operation.reason);
  problem(step, operation.reason);
}
