import type { ColumnRef, SymbolPath } from '../../../facts/expr.ts';
import type { IndexDef, ModelConstraint, TableDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { keyword } from '../alembic/arguments.ts';
import { exclusionOf } from '../alembic/constraints.ts';
import { type Reader, referenceOf, textIn, textsIn } from '../alembic/reader.ts';
import { classText } from './class-text.ts';
import { type AttributeOf, indexOf } from './keys.ts';
import { callWord, pathOf, type Reading } from './reading.ts';

/** What `__table_args__`, or the arguments of Table beside its columns, say. `from`: classes whose own are taken over (`*Base.__table_args__`). */
export interface Arguments {
  readonly indexes: IndexDef<ColumnRef>[];
  readonly constraints: ModelConstraint[];
  readonly from: SymbolPath[];
  readonly doubts: string[];
  schema: TableDecl['schema'];
}

export const noArguments = (): Arguments => ({ indexes: [], constraints: [], from: [], doubts: [], schema: null });

const MAX_DEPTH = 12;

/** Adds what an expression says, whatever its shape: a tuple, one that ends in a dict, a dict, a sum, names of the file, a function's result. */
export function addArguments(reading: Reading, into: Arguments, expr: HostExpr, attributeOf: AttributeOf, reader: Reader = reading.reader, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  const again = (part: HostExpr): void => addArguments(reading, into, part, attributeOf, reader, depth + 1);
  switch (expr.kind) {
    case 'array': for (const item of expr.items) again(item); return;
    case 'spread': again(expr.arg); return;
    case 'object': readOptions(reading, into, expr, reader); return;
    case 'binary': again(expr.left); again(expr.right); return;
    case 'conditional': again(expr.then); again(expr.otherwise); return;
    case 'nothing': case 'string': return;
    case 'member': if (expr.property === '__table_args__') { addFrom(into, expr.object); return; } break;
    case 'call': if (readItem(reading, into, expr, attributeOf, reader)) return; break;
    default: break;
  }
  follow(reading, into, expr, attributeOf, reader, depth);
}

function addFrom(into: Arguments, object: HostExpr): void {
  const path = pathOf(object);
  // `super().__table_args__` and `cls.__base__.__table_args__` are not looked through.
  if (path === null) into.doubts.push('table arguments of another class are taken over, and which one is not known');
  else into.from.push(path);
}

function follow(reading: Reading, into: Arguments, expr: HostExpr, attributeOf: AttributeOf, reader: Reader, depth: number): void {
  const builtin = expr.kind === 'call' && expr.callee.kind === 'identifier' ? expr.callee.name : '';
  if (builtin === 'getattr') return;
  const schema = expr.kind === 'call' && builtin === 'dict' ? keyword(expr, 'schema') : undefined;
  if (schema !== undefined) setSchema(into, schema, reader);
  if (builtin === 'dict') return;
  const value = reader.value(expr);
  const items = value.kind === 'list' ? value.items : [value];
  for (const item of items) {
    if (item.kind === 'code' && item.expr !== expr) addArguments(reading, into, item.expr, attributeOf, reader.within(item.names), depth + 1);
    else if (item.kind === 'dict') { for (const [key, given] of item.entries) if (key === 'schema') into.schema = given.kind === 'text' ? { name: given.text } : into.schema; }
    else if (item.kind === 'code') into.doubts.push('a part of its table arguments could not be read');
  }
}

function readOptions(reading: Reading, into: Arguments, { properties }: Extract<HostExpr, { kind: 'object' }>, reader: Reader): void {
  for (const property of properties) {
    if (property.kind === 'property' && property.key === 'schema') setSchema(into, property.value, reader);
    if (property.kind === 'spread') addArguments(reading, into, property.arg, () => null, reader, 1);
  }
}

/** A name of another file is looked up when files are linked. */
export function setSchema(into: Arguments, expr: HostExpr, reader: Reader): void {
  const text = textIn(reader, expr);
  const path = pathOf(expr);
  if (text !== null) into.schema = { name: text };
  else if (path !== null && expr.kind !== 'nothing') into.schema = { symbol: path };
  else if (expr.kind !== 'nothing') into.doubts.push('its schema is known only at run time');
}

/** Whether it is one that is known. */
function readItem(reading: Reading, into: Arguments, call: CallHost, attributeOf: AttributeOf, reader: Reader): boolean {
  switch (callWord(reading, call)) {
    case 'Index': {
      const index = indexOf(call, attributeOf, reader);
      if (index === null) into.doubts.push('what an index of it is made on is not read');
      else into.indexes.push(index);
      return true;
    }
    case 'UniqueConstraint': addKey('unique', into, call, attributeOf, reader); return true;
    case 'PrimaryKeyConstraint': addKey('primary-key', into, call, attributeOf, reader); return true;
    case 'ForeignKeyConstraint': addForeignKey(into, call, attributeOf, reader); return true;
    case 'ExcludeConstraint': {
      const read = exclusionOf(call.args, call, reader);
      if (read.kind === 'exclude') into.constraints.push({ kind: 'exclude', name: read.name, attrs: read.columns, byName: true, method: read.method, span: read.span });
      return true;
    }
    case 'CheckConstraint': case 'Comment': case 'DDL': return true;
    default: return false;
  }
}

interface Named { readonly names: readonly string[]; readonly byName: boolean }

/** Columns by the database's names, or by attribute. */
function columnsIn(args: readonly HostExpr[], attributeOf: AttributeOf, reader: Reader): Named | null {
  let byName = false;
  const lists = args.map((arg): readonly string[] | null => {
    const attr = attributeOf(arg);
    if (attr !== null) return [attr];
    const items = arg.kind === 'array' ? arg.items : null;
    if (items !== null) { const inner = columnsIn(items, attributeOf, reader); byName ||= inner?.byName === true; return inner?.names ?? null; }
    const texts = textsIn(reader, arg.kind === 'spread' ? arg.arg : arg);
    byName ||= texts !== null;
    return texts;
  });
  return lists.every((list) => list !== null) ? { names: lists.flat(), byName } : null;
}

function addKey(kind: 'unique' | 'primary-key', into: Arguments, call: CallHost, attributeOf: AttributeOf, reader: Reader): void {
  const read = columnsIn(call.args, attributeOf, reader);
  if (read === null) into.doubts.push('the columns of a key are not read');
  // `PrimaryKeyConstraint(name='pk')` names the key that the columns make.
  else if (read.names.length > 0) into.constraints.push({ kind, name: classText(keyword(call, 'name'), reader), attrs: read.names, ...(read.byName ? { byName: true } : {}), span: call.span });
}

function addForeignKey(into: Arguments, call: CallHost, attributeOf: AttributeOf, reader: Reader): void {
  const [own, target] = [call.args[0] ?? keyword(call, 'columns'), call.args[1] ?? keyword(call, 'refcolumns')];
  const read = own === undefined ? null : columnsIn([own], attributeOf, reader);
  const texts = textsIn(reader, target)?.map(referenceOf);
  const [first] = texts ?? [];
  const paths = target?.kind === 'array' ? target.items.map(pathOf) : [];
  const span = call.span;
  const base = { kind: 'foreign-key', name: classText(keyword(call, 'name') ?? call.args[2], reader), onDelete: textIn(reader, keyword(call, 'ondelete'))?.toLowerCase() ?? null, span } as const;
  if (read === null) into.doubts.push('the columns of a foreign key are not read');
  else if (texts !== undefined && first !== null && first !== undefined) into.constraints.push({ ...base, attrs: read.names, ...(read.byName ? { byName: true } : {}), references: [], refersTo: { table: first.table, columns: texts.flatMap((text) => text?.column ?? []) } });
  else if (paths.length > 0) into.constraints.push({ ...base, attrs: read.names, ...(read.byName ? { byName: true } : {}), references: paths.map((path) => path ?? []) });
}
