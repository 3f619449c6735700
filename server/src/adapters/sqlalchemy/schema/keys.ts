import type { ColumnRef } from '../../../facts/expr.ts';
import type { IndexDef, IndexKey } from '../../../facts/schema.ts';
import { mapExpr } from '../../../facts/walk.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { quoteName } from '../../../sql/identifiers.ts';
import { keyword } from '../alembic/arguments.ts';
import { readIndex } from '../alembic/indexes.ts';
import type { Reader } from '../alembic/reader.ts';
import type { Value } from '../alembic/values.ts';
import { classText } from './class-text.ts';

/** Which expressions are columns where an index is declared: `email` in a class's body, `User.email`, `users.c.email`. Gives the attribute. */
export type AttributeOf = (expr: HostExpr) => string | null;

/** In front of an attribute's name while an index is SQL. */
const MARK = 'attribute ';

/** Reads `Index('name', 'column', User.email.desc(), text('lower(x)'), unique=True, postgresql_where=…)`; null where a key or the condition cannot be told. Texts are columns by the database's names. */
export function indexOf(call: CallHost, attributeOf: AttributeOf, plain: Reader): IndexDef<ColumnRef> | null {
  const reader = withAttributes(plain, attributeOf);
  const [first, ...items] = call.args;
  const nameArg = first ?? keyword(call, 'name');
  const name = nameArg === undefined || nameArg.kind === 'nothing' ? null : classText(nameArg, reader);
  if (nameArg !== undefined && name === null && nameArg.kind !== 'nothing') return null;
  const keys = items.flatMap((item) => keysOf(item, reader));
  const read = readIndex(name, { schema: null, name: 'table' }, keys, call, reader);
  return read.op === 'create-index' ? { ...unmarked(read.index), ...keyOptions(read.index, call, reader) } : null;
}

function keysOf(item: HostExpr, reader: Reader): readonly Value[] {
  const value = reader.value(item.kind === 'spread' ? item.arg : item);
  return value.kind === 'list' ? value.items : [value];
}

/** The same reader, to which a column is its marked name. */
function withAttributes(reader: Reader, attributeOf: AttributeOf): Reader {
  const value = (expr: HostExpr): Value => {
    const attr = attributeOf(expr);
    return attr === null ? reader.value(expr) : { kind: 'sql', text: quoteName(MARK + attr, reader.dialect) };
  };
  return { ...reader, value, within: (names) => withAttributes(reader.within(names), attributeOf) };
}

const refOf = (column: string): ColumnRef => (column.startsWith(MARK) ? { by: 'attr', source: '', attr: column.slice(MARK.length) } : { by: 'name', qualifier: null, name: column });

function unmarked(index: IndexDef<string>): IndexDef<ColumnRef> {
  const expr = (of: IndexKey<string>['expr']): IndexKey<ColumnRef>['expr'] => mapExpr<string, ColumnRef>(of, { column: (node) => ({ kind: 'column', span: node.span, column: refOf(node.column) }), query: () => null });
  return { ...index, keys: index.keys.map((key) => ({ ...key, expr: expr(key.expr) })), where: index.where === null ? null : expr(index.where) };
}

/** Operator classes and lengths of keys that are columns: they are given by the column's name. */
function keyOptions(index: IndexDef<string>, call: CallHost, reader: Reader): Partial<IndexDef<ColumnRef>> {
  const ops = reader.dialect === 'postgresql' ? dictOf(call, 'postgresql_ops', reader) : null;
  const lengths = reader.dialect === 'mysql' || reader.dialect === 'mariadb' ? dictOf(call, `${reader.dialect}_length`, reader) ?? dictOf(call, 'mysql_length', reader) : null;
  if (ops === null && lengths === null) return {};
  const { keys } = unmarked(index);
  return { keys: keys.map((key) => {
    const name = key.expr.kind !== 'column' ? null : key.expr.column.by === 'attr' ? key.expr.column.attr : key.expr.column.by === 'name' ? key.expr.column.name : null;
    const [opclass, length] = [name === null ? undefined : ops?.get(name), name === null ? undefined : lengths?.get(name)];
    return { ...key, ...(typeof opclass === 'string' ? { opclass } : {}), ...(typeof length === 'number' ? { prefixLength: length } : {}) };
  }) };
}

function dictOf(call: CallHost, name: string, reader: Reader): ReadonlyMap<string, string | number> | null {
  const given = keyword(call, name);
  const value = given === undefined ? null : reader.value(given);
  return value?.kind !== 'dict' ? null : new Map(value.entries.flatMap(([key, one]): [string, string | number][] => (one.kind === 'text' ? [[key, one.text]] : one.kind === 'number' ? [[key, one.number]] : [])));
}
