import type { ColumnConstraint, ColumnDefinition, CreateTableStmt, CreateVirtualTableStmt, ForeignKeyClause, NamedColumnConstraint, NamedTableConstraint, RefAct, SortedColumn } from 'sqlite3-parser';
import type { ColumnDef, ConstraintDef, IndexKey, SchemaOp } from '../../facts/schema.ts';
import type { Span } from '../../text/span.ts';
import { readKey } from './index-keys.ts';
import { readSelect } from './queries.ts';
import { plainName, spanFrom, spanOf, type Reading } from './reading.ts';

type CreateTable = Extract<SchemaOp, { op: 'create-table' }>;

// The parser's flag for WITHOUT ROWID; it exports the type alone.
const WITHOUT_ROWID = 128;

/** The parser writes the words of an argument without the space between. */
const UNINDEXED = /UNINDEXED$/;

const ACTIONS: Record<RefAct, string> = { SetNull: 'set null', SetDefault: 'set default', Cascade: 'cascade', Restrict: 'restrict', NoAction: 'no action' };

/** CREATE TABLE, both ways. */
export function readTable(reading: Reading, node: CreateTableStmt): CreateTable {
  const base = { op: 'create-table', table: plainName(reading, node.tblName), indexes: [], ifNotExists: node.ifNotExists, temporary: node.temporary } as const;
  const { body } = node;
  if (body.type === 'AsSelectCreateTableBody') {
    const { output, span } = readSelect(reading, body.select);
    const names = typeof output === 'string' ? [null] : output.map((column) => (column.expr === 'all' ? null : column.name));
    const columns = names.every((name) => name !== null) ? names.map((name) => untyped(name, span)) : [];
    return { ...base, columns, constraints: [], asQuery: true };
  }
  return {
    ...base,
    columns: body.columns.map((column) => readColumn(reading, column)),
    constraints: [...body.columns.flatMap((column) => readColumnConstraints(reading, column)), ...(body.constraints ?? []).map((constraint) => readConstraint(reading, constraint))],
    ...((body.flags & WITHOUT_ROWID) === 0 ? {} : { withoutRowid: true }),
  };
}

/** CREATE VIRTUAL TABLE: an argument without `=` names a column in FTS and R*Tree tables. */
export function readVirtualTable(reading: Reading, node: CreateVirtualTableStmt): CreateTable {
  const span = spanOf(reading, node);
  const names = (node.args ?? []).filter((arg) => !arg.includes('=')).map((arg) => /^\s*(?:"([^"]+)"|\[([^\]]+)\]|`([^`]+)`|'([^']+)'|([^\s(]+))/.exec(arg)?.slice(1).find((part) => part !== undefined)?.replace(UNINDEXED, ''));
  const columns = names.filter((name) => name !== undefined).map((name) => untyped(name, span));
  return { op: 'create-table', table: plainName(reading, node.tblName), columns, constraints: [], indexes: [], ifNotExists: node.ifNotExists, temporary: false, virtual: true };
}

const untyped = (name: string, span: Span): ColumnDef => ({ name, type: null, notNull: false, collation: null, span });

/** The column itself; what its constraints add to the table is in `readColumnConstraints`. */
export function readColumn(reading: Reading, node: ColumnDefinition): ColumnDef {
  const parts = node.constraints.map((named) => named.constraint);
  const collate = parts.find((part) => part.type === 'CollateColumnConstraint');
  const generated = parts.some((part) => part.type === 'GeneratedColumnConstraint');
  const hasDefault = parts.some((part) => part.type === 'DefaultColumnConstraint');
  return {
    name: node.colName.text,
    type: typeOf(reading, node, generated),
    notNull: parts.some((part) => part.type === 'NotNullColumnConstraint' && !part.nullable),
    collation: collate?.collationName.text.toLowerCase() ?? null,
    ...(generated ? { generated } : {}),
    ...(hasDefault ? { hasDefault } : {}),
    span: spanFrom(reading, node.colName, node),
  };
}

/** The type as written. GENERATED ALWAYS stands where a type may stand, and SQLite takes it off again. */
function typeOf(reading: Reading, node: ColumnDefinition, generated: boolean): string | null {
  if (!node.colType) return null;
  const { offset, length } = node.colType.span;
  const written = reading.statement.text.slice(offset, offset + length).replace(/\s+/g, ' ').toLowerCase();
  const type = generated ? written.replace(/ ?generated always$/, '') : written;
  return type === '' ? null : type;
}

/** Constraints that a column carries, as constraints of the table. */
export function readColumnConstraints(reading: Reading, node: ColumnDefinition): ConstraintDef[] {
  return node.constraints.flatMap((named) => readColumnConstraint(reading, named, node.colName.text) ?? []);
}

function readColumnConstraint(reading: Reading, named: NamedColumnConstraint, column: string): ConstraintDef | null {
  const constraint: ColumnConstraint = named.constraint;
  const base = { name: named.name?.text ?? null, span: spanFrom(reading, named.name ?? constraint, constraint) };
  switch (constraint.type) {
    case 'PrimaryKeyColumnConstraint': return { kind: 'primary-key', ...base, columns: [column], ...(constraint.autoIncrement ? { autoIncrement: true } : {}), ...(constraint.order === 'Desc' ? { descending: true } : {}) };
    case 'UniqueColumnConstraint': return { kind: 'unique', ...base, columns: [column] };
    case 'CheckColumnConstraint': return { kind: 'check', ...base };
    case 'ForeignKeyColumnConstraint': return { kind: 'foreign-key', ...base, columns: [column], ...referenceOf(constraint.clause) };
    default: return null;
  }
}

/** A constraint of its own in CREATE TABLE or ALTER TABLE. */
export function readConstraint(reading: Reading, named: NamedTableConstraint): ConstraintDef {
  const { constraint } = named;
  const base = { name: named.name?.text ?? null, span: spanFrom(reading, named.name ?? constraint, constraint) };
  switch (constraint.type) {
    case 'PrimaryKeyTableConstraint': return { kind: 'primary-key', ...base, ...keysOf(reading, constraint.columns), ...(constraint.autoIncrement ? { autoIncrement: true } : {}) };
    case 'UniqueTableConstraint': return { kind: 'unique', ...base, ...keysOf(reading, constraint.columns) };
    case 'CheckTableConstraint': return { kind: 'check', ...base };
    case 'ForeignKeyTableConstraint': return { kind: 'foreign-key', ...base, columns: constraint.columns.map((column) => column.colName.text), ...referenceOf(constraint.clause) };
  }
}

/** Columns of a key; `keys` too where a direction or a collation is written. */
function keysOf(reading: Reading, nodes: readonly SortedColumn[]): { columns: readonly string[]; keys?: readonly IndexKey<string>[] } {
  const keys = nodes.map((node) => readKey(reading, node));
  const columns = keys.map((key) => (key.expr.kind === 'column' ? key.expr.column : ''));
  return keys.some((key) => key.direction === 'desc' || key.collation !== undefined) ? { columns, keys } : { columns };
}

/** REFERENCES: a foreign key never leaves its own database, and without columns it means the primary key. */
function referenceOf(clause: ForeignKeyClause): { refTable: { schema: null; name: string }; refColumns: readonly string[]; onDelete: string | null } {
  const onDelete = clause.args.find((arg) => arg.type === 'OnDeleteRefArg');
  return { refTable: { schema: null, name: clause.tblName.text }, refColumns: (clause.columns ?? []).map((column) => column.colName.text), onDelete: onDelete ? ACTIONS[onDelete.action] : null };
}
