import type { Column, ForeignKey } from '../../facts/catalog.ts';
import type { ColumnDef, SchemaOp } from '../../facts/schema.ts';
import { mayDrop, problem, type Step, type TableDraft } from './draft.ts';
import { isMysql } from '../../facts/dialect.ts';
import { dependsOn, removeIndexes, renameInDef } from './index-drafts.ts';
import { foldName } from './names.ts';
import { typeClass } from './type-class.ts';

/** A column as the catalog has it. The serial types are never null. */
export function columnOf(step: Step, def: ColumnDef): Column {
  const serial = step.state.dialect === 'postgresql' && /^(small|big)?serial[248]?$/.test(def.type ?? '');
  return { name: def.name, type: typeClass(def.type, step.state.dialect), rawType: def.type, notNull: def.notNull || serial, ...(def.few === true ? { few: true } : {}), collation: def.collation, declared: { path: step.path, span: def.span } };
}

/** Adds what is not there yet; a column seen twice stays as it was first. */
export function addColumn(step: Step, table: TableDraft, column: Column): void {
  const folded = foldName(column.name);
  if (!table.columns.some((own) => foldName(own.name) === folded)) table.columns.push(column);
  for (const child of table.children) addColumn(step, child.table, column);
}

/** A column goes with every index and key that needs it. */
export function dropColumn(step: Step, table: TableDraft, name: string): void {
  const folded = foldName(name);
  const kept = table.columns.filter((column) => foldName(column.name) !== folded);
  const gone = table.columns.find((column) => foldName(column.name) === folded);
  if (!gone) {
    problem(step, `${table.name} has no column ${name}`);
    return;
  }
  if (!mayDrop(step, [gone.declared?.path ?? null])) return;
  table.columns = kept;
  if (table.primaryKey.some((column) => foldName(column) === folded)) table.primaryKey = [];
  if (table.rowidAlias === folded) table.rowidAlias = null;
  table.foreignKeys = table.foreignKeys.filter((key) => !key.columns.some((column) => foldName(column) === folded));
  if (isMysql(step.state.dialect)) shrinkIndexes(table, folded);
  removeIndexes(step.state, table, (draft) => dependsOn(draft.index, folded));
  for (const { table: child, kind } of table.children) {
    const own = child.columns.find((column) => foldName(column.name) === folded);
    // An heir keeps a column that it declares itself.
    if (own && (kind === 'partition' || own.declared === gone.declared)) dropColumn(step, child, name);
  }
}

/** MySQL takes a column out of every index, and an index away with its last column alone. */
function shrinkIndexes(table: TableDraft, folded: string): void {
  for (const draft of table.indexes) {
    const keys = draft.index.keys.filter((key) => key.expr.kind !== 'column' || foldName(key.expr.column) !== folded);
    if (keys.length > 0) draft.index = { ...draft.index, keys };
  }
}

/** The new name goes into keys, predicates, and foreign keys of both sides. */
export function renameColumn(step: Step, table: TableDraft, name: string, to: string): void {
  const folded = foldName(name);
  if (!table.columns.some((column) => foldName(column.name) === folded)) {
    problem(step, `${table.name} has no column ${name}`);
    return;
  }
  const rename = (column: string): string => (foldName(column) === folded ? to : column);
  table.columns = table.columns.map((column) => ({ ...column, name: rename(column.name) }));
  table.primaryKey = table.primaryKey.map(rename);
  if (table.rowidAlias === folded) table.rowidAlias = foldName(to);
  for (const draft of table.indexes) if (dependsOn(draft.index, folded)) draft.index = renameInDef(draft.index, rename);
  table.foreignKeys = table.foreignKeys.map((key) => ({ ...key, columns: key.columns.map(rename) }));
  for (const other of step.state.tables.values()) if (other.foreignKeys.some((key) => key.refTable === table.key)) other.foreignKeys = other.foreignKeys.map((key) => renameReference(key, table.key, rename));
  for (const child of table.children) renameColumn(step, child.table, name, to);
}

const renameReference = (key: ForeignKey, table: string, rename: (column: string) => string): ForeignKey =>
  key.refTable === table ? { ...key, refColumns: key.refColumns.map(rename) } : key;

export function alterColumn(step: Step, table: TableDraft, operation: Extract<SchemaOp, { op: 'alter-column' }>): void {
  const folded = foldName(operation.column);
  const { type, notNull } = operation;
  if (!table.columns.some((column) => foldName(column.name) === folded)) {
    problem(step, `${table.name} has no column ${operation.column}`);
    return;
  }
  table.columns = table.columns.map((column) => (foldName(column.name) !== folded ? column : {
    ...column,
    ...(type === undefined ? {} : { rawType: type, type: typeClass(type, step.state.dialect) }),
    ...(notNull === undefined ? {} : { notNull }),
  }));
  for (const child of table.children) alterColumn(step, child.table, operation);
}
