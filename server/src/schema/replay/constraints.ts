import type { ForeignKey, Index } from '../../facts/catalog.ts';
import type { ConstraintDef, IndexKey } from '../../facts/schema.ts';
import { contains, type Span } from '../../text/span.ts';
import { clipName } from '../../sql/identifiers.ts';
import { autoIndexName, chooseName } from './default-names.ts';
import { problem, type IndexDraft, type Step, type TableDraft } from './draft.ts';
import { isMysql } from '../../facts/dialect.ts';
import { defaultKeyName, replaceEqual, replaceGenerated } from './foreign-key-indexes.ts';
import { addIndex, declaredName, freeName, register, removeIndexes, unregister } from './index-drafts.ts';
import { foldName, tableKey } from './names.ts';
import { cloneToPartitions } from './partitions.ts';
import { indexSignature } from './same-index.ts';

type KeyConstraint = Extract<ConstraintDef, { kind: 'primary-key' | 'unique' | 'exclude' }>;

/** A constraint and the index that comes with it (adapters' reference, section 1.1). */
export function applyConstraint(step: Step, table: TableDraft, written: ConstraintDef): void {
  // A file that is for several databases was read in the language of one; PostgreSQL cuts its names all the same.
  const constraint = step.state.dialect === 'postgresql' && step.origin !== 'model' && written.name !== null ? { ...written, name: clipName(written.name) } : written;
  switch (constraint.kind) {
    case 'foreign-key': addForeignKey(step, table, constraint); break;
    case 'check':
      if (constraint.name === null) table.unnamedChecks = true;
      else table.checks.add(foldName(constraint.name));
      break;
    default: addKey(step, table, constraint);
  }
}

function addKey(step: Step, table: TableDraft, constraint: KeyConstraint): void {
  const columns = constraint.columns.map((column) => declaredName(table, column));
  if (constraint.kind === 'primary-key') setPrimaryKey(step, table, columns);
  if (isRowidAlias(step, table, constraint)) {
    table.rowidAlias = foldName(constraint.columns[0] ?? '');
    setNotNull(table, columns);
    if (!table.indexes.some((draft) => draft.index.kind === 'primary-key')) addIndex(step.state, table, keyIndex(step, table, constraint, null));
    return;
  }
  const index = keyIndex(step, table, constraint, constraint.name);
  const existing = table.indexes.find((draft) => isKnownKey(step, draft.index, index));
  if (existing) {
    if (constraint.kind === 'primary-key') existing.index = { ...existing.index, kind: 'primary-key' };
    return;
  }
  const named = { ...index, name: nameOf(step, table, constraint, columns) };
  replaceGenerated(step.state, table, named);
  const draft = addIndex(step.state, table, named);
  if (constraint.name !== null && named.name !== constraint.name) draft.constraint = constraint.name;
  cloneToPartitions(step, table, draft);
}

/**
 * Whether a key is there already: SQLite makes none twice in one table, whatever the direction; a table that is declared again (in two files, or
 * UNIQUE beside PRIMARY KEY) has one index for it. ADD CONSTRAINT makes a second index, unless it is the same constraint told again.
 */
function isKnownKey(step: Step, known: Index, added: Index): boolean {
  if (known.origin !== 'implicit') return false;
  if (added.kind === 'exclude' || known.kind === 'exclude') return added.kind === known.kind && known.name !== null && known.name === added.name;
  if (step.state.dialect === 'sqlite') return known.name !== null && indexSignature(ascending(known)) === indexSignature(ascending(added));
  return isToldAgain(step, known, added.name) && indexSignature(known) === indexSignature(added);
}

const ascending = (index: Index): Index => ({ ...index, keys: index.keys.map((key) => ({ ...key, direction: 'asc' as const })) });

/** For a key or foreign key with equal columns: a table declared once more, or a constraint of the same name, or one without a name in a file that is no migration. */
function isToldAgain(step: Step, known: { readonly name: string | null; readonly path: string | null; readonly span: Span }, name: string | null): boolean {
  const isNew = known.path === step.path && contains(step.statement.span, known.span);
  if (step.statement.operation.op !== 'add-constraint') return !isNew;
  return name === null ? step.origin !== 'migration' && known.path !== step.path : known.name !== null && foldName(known.name) === foldName(name);
}

function setPrimaryKey(step: Step, table: TableDraft, columns: string[]): void {
  table.primaryKey = columns;
  if (step.state.dialect !== 'sqlite' || table.withoutRowid) setNotNull(table, columns);
}

function setNotNull(table: TableDraft, columns: readonly string[]): void {
  table.columns = table.columns.map((column) => (columns.includes(column.name) ? { ...column, notNull: true } : column));
}

/** SQLite: one column of type INTEGER exactly is the rowid itself, unless DESC is written at the column. */
function isRowidAlias(step: Step, table: TableDraft, constraint: KeyConstraint): boolean {
  if (step.state.dialect !== 'sqlite' || constraint.kind !== 'primary-key' || constraint.columns.length !== 1 || table.withoutRowid || constraint.descending) return false;
  const folded = foldName(constraint.columns[0] ?? '');
  return table.columns.some((column) => foldName(column.name) === folded && column.rawType?.toLowerCase() === 'integer');
}

function keyIndex(step: Step, table: TableDraft, constraint: KeyConstraint, name: string | null): Index {
  const keys = constraint.kind === 'exclude' ? undefined : constraint.keys;
  return {
    kind: constraint.kind, table: table.key, origin: 'implicit', path: step.path, usable: true, name, unique: constraint.kind !== 'exclude',
    method: constraint.kind === 'exclude' ? constraint.method : 'btree',
    keys: keys ? keys.map((key) => withDeclaredName(table, key)) : constraint.columns.map((column) => plainKey(declaredName(table, column), constraint)),
    include: constraint.kind === 'unique' ? (constraint.include ?? []).map((column) => declaredName(table, column)) : [],
    where: null, ...(constraint.kind === 'unique' && constraint.nullsNotDistinct === true ? { nullsNotDistinct: true } : {}), span: constraint.span,
  };
}

const plainKey = (column: string, constraint: KeyConstraint): IndexKey<string> =>
  ({ expr: { kind: 'column', column, span: constraint.span }, direction: constraint.kind === 'primary-key' && constraint.descending ? 'desc' : 'asc', nulls: 'default' });

const withDeclaredName = (table: TableDraft, key: IndexKey<string>): IndexKey<string> =>
  key.expr.kind === 'column' ? { ...key, expr: { ...key.expr, column: declaredName(table, key.expr.column) } } : key;

/** SQLite numbers such indexes whatever the constraint is called. A model's own default name is its adapter's to tell. */
function nameOf(step: Step, table: TableDraft, constraint: KeyConstraint, columns: readonly string[]): string | null {
  const { dialect } = step.state;
  if (constraint.kind === 'primary-key' && isMysql(dialect)) return 'PRIMARY';
  if (step.origin === 'model') return constraint.name;
  if (dialect === 'sqlite') return autoIndexName(table.name, table.indexes.filter((draft) => draft.index.name !== null).length + 1);
  if (dialect !== 'postgresql') return constraint.name ?? freeName(step.state, table, columns[0] ?? '');
  const label = constraint.kind === 'primary-key' ? 'pkey' : constraint.kind === 'unique' ? 'key' : 'excl';
  const parts = constraint.kind === 'unique' ? [...columns, ...(constraint.include ?? [])] : columns;
  return constraint.name ?? chooseName(step.state, table.schema, table.name, parts, label);
}

function addForeignKey(step: Step, table: TableDraft, constraint: Extract<ConstraintDef, { kind: 'foreign-key' }>): void {
  const columns = constraint.columns.map((column) => declaredName(table, column));
  const refTable = tableKey(constraint.refTable, step.state.dialect);
  const name = constraint.name ?? defaultForeignKey(step, table, columns);
  const key: ForeignKey = { name, columns, refTable, refColumns: referenced(step, refTable, constraint.refColumns), onDelete: constraint.onDelete, path: step.path, span: constraint.span };
  const known = table.foreignKeys.some((other) => isSameForeignKey(other, key) && isToldAgain(step, other, constraint.name));
  if (known) return;
  replaceEqual(step.state, table, key);
  table.foreignKeys.push(key);
  // Each partition has the foreign key as its own, under a name of its own; one that is there already is taken.
  for (const child of table.children) if (child.kind === 'partition' && !child.table.foreignKeys.some((other) => isSameForeignKey(other, key))) addForeignKey(step, child.table, { ...constraint, name: null });
}

function defaultForeignKey(step: Step, table: TableDraft, columns: readonly string[]): string | null {
  if (step.origin === 'model') return null;
  if (isMysql(step.state.dialect)) return defaultKeyName(table);
  return step.state.dialect === 'postgresql' ? chooseName(step.state, table.schema, table.name, columns, 'fkey', (taken) => table.foreignKeys.some((key) => key.name === taken)) : null;
}

/** REFERENCES without columns means the primary key, on PostgreSQL the one there is now; elsewhere the table may still be to come. */
function referenced(step: Step, refTable: string, columns: readonly string[]): readonly string[] {
  return columns.length > 0 || step.state.dialect !== 'postgresql' ? columns : (step.state.tables.get(refTable)?.primaryKey ?? []);
}

export const isSameForeignKey = (a: ForeignKey, b: ForeignKey): boolean =>
  a.refTable === b.refTable && a.columns.length === b.columns.length && a.columns.every((column, i) => foldName(column) === foldName(b.columns[i] ?? ''));

/** ADD CONSTRAINT … USING INDEX: an index that is there becomes the constraint's, and takes its name. */
export function adoptIndex(step: Step, table: TableDraft, constraint: ConstraintDef, indexName: string): void {
  const draft = table.indexes.find((candidate) => candidate.index.name !== null && foldName(candidate.index.name) === foldName(indexName));
  if (!draft) {
    problem(step, `the index ${indexName} of the constraint is not known`);
    return;
  }
  if (constraint.kind !== 'primary-key' && constraint.kind !== 'unique') return;
  renameDraft(step, table, draft, constraint.name ?? indexName);
  draft.index = { ...draft.index, kind: constraint.kind, origin: 'implicit' };
  if (constraint.kind === 'primary-key') setPrimaryKey(step, table, draft.index.keys.flatMap((key) => (key.expr.kind === 'column' ? [key.expr.column] : [])));
}

/** A new name for an index, known from now on. */
export function renameDraft(step: Step, table: TableDraft, draft: IndexDraft, name: string): void {
  unregister(step.state, table, draft);
  draft.index = { ...draft.index, name };
  register(step.state, table, draft);
}

/** Drops a key with its index, a foreign key or a check. A check without a known name may be any. */
export function dropConstraint(step: Step, table: TableDraft, name: string): void {
  const folded = foldName(name);
  const isIt = (draft: IndexDraft): boolean => draft.index.kind !== 'index' && (draft.constraint ?? draft.index.name) !== null && foldName(draft.constraint ?? draft.index.name ?? '') === folded;
  const key = table.indexes.find(isIt);
  if (key) {
    if (key.index.kind === 'primary-key') table.primaryKey = [];
    removeIndexes(step.state, table, isIt);
    return;
  }
  const count = table.foreignKeys.length;
  table.foreignKeys = table.foreignKeys.filter((candidate) => candidate.name === null || foldName(candidate.name) !== folded);
  // A foreign key of a model has no name here, and may be the one that is meant.
  const isUnnamed = table.foreignKeys.some((key) => key.name === null);
  if (table.foreignKeys.length < count || isUnnamed || table.checks.delete(folded) || table.unnamedChecks || /_(check|not_null)\d*$/.test(folded)) return;
  problem(step, `${table.name} has no constraint ${name}`);
}

export function renameConstraint(step: Step, table: TableDraft, name: string, to: string): void {
  const folded = foldName(name);
  const draft = table.indexes.find((candidate) => candidate.index.name !== null && foldName(candidate.index.name) === folded);
  if (draft) {
    renameDraft(step, table, draft, to);
    return;
  }
  table.foreignKeys = table.foreignKeys.map((key) => (key.name !== null && foldName(key.name) === folded ? { ...key, name: to } : key));
  if (table.checks.delete(folded)) table.checks.add(foldName(to));
}

