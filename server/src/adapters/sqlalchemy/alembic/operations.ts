import type { ConstraintDef, QualifiedName, SchemaOp } from '../../../facts/schema.ts';
import type { ScriptStatement } from '../../../facts/script.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { readType } from '../types.ts';
import { argument, keyword } from './arguments.ts';
import { indexNameOf } from './columns.ts';
import { addedForeignKey, exclusionOf } from './constraints.ts';
import { readIndex } from './indexes.ts';
import { type Reader, readerOf, textIn, textsIn, truthIn } from './reader.ts';
import type { Context, Machine } from './run.ts';
import { readSent } from './sql.ts';
import { readAddedColumn, readTable } from './tables.ts';

/** What one call does. */
export interface Done { readonly operations: readonly SchemaOp[]; readonly steps: readonly ScriptStatement[] }

const NOTHING: Done = { operations: [], steps: [] };
const done = (operations: readonly SchemaOp[]): Done => ({ operations, steps: [] });

/** A directive of Alembic's as it is called: `batch` is the table that it is about without naming it, whose arguments then begin one place earlier. */
interface Directive { readonly name: string; readonly call: CallHost; readonly reader: Reader; readonly batch: QualifiedName | null }

/** What a call does to the schema: a directive of `op` or of a batch, SQL that is sent, a type or a table that is made. */
export function operationsOf(call: CallHost, context: Context, machine: Machine): Done {
  const { callee } = call;
  if (callee.kind !== 'member') return NOTHING;
  const { object, property: name } = callee;
  const reader = readerOf(machine.input, machine.dialect, machine.evaluator, context.names);
  const batch = object.kind === 'identifier' ? context.batches.get(object.name) : undefined;
  if (batch !== undefined) return directive({ name, call, reader, batch });
  if (isOp(object, machine)) return directive({ name, call, reader, batch: null });
  if (/^(?:execute|exec_driver_sql|execute_sql|scalar|scalars|run)$/.test(name)) return sent(call.args[0], call, reader);
  return name === 'create' || name === 'drop' ? made(object, name, call, reader) : NOTHING;
}

/** `op` from Alembic, by whatever name, and `alembic.op`; also a parameter that is called so. */
function isOp(object: HostExpr, { input }: Machine): boolean {
  if (object.kind === 'member') return object.property === 'op';
  if (object.kind !== 'identifier') return false;
  const binding = input.outline.resolve(object.name, object.span.start);
  return binding?.import == null ? object.name === 'op' || object.name === 'operations' : /^alembic(?:\.|$)/.test(binding.import.module) && (binding.import.imported === 'op' || object.name === 'op');
}

function sent(expr: HostExpr | undefined, call: CallHost, reader: Reader): Done {
  const { statements, steps } = readSent(expr, call.span, reader);
  return { operations: statements.map(({ operation }) => operation), steps };
}

/** `sa.Enum(…).create(bind)`, `table.create(bind)`. */
function made(object: HostExpr, name: 'create' | 'drop', call: CallHost, reader: Reader): Done {
  const value = reader.value(object);
  if (value.kind !== 'code' || value.expr.kind !== 'call') return NOTHING;
  const inside = reader.within(value.names);
  const of = value.expr;
  const { enumName } = readType(of, inside);
  if (enumName != null) return done(name === 'create' ? [{ op: 'create-enum', type: { schema: textIn(inside, keyword(of, 'schema')), name: enumName } }] : []);
  const table = calledName(of) === 'Table' ? tableAt(of.args[0], keyword(of, 'schema'), inside) : null;
  if (table === null) return NOTHING;
  return done(name === 'drop' ? [{ op: 'drop-table', table }] : readTable(table, of.args.slice(2), call, inside));
}

const calledName = ({ callee }: CallHost): string => (callee.kind === 'member' ? callee.property : callee.kind === 'identifier' ? callee.name : '');

function tableAt(name: HostExpr | undefined, schema: HostExpr | undefined, reader: Reader): QualifiedName | null {
  const text = textIn(reader, name);
  if (text === null) return null;
  const known = schema === undefined ? null : reader.value(schema);
  return { schema: known?.kind === 'text' ? known.text : null, name: text, ...(known?.kind === 'code' ? { anySchema: true as const } : {}) };
}

function directive(given: Directive): Done {
  const { name, call, reader } = given;
  if (name === 'execute') return sent(argument(call, 0, 'sqltext'), call, reader);
  if (name === 'create_table') return createTable(call, reader);
  if (name === 'rename_table') return renameTable(call, reader);
  const read = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
  if (read === undefined) return SILENT.test(name) || !/table|column|index|constraint|key|unique/.test(name) ? NOTHING : done([{ op: 'unreadable', table: given.batch, reason: `${name} is not a directive of Alembic's own` }]);
  const placed = placedOf(given, read.named);
  if (placed === null) return done([{ op: 'unreadable', table: given.batch, reason: `which table ${name} is about is known only at run time` }]);
  const steps: readonly ScriptStatement[] = /_index$/.test(name) && truthIn(reader, keyword(call, 'postgresql_concurrently')) === true && reader.dialect === 'postgresql' ? [{ kind: 'concurrent', span: call.span }] : [];
  return { operations: read.make(placed), steps };
}

/** Directives that change no tables: comments, rows, names. */
const SILENT = /comment|^bulk_insert$|^batch_alter_table$|^get_/;

function createTable(call: CallHost, reader: Reader): Done {
  const named = argument(call, 0, 'table_name') ?? keyword(call, 'name');
  const table = tableAt(named, keyword(call, 'schema'), reader);
  const args = call.args[0] === named ? call.args.slice(1) : call.args;
  return done(table === null ? [{ op: 'unreadable', table: null, reason: 'a table is made whose name is known only at run time' }] : readTable(table, args, call, reader));
}

function renameTable(call: CallHost, reader: Reader): Done {
  const schema = keyword(call, 'schema') ?? call.args[2];
  const [from, to] = [tableAt(argument(call, 0, 'old_table_name'), schema, reader), tableAt(argument(call, 1, 'new_table_name'), schema, reader)];
  return done(from === null || to === null ? [{ op: 'unreadable', table: from, reason: 'what it is renamed to is known only at run time' }] : [{ op: 'rename-table', table: from, to }]);
}

/** A directive with its table; `at` gives the arguments behind the table, or around it, by place and by name. */
interface Placed { readonly table: QualifiedName; readonly call: CallHost; readonly reader: Reader; /** The name that comes before the table, where the directive has one. */ readonly name: HostExpr | undefined; readonly at: (place: number, ...names: readonly string[]) => HostExpr | undefined }

interface Reading { /** `name`: the directive's first argument is a name, its second the table. */ readonly named: 'name' | 'table'; readonly make: (placed: Placed) => readonly SchemaOp[] }

function placedOf({ call, reader, batch, name }: Directive, named: Reading['named']): Placed | null {
  const before = named === 'name' ? 1 : 0;
  const schema = keyword(call, 'schema') ?? keyword(call, 'source_schema');
  const table = batch ?? tableAt(keyword(call, 'table_name') ?? keyword(call, 'source_table') ?? keyword(call, 'source') ?? call.args[before], schema, reader) ?? (name === 'drop_index' ? { schema: schema === undefined ? null : textIn(reader, schema), name: '' } : null);
  // What names the table by keyword leaves its place to the next argument.
  const isNamed = batch !== null || keyword(call, 'table_name') !== undefined || keyword(call, 'source_table') !== undefined || keyword(call, 'source') !== undefined;
  const at: Placed['at'] = (place, ...names) => names.map((one) => keyword(call, one)).find((value) => value !== undefined) ?? call.args[before + place + (isNamed ? 0 : 1)];
  const first = before === 0 ? undefined : (keyword(call, 'constraint_name') ?? keyword(call, 'index_name') ?? keyword(call, 'name') ?? call.args[0]);
  return table === null ? null : { table, call, reader, name: first, at };
}

const unread = (table: QualifiedName, reason: string): readonly SchemaOp[] => [{ op: 'unreadable', table, reason }];

const DIRECTIVES: Readonly<Record<string, Reading>> = {
  add_column: { named: 'table', make: ({ table, call, reader, at }) => readAddedColumn(table, at(0, 'column'), call, reader) },
  drop_column: { named: 'table', make: ({ table, reader, at }) => { const column = textIn(reader, at(0, 'column_name')); return column === null ? unread(table, 'a column of it is dropped that is known only at run time') : [{ op: 'drop-column', table, column }]; } },
  alter_column: { named: 'table', make: alterColumn },
  drop_table: { named: 'table', make: ({ table }) => [{ op: 'drop-table', table }] },
  create_index: { named: 'name', make: createIndex },
  drop_index: { named: 'name', make: ({ table, reader, name }) => { const index = textIn(reader, name); return index === null ? (table.name === '' ? [] : unread(table, 'an index of it is dropped whose name is known only at run time')) : [{ op: 'drop-index', name: { schema: table.schema, name: index }, ...(table.name === '' ? {} : { table }) }]; } },
  create_unique_constraint: { named: 'name', make: (placed) => addKey('unique', placed) },
  create_primary_key: { named: 'name', make: (placed) => addKey('primary-key', placed) },
  create_foreign_key: { named: 'name', make: addForeignKey },
  create_check_constraint: { named: 'name', make: ({ table, call, reader, name }) => [{ op: 'add-constraint', table, constraint: { kind: 'check', name: textIn(reader, name), span: call.span } }] },
  create_exclude_constraint: { named: 'name', make: ({ table, call, reader, name }) => [{ op: 'add-constraint', table, constraint: { ...exclusionOf(call.args, call, reader), name: textIn(reader, name) } }] },
  drop_constraint: { named: 'name', make: ({ table, reader, name }) => { const constraint = textIn(reader, name); return constraint === null ? unread(table, 'a constraint of it is dropped whose name is known only at run time') : [{ op: 'drop-constraint', table, name: constraint }]; } },
};

function alterColumn({ table, call, reader, at }: Placed): readonly SchemaOp[] {
  const column = textIn(reader, at(0, 'column_name'));
  if (column === null) return unread(table, 'a column of it is changed that is known only at run time');
  const typeArg = keyword(call, 'type_');
  const type = typeArg === undefined ? null : readType(typeArg, reader).type;
  const nullable = truthIn(reader, keyword(call, 'nullable'));
  const to = textIn(reader, keyword(call, 'new_column_name') ?? keyword(call, 'name'));
  const changed: readonly SchemaOp[] = typeArg === undefined && nullable === null ? [] : [{ op: 'alter-column', table, column, ...(type === null ? {} : { type }), ...(nullable === null ? {} : { notNull: !nullable }) }];
  return [...changed, ...(to === null || to === column ? [] : [{ op: 'rename-column', table, column, to } as const])];
}

function createIndex({ table, call, reader, name, at }: Placed): readonly SchemaOp[] {
  const columns = at(0, 'columns');
  const value = columns === undefined ? null : reader.value(columns);
  const keys = value === null ? [] : value.kind === 'list' ? value.items : [value];
  const named = name === undefined ? null : reader.value(name);
  if (named?.kind === 'code') return unread(table, 'an index of it is made whose name is known only at run time');
  const [first] = keys;
  return [readIndex(named?.kind === 'text' ? named.text : first?.kind === 'text' ? indexNameOf(table, first.text) : null, table, keys, call, reader)];
}

function addKey(kind: 'unique' | 'primary-key', { table, call, reader, name, at }: Placed): readonly SchemaOp[] {
  const columns = textsIn(reader, at(0, 'columns'));
  if (columns === null) return unread(table, 'a key of it is made on columns that are known only at run time');
  const nulls = kind === 'unique' && reader.dialect === 'postgresql' && truthIn(reader, keyword(call, 'postgresql_nulls_not_distinct')) === true;
  const constraint: ConstraintDef = { kind, name: textIn(reader, name), columns, ...(nulls ? { nullsNotDistinct: true } : {}), span: call.span };
  return [{ op: 'add-constraint', table, constraint }];
}

function addForeignKey({ table, call, reader, name, at }: Placed): readonly SchemaOp[] {
  const constraint = addedForeignKey({ name, referent: at(0, 'referent_table', 'referent'), local: at(1, 'local_cols'), remote: at(2, 'remote_cols') }, call, reader);
  return constraint === null ? unread(table, 'a foreign key of it is not read') : [{ op: 'add-constraint', table, constraint }];
}
