import type { ConstraintDef, IndexDef, QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { addColumn, columnOf } from './columns.ts';
import { applyConstraint } from './constraints.ts';
import { autoIndexName } from './default-names.ts';
import { mayDrop, problem, type ReplayState, type Step, type TableDraft } from './draft.ts';
import { isMysql } from '../../facts/dialect.ts';
import { coverForeignKeys } from './foreign-key-indexes.ts';
import { declaredName, register, removeIndexes, unregister } from './index-drafts.ts';
import { createIndex } from './indexes.ts';
import { foldName, schemaOf, tableKey } from './names.ts';
import { cloneTo } from './partitions.ts';

type CreateTable = Extract<SchemaOp, { op: 'create-table' }>;

const UNKNOWN_COLUMNS = 'its columns come from a query that names none';
const LIKE_INDEXES = 'it may have the indexes of the table it is like';

/** A table without anything, in the catalog from now on. */
export function newTable(step: Step, name: QualifiedName): TableDraft {
  const key = tableKey(name, step.state.dialect);
  const table: TableDraft = {
    key, schema: schemaOf(name, step.state.dialect), name: name.name, columns: [], primaryKey: [], indexes: [], foreignKeys: [], checks: new Set(), unnamedChecks: false,
    withoutRowid: false, rowidAlias: null, virtual: false, materializedView: false, declarations: [], doubts: [], children: [],
  };
  step.state.tables.set(key, table);
  return table;
}

/**
 * CREATE TABLE. The same table in several files is the union of what they say, also with IF NOT EXISTS: files of a workspace
 * are not always one script, and an index lost is worse than one too many.
 */
export function createTable(step: Step, operation: CreateTable): void {
  const key = tableKey(operation.table, step.state.dialect);
  if (operation.temporary) {
    step.state.temporary.add(key);
    return;
  }
  const table = step.state.tables.get(key) ?? newTable(step, operation.table);
  declare(step, table);
  table.withoutRowid ||= operation.withoutRowid === true;
  table.virtual ||= operation.virtual === true;
  if (operation.asQuery && operation.columns.length === 0) table.doubts.push(UNKNOWN_COLUMNS);
  for (const def of operation.columns) addColumn(step, table, columnOf(step, def));
  for (const parent of parentsOf(step, operation)) takeColumns(step, table, parent);
  for (const item of keysInOrder(step.state, table, operation)) {
    if ('kind' in item) applyConstraint(step, table, item);
    else createIndex(step, table, { index: item, ifNotExists: operation.ifNotExists });
  }
  coverForeignKeys(step.state, table);
  inheritFrom(step, table, operation);
}

function declare(step: Step, table: TableDraft): void {
  if (step.origin === 'model') return;
  table.declarations.push({ adapter: 'sql', path: step.path, span: step.statement.span, symbol: null, migration: step.origin === 'migration' });
}

/** Constraints before indexes; on MySQL as written, which decides how keys without a name are called. */
function keysInOrder(state: ReplayState, table: TableDraft, { constraints, indexes }: CreateTable): readonly (ConstraintDef | IndexDef<string>)[] {
  const ordered = [...inOrder(state, table, constraints), ...indexes];
  const rank = (item: ConstraintDef | IndexDef<string>): number => ('kind' in item && item.kind === 'primary-key' ? -1 : item.span.start);
  return isMysql(state.dialect) ? ordered.sort((a, b) => rank(a) - rank(b)) : ordered;
}

/** PostgreSQL makes the primary key first and one index of equal keys; SQLite makes the key of a WITHOUT ROWID table last when it is INTEGER. */
function inOrder(state: ReplayState, table: TableDraft, constraints: readonly ConstraintDef[]): readonly ConstraintDef[] {
  const isPrimary = (constraint: ConstraintDef): boolean => constraint.kind === 'primary-key';
  const others = constraints.filter((constraint) => !isPrimary(constraint));
  if (state.dialect === 'sqlite') return table.withoutRowid && constraints.some((constraint) => isPrimary(constraint) && isInteger(table, constraint)) ? [...others, ...constraints.filter(isPrimary)] : constraints;
  // MySQL keeps keys that are equal.
  return isMysql(state.dialect) ? [...constraints.filter(isPrimary), ...others] : mergeEqual([...constraints.filter(isPrimary), ...others]);
}

function isInteger(table: TableDraft, constraint: ConstraintDef): boolean {
  if (constraint.kind !== 'primary-key' || constraint.columns.length !== 1 || constraint.descending) return false;
  const name = declaredName(table, constraint.columns[0] ?? '');
  return table.columns.some((column) => column.name === name && column.rawType?.toLowerCase() === 'integer');
}

/** Of keys with equal columns the first stays; it takes a later one's name when it has none (transformIndexConstraints in PostgreSQL). */
function mergeEqual(constraints: readonly ConstraintDef[]): ConstraintDef[] {
  const kept: ConstraintDef[] = [];
  for (const constraint of constraints) {
    const at = kept.findIndex((prior) => isEqualKey(prior, constraint));
    const prior = kept[at];
    if (!prior) kept.push(constraint);
    else if (prior.name === null) kept[at] = { ...prior, name: constraint.name };
  }
  return kept;
}

function isEqualKey(a: ConstraintDef, b: ConstraintDef): boolean {
  const isKey = (constraint: ConstraintDef): constraint is Extract<ConstraintDef, { kind: 'primary-key' | 'unique' }> => constraint.kind === 'primary-key' || constraint.kind === 'unique';
  const include = (constraint: ConstraintDef): string => (constraint.kind === 'unique' ? (constraint.include ?? []).join('\0') : '');
  return isKey(a) && isKey(b) && a.columns.join('\0') === b.columns.join('\0') && include(a) === include(b);
}

function parentsOf(step: Step, operation: CreateTable): TableDraft[] {
  const names = [operation.like, operation.partitionOf, ...(operation.inherits ?? [])].filter((name) => name !== undefined);
  return names.flatMap((name) => {
    const parent = step.state.tables.get(tableKey(name, step.state.dialect));
    if (!parent) problem(step, `the table ${name.name}, which ${operation.table.name} is made from, is not known`);
    return parent ?? [];
  });
}

function takeColumns(step: Step, table: TableDraft, parent: TableDraft): void {
  for (const column of parent.columns) addColumn(step, table, column);
}

/** What comes with LIKE, PARTITION OF and INHERITS besides the columns. */
function inheritFrom(step: Step, table: TableDraft, operation: CreateTable): void {
  const find = (name: QualifiedName | undefined): TableDraft | null => (name ? (step.state.tables.get(tableKey(name, step.state.dialect)) ?? null) : null);
  const whole = find(operation.partitionOf);
  const model = find(operation.like);
  if (model && operation.likeIndexes) for (const draft of model.indexes) cloneTo(step, table, { index: draft.index, parent: null });
  if (model && operation.likeIndexes === undefined && model.indexes.length > 0) table.doubts.push(LIKE_INDEXES);
  if (model && operation.likeIndexes && table.primaryKey.length === 0) table.primaryKey = [...model.primaryKey];
  if (whole && whole !== table) {
    follow(whole, table, 'partition');
    for (const draft of whole.indexes) cloneTo(step, table, draft);
    if (table.primaryKey.length === 0) table.primaryKey = [...whole.primaryKey];
    for (const key of whole.foreignKeys) if (!table.foreignKeys.includes(key)) table.foreignKeys.push(key);
  }
  for (const parent of operation.inherits ?? []) {
    const draft = find(parent);
    if (draft) follow(draft, table, 'heir');
  }
}

/** From now on `table` gets what `parent` gets; never twice, and never in a circle, whatever scripts say. */
function follow(parent: TableDraft, table: TableDraft, kind: 'partition' | 'heir'): void {
  const isFollower = (from: TableDraft, sought: TableDraft): boolean => from === sought || from.children.some((child) => isFollower(child.table, sought));
  if (!parent.children.some((child) => child.table === table) && !isFollower(table, parent)) parent.children.push({ table, kind });
}

/** DROP TABLE, as far as this statement may. */
export function dropTable(step: Step, table: TableDraft): void {
  if (mayDrop(step, table.declarations.map((declaration) => declaration.path))) removeTable(step, table);
}

/** Indexes, partitions and (it must have been CASCADE) heirs go with it. On PostgreSQL foreign keys to it go too, on SQLite they dangle until it is made again. */
function removeTable(step: Step, table: TableDraft): void {
  const { state } = step;
  removeIndexes(state, table, () => true);
  state.tables.delete(table.key);
  for (const child of [...table.children]) removeTable(step, child.table);
  for (const other of state.tables.values()) {
    const at = other.children.findIndex((child) => child.table === table);
    if (at >= 0) other.children.splice(at, 1);
    if (state.dialect === 'postgresql' && other.foreignKeys.some((key) => key.refTable === table.key)) other.foreignKeys = other.foreignKeys.filter((key) => key.refTable !== table.key);
  }
}

/** RENAME TO, also into another schema: keys of foreign keys follow, SQLite's automatic index names too. */
export function renameTable(step: Step, table: TableDraft, to: QualifiedName): void {
  const { state } = step;
  const key = tableKey(to, state.dialect);
  if (key !== table.key && state.tables.has(key)) {
    problem(step, `${table.name} cannot become ${to.name}: there is one already`);
    return;
  }
  const from = { key: table.key, name: table.name };
  state.tables.delete(from.key);
  for (const draft of table.indexes) unregister(state, table, draft);
  Object.assign(table, { key, name: to.name, schema: schemaOf(to, state.dialect) });
  state.tables.set(key, table);
  for (const draft of table.indexes) {
    draft.index = { ...draft.index, table: key, name: renamedAuto(draft.index.name, from.name, to.name) };
    register(state, table, draft);
  }
  for (const other of state.tables.values()) if (other.foreignKeys.some((fk) => fk.refTable === from.key)) other.foreignKeys = other.foreignKeys.map((fk) => (fk.refTable === from.key ? { ...fk, refTable: key } : fk));
}

function renamedAuto(name: string | null, from: string, to: string): string | null {
  const prefix = autoIndexName(from, 0).slice(0, -1);
  return name?.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) ? autoIndexName(to, Number(name.slice(prefix.length))) : name;
}

export function dropSchema(step: Step, name: string): void {
  const folded = foldName(name);
  for (const table of [...step.state.tables.values()]) if (table.schema !== null && foldName(table.schema) === folded) dropTable(step, table);
  for (const key of [...step.state.views.keys()]) if (key.startsWith(`${folded}.`)) step.state.views.delete(key);
}

