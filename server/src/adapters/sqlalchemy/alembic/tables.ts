import type { ColumnDef, ConstraintDef, QualifiedName, SchemaOp } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { keyword } from './arguments.ts';
import { type ColumnRead, indexNameOf, readColumn, withSerial } from './columns.ts';
import { readConstraint } from './constraints.ts';
import { readIndex } from './indexes.ts';
import { type Reader, textsIn, truthIn } from './reader.ts';
import type { Value } from './values.ts';

/** A column as it was read, with the call that makes it. */
interface Made { readonly read: ColumnRead; readonly call: CallHost }

/** What stands between the brackets of a table, taken apart. */
interface Parts { readonly columns: Made[]; readonly constraints: ConstraintDef[]; readonly indexes: SchemaOp[]; unread: string | null }

/** `op.create_table(name, …)` and `sa.Table(name, metadata, …)`: the table, its enums before it and its indexes behind it. */
export function readTable(table: QualifiedName, args: readonly HostExpr[], call: CallHost, reader: Reader): readonly SchemaOp[] {
  const parts: Parts = { columns: [], constraints: [], indexes: [], unread: null };
  for (const arg of args) addPart(reader.value(arg.kind === 'spread' ? arg.arg : arg), table, parts, reader);
  const keyColumns = primaryKeyOf(parts);
  const columns = parts.columns.map(({ read, call: made }) => withSerial(withTableKeys(read, parts.constraints), keyColumns, made, reader));
  const own = parts.columns.filter(({ read }) => read.primaryKey).map(({ read }) => read.column.name);
  const hasKey = parts.constraints.some(({ kind }) => kind === 'primary-key');
  const key: readonly ConstraintDef[] = own.length > 0 && !hasKey ? [{ kind: 'primary-key', name: null, columns: own, span: call.span }] : [];
  const temporary = (textsIn(reader, keyword(call, 'prefixes')) ?? []).some((prefix) => /^temp/i.test(prefix));
  const operation: SchemaOp = {
    op: 'create-table', table, columns: columns.map(({ column }) => notNullKeys(column, keyColumns)), constraints: [...key, ...parts.constraints, ...columns.flatMap(({ ownKeys }) => ownKeys)], indexes: [],
    ifNotExists: truthIn(reader, keyword(call, 'if_not_exists')) === true, temporary,
  };
  const unread: readonly SchemaOp[] = parts.unread === null ? [] : [{ op: 'unreadable', table, reason: parts.unread }];
  return [...enumsOf(columns, table), operation, ...columns.flatMap((read) => columnIndex(read, table)), ...parts.indexes, ...unread];
}

function addPart(value: Value, table: QualifiedName, parts: Parts, reader: Reader): void {
  if (value.kind === 'list') { for (const item of value.items) addPart(item, table, parts, reader); return; }
  if (value.kind === 'none') return;
  if (value.kind !== 'code') { parts.unread = NOT_ALL; return; }
  const inside = reader.within(value.names);
  const call = value.expr.kind === 'spread' ? value.expr.arg : value.expr;
  const name = call.kind === 'call' ? nameOf(call.callee) : '';
  if (call.kind !== 'call') parts.unread = NOT_ALL;
  else if (name === 'Column') addColumn(call, parts, inside);
  else if (name === 'Index') parts.indexes.push(indexIn(call, table, inside));
  else {
    const constraint = readConstraint(name, call, inside);
    if (constraint === null || constraint === 'unknown') parts.unread = NOT_ALL;
    else parts.constraints.push(constraint);
  }
}

const NOT_ALL = 'not all that its migration gives it is read';

const nameOf = (expr: HostExpr): string => (expr.kind === 'member' ? expr.property : expr.kind === 'identifier' ? expr.name : '');

function addColumn(call: CallHost, parts: Parts, reader: Reader): void {
  const read = readColumn(call, reader);
  if (read === null) parts.unread = NOT_ALL;
  else parts.columns.push({ read, call });
}

function indexIn(call: CallHost, table: QualifiedName, reader: Reader): SchemaOp {
  const [first, ...keys] = call.args;
  const name = first === undefined ? null : reader.value(first);
  return readIndex(name?.kind === 'text' ? name.text : null, table, keys.map(reader.value), call, reader);
}

/** Columns of the table's own PRIMARY KEY, wherever it is written. */
const primaryKeyOf = ({ columns, constraints }: Parts): readonly string[] => {
  const written = constraints.find(({ kind }) => kind === 'primary-key');
  return written?.kind === 'primary-key' ? written.columns : columns.filter(({ read }) => read.primaryKey).map(({ read }) => read.column.name);
};

/** A column that a foreign key of the table speaks of does not count up, whether it says so itself or the table does. */
function withTableKeys(read: ColumnRead, constraints: readonly ConstraintDef[]): ColumnRead {
  const refers = constraints.filter((constraint) => constraint.kind === 'foreign-key' && constraint.columns.includes(read.column.name));
  return refers.length === 0 || read.ownKeys.some(({ kind }) => kind === 'foreign-key') || read.column.hasDefault === true ? read : { ...read, type: { ...read.type, integer: false } };
}

/** SQLAlchemy writes NOT NULL at every column of a primary key. */
const notNullKeys = (column: ColumnDef, keyColumns: readonly string[]): ColumnDef => (keyColumns.includes(column.name) ? { ...column, notNull: true } : column);

/** The types that a column brings along. */
const enumsOf = (columns: readonly ColumnRead[], table: QualifiedName): readonly SchemaOp[] => columns.flatMap(({ type }): readonly SchemaOp[] => (type.enumName == null ? [] : [{ op: 'create-enum', type: { schema: table.schema, name: type.enumName } }]));

/** The index that `index=True` asks for. */
function columnIndex({ column, index }: ColumnRead, table: QualifiedName): readonly SchemaOp[] {
  return index === 'none' ? [] : [{ op: 'create-index', table, index: plain(indexNameOf(table, column.name), column.name, index === 'unique', column.span), ifNotExists: false }];
}

const plain = (name: string, column: string, unique: boolean, span: Span) => ({ name, unique, method: 'btree', keys: [{ expr: { kind: 'column', column, span }, direction: 'asc', nulls: 'default' }], include: [], where: null, span }) as const;

/** `op.add_column(table, sa.Column(…))`. A key among its arguments is added as the table's. */
export function readAddedColumn(table: QualifiedName, written: HostExpr | undefined, call: CallHost, reader: Reader): readonly SchemaOp[] {
  const value = written === undefined ? null : reader.value(written);
  const made = value?.kind === 'code' && value.expr.kind === 'call' && nameOf(value.expr.callee) === 'Column' ? value.expr : null;
  const inside = value?.kind === 'code' ? reader.within(value.names) : reader;
  const first = made === null ? null : readColumn(made, inside);
  if (made === null || first === null) return [{ op: 'unreadable', table, reason: 'a column that is added to it is not read' }];
  const read = first.primaryKey ? withSerial(first, [first.column.name], made, inside) : first;
  const key: readonly ConstraintDef[] = read.primaryKey ? [{ kind: 'primary-key', name: null, columns: [read.column.name], span: call.span }] : [];
  const operation: SchemaOp = { op: 'add-column', table, column: read.column, constraints: [...key, ...read.ownKeys], ifNotExists: truthIn(reader, keyword(call, 'if_not_exists')) === true };
  return [...enumsOf([read], table), operation, ...columnIndex(read, table)];
}
