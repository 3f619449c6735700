import type { ConstraintDef } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { keyword } from './arguments.ts';
import { onDeleteOf } from './columns.ts';
import { type Reader, referenceOf, textIn, textsIn, truthIn } from './reader.ts';

/** A constraint that stands among a table's columns; `unknown` for one that is not read whole, null for what is none. */
export function readConstraint(name: string, call: CallHost, reader: Reader): ConstraintDef | 'unknown' | null {
  switch (name) {
    case 'PrimaryKeyConstraint': return keyOf('primary-key', call.args, call, reader);
    case 'UniqueConstraint': return keyOf('unique', call.args, call, reader);
    case 'ForeignKeyConstraint': return foreignKeyOf(call, reader);
    case 'CheckConstraint': return { kind: 'check', name: textIn(reader, keyword(call, 'name')), span: call.span };
    case 'ExcludeConstraint': return exclusionOf(call.args, call, reader);
    default: return null;
  }
}

function keyOf(kind: 'primary-key' | 'unique', args: readonly HostExpr[], call: CallHost, reader: Reader): ConstraintDef | 'unknown' {
  const columns = columnsIn(args, reader);
  if (columns === null) return 'unknown';
  const name = textIn(reader, keyword(call, 'name'));
  const include = textsIn(reader, keyword(call, 'postgresql_include'));
  const nulls = reader.dialect === 'postgresql' && truthIn(reader, keyword(call, 'postgresql_nulls_not_distinct')) === true;
  return kind === 'primary-key' ? { kind, name, columns, span: call.span } : { kind, name, columns, ...(include === null || reader.dialect !== 'postgresql' ? {} : { include }), ...(nulls ? { nullsNotDistinct: true } : {}), span: call.span };
}

/** Columns one by one, or spread from a list. */
function columnsIn(args: readonly HostExpr[], reader: Reader): readonly string[] | null {
  const lists = args.map((arg) => (arg.kind === 'spread' ? textsIn(reader, arg.arg) : textsIn(reader, arg)));
  return lists.every((list) => list !== null) ? lists.flat() : null;
}

function foreignKeyOf(call: CallHost, reader: Reader): ConstraintDef | 'unknown' {
  const columns = textsIn(reader, call.args[0] ?? keyword(call, 'columns'));
  const targets = textsIn(reader, call.args[1] ?? keyword(call, 'refcolumns'))?.map(referenceOf);
  const [first] = targets ?? [];
  if (columns === null || targets === undefined || first == null || targets.some((target) => target === null)) return 'unknown';
  return { kind: 'foreign-key', name: textIn(reader, keyword(call, 'name') ?? call.args[2]), columns, refTable: first.table, refColumns: targets.flatMap((target) => target?.column ?? []), onDelete: onDeleteOf(call, reader), span: call.span };
}

/** `ExcludeConstraint((column, '='), …, using='gist')`. */
export function exclusionOf(args: readonly HostExpr[], call: CallHost, reader: Reader): ConstraintDef {
  const columns = args.flatMap((arg) => { const pair = reader.value(arg); const [first] = pair.kind === 'list' ? pair.items : []; return first?.kind === 'text' ? [first.text] : []; });
  return { kind: 'exclude', name: textIn(reader, keyword(call, 'name')), columns, method: textIn(reader, keyword(call, 'using')) ?? 'gist', span: call.span };
}

/** What `op.create_foreign_key(name, source, referent, local, remote)` and its kind add. */
export function addedForeignKey(parts: { readonly name: HostExpr | undefined; readonly referent: HostExpr | undefined; readonly local: HostExpr | undefined; readonly remote: HostExpr | undefined }, call: CallHost, reader: Reader): ConstraintDef | null {
  const [name, columns, refColumns] = [textIn(reader, parts.referent), textsIn(reader, parts.local), textsIn(reader, parts.remote)];
  if (name === null || columns === null || refColumns === null) return null;
  // Without a schema of its own the referent is looked for in the default one, whatever the table's is.
  const schema = textIn(reader, keyword(call, 'referent_schema'));
  return { kind: 'foreign-key', name: textIn(reader, parts.name), columns, refTable: { schema, name }, refColumns, onDelete: onDeleteOf(call, reader), span: call.span };
}
