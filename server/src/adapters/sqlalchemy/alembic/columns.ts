import type { ColumnDef, ConstraintDef, QualifiedName } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { readType, type TypeRead } from '../types.ts';
import { keyword } from './arguments.ts';
import { type Reader, referenceOf, textIn, truthIn } from './reader.ts';

/** A column with what is written at it. `ownKeys` are its constraints; `index` asks for an index of its own. */
export interface ColumnRead { readonly column: ColumnDef; readonly type: TypeRead; readonly primaryKey: boolean; readonly ownKeys: readonly ConstraintDef[]; readonly index: 'none' | 'plain' | 'unique' }

/** `sa.Column('name', sa.Integer(), sa.ForeignKey('t.id'), nullable=False, …)`; null for a column without a name that can be told. */
export function readColumn(call: CallHost, reader: Reader): ColumnRead | null {
  const { span } = call;
  const [first, ...others] = call.args;
  const positional = first === undefined ? null : textIn(reader, first);
  const name = textIn(reader, keyword(call, 'name')) ?? positional;
  if (name === null) return null;
  const rest = positional === null ? call.args : others;
  const type = typeOf(rest, call, reader);
  const primaryKey = truthIn(reader, keyword(call, 'primary_key')) === true;
  const nullable = truthIn(reader, keyword(call, 'nullable'));
  const identity = rest.some((arg) => isCall(arg, reader, 'Identity'));
  const unique = truthIn(reader, keyword(call, 'unique')) === true;
  const indexed = truthIn(reader, keyword(call, 'index')) === true;
  const generated = rest.some((arg) => isCall(arg, reader, 'Computed'));
  const hasDefault = keyword(call, 'server_default') !== undefined || identity;
  const collation = collationOf(rest, call, reader);
  const column: ColumnDef = {
    name, type: type.type, notNull: nullable === null ? primaryKey || identity : !nullable, ...(type.few ? { few: true } : {}), collation, ...(generated ? { generated: true } : {}), ...(hasDefault ? { hasDefault: true } : {}), span,
  };
  const references = rest.flatMap((arg) => foreignKeyAt(arg, name, reader) ?? []);
  const own: ConstraintDef[] = unique && !indexed ? [{ kind: 'unique', name: null, columns: [name], span }] : [];
  return { column, type, primaryKey, ownKeys: [...own, ...references], index: indexed ? (unique ? 'unique' : 'plain') : 'none' };
}

/** The type is the first argument that is one, or given by name. */
function typeOf(rest: readonly HostExpr[], call: CallHost, reader: Reader): TypeRead {
  const [first] = rest;
  const candidate = keyword(call, 'type_') ?? (first !== undefined && !isConstraint(first, reader) ? first : undefined);
  if (candidate === undefined) return { type: null, few: false, integer: false };
  const value = reader.value(candidate);
  return value.kind === 'code' ? readType(value.expr, reader.within(value.names)) : readType(candidate, reader);
}

const CONSTRAINTS = /^(?:ForeignKey|Sequence|Identity|Computed|CheckConstraint|FetchedValue|UniqueConstraint)$/;

const nameOfCall = (expr: HostExpr): string => (expr.kind === 'call' ? (expr.callee.kind === 'member' ? expr.callee.property : expr.callee.kind === 'identifier' ? expr.callee.name : '') : '');

const isConstraint = (expr: HostExpr, reader: Reader): boolean => CONSTRAINTS.test(nameOfCall(reader.look(expr)));

const isCall = (expr: HostExpr, reader: Reader, name: string): boolean => nameOfCall(reader.look(expr)) === name;

/** `sa.String(collation='C')`. */
function collationOf(rest: readonly HostExpr[], call: CallHost, reader: Reader): string | null {
  const type = keyword(call, 'type_') ?? rest[0];
  const made = type === undefined ? undefined : reader.look(type);
  return made?.kind === 'call' ? textIn(reader, keyword(made, 'collation')) : null;
}

function foreignKeyAt(expr: HostExpr, column: string, reader: Reader): ConstraintDef | null {
  const call = reader.look(expr);
  if (call.kind !== 'call' || nameOfCall(call) !== 'ForeignKey') return null;
  const target = textIn(reader, call.args[0] ?? keyword(call, 'column'));
  const reference = target === null ? null : referenceOf(target);
  return reference === null ? null : { kind: 'foreign-key', name: textIn(reader, keyword(call, 'name')), columns: [column], refTable: reference.table, refColumns: [reference.column], onDelete: onDeleteOf(call, reader), span: call.span };
}

export const onDeleteOf = (call: CallHost, reader: Reader): string | null => textIn(reader, keyword(call, 'ondelete'))?.toLowerCase() ?? null;

/**
 * A primary key that counts up by itself: one column of an integer type that refers to nothing. Its type is then the database's own for that; SQLite's `INTEGER PRIMARY KEY`
 * needs none.
 */
export function withSerial(read: ColumnRead, keyColumns: readonly string[], call: CallHost | null, reader: Reader): ColumnRead {
  const asked = call === null ? undefined : keyword(call, 'autoincrement');
  const off = asked !== undefined && truthIn(reader, asked) === false;
  const forced = asked !== undefined && truthIn(reader, asked) === true;
  const isAlone = keyColumns.length === 1 && keyColumns[0] === read.column.name;
  const refers = read.ownKeys.some(({ kind }) => kind === 'foreign-key');
  if (reader.dialect !== 'postgresql' || !read.type.integer || off || read.column.hasDefault === true || !(forced || (isAlone && !refers)) || !keyColumns.includes(read.column.name)) return read;
  const serial = read.column.type === 'bigint' ? 'bigserial' : read.column.type === 'smallint' ? 'smallserial' : 'serial';
  return { ...read, column: { ...read.column, type: serial, hasDefault: true } };
}

/** SQLAlchemy's own name for the index of a column: `ix_<table>_<column>`, with the schema in front of the table's. */
export const indexNameOf = (table: QualifiedName, column: string): string => `ix_${table.schema === null ? '' : `${table.schema}_`}${table.name}_${column}`;

