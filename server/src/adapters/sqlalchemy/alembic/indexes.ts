import { isMysql } from '../../../facts/dialect.ts';
import type { IndexDef, IndexKey, QualifiedName, SchemaOp } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { readSql } from '../../../sql/index.ts';
import { quoteName, quoteQualified } from '../../../sql/identifiers.ts';
import type { Span } from '../../../text/span.ts';
import { keyword } from './arguments.ts';
import { type ItemSql, itemSql } from './index-items.ts';
import { type Reader, textIn, textsIn, truthIn } from './reader.ts';
import type { Value } from './values.ts';

/** What `op.create_index(name, table, columns, …)` and `sa.Index(name, …)` make; `unreadable` where a key or a condition is not read. */
export function readIndex(name: string | null, table: QualifiedName, keys: readonly Value[], call: CallHost, reader: Reader): SchemaOp {
  const items = keys.map((key) => itemSql(key, reader));
  const where = conditionOf(call, reader);
  const unreadable: SchemaOp = { op: 'unreadable', table, reason: `what the index ${name ?? ''} is made on is not read` };
  if (items.length === 0 || items.some((item) => item === null) || where === 'unknown') return unreadable;
  const known = items.flatMap((item) => item ?? []);
  const options = optionsOf(call, reader);
  const index = known.every(({ column }) => column !== null) && where === null ? plainIndex(name, known, options, call.span) : parsedIndex({ name, table, items: known, where }, options, reader, call.span);
  return index === null ? unreadable : { op: 'create-index', table, index: { ...index, ...(options.concurrently ? { concurrently: true } : {}) }, ifNotExists: truthIn(reader, keyword(call, 'if_not_exists')) === true };
}

interface Options { readonly unique: boolean; readonly method: string; readonly ops: ReadonlyMap<string, string>; readonly include: readonly string[]; readonly lengths: ReadonlyMap<string, number> | number | null; readonly nullsNotDistinct: boolean; readonly concurrently: boolean }

/** Options of another database do nothing. */
function optionsOf(call: CallHost, reader: Reader): Options {
  const given = (name: string): HostExpr | undefined => keyword(call, name);
  const postgres = reader.dialect === 'postgresql';
  const prefix = reader.dialect === 'mysql' || reader.dialect === 'mariadb' ? textIn(reader, given(`${reader.dialect}_prefix`) ?? given('mysql_prefix')) : null;
  return {
    unique: truthIn(reader, given('unique')) === true, method: postgres ? (textIn(reader, given('postgresql_using'))?.toLowerCase() ?? 'btree') : (prefix?.toLowerCase() ?? 'btree'),
    ops: postgres ? textsByName(given('postgresql_ops'), reader) : new Map(), include: postgres ? (textsIn(reader, given('postgresql_include')) ?? []) : [],
    lengths: postgres || reader.dialect === 'sqlite' ? null : lengthsOf(given(`${reader.dialect}_length`) ?? given('mysql_length'), reader),
    nullsNotDistinct: postgres && truthIn(reader, given('postgresql_nulls_not_distinct')) === true, concurrently: postgres && truthIn(reader, given('postgresql_concurrently')) === true,
  };
}

function textsByName(expr: HostExpr | undefined, reader: Reader): ReadonlyMap<string, string> {
  const value = expr === undefined ? null : reader.value(expr);
  return new Map(value?.kind === 'dict' ? value.entries.flatMap(([name, one]) => (one.kind === 'text' ? [[name, one.text] as const] : [])) : []);
}

function lengthsOf(expr: HostExpr | undefined, reader: Reader): Options['lengths'] {
  const value = expr === undefined ? null : reader.value(expr);
  if (value?.kind === 'number') return value.number;
  return value?.kind === 'dict' ? new Map(value.entries.flatMap(([name, one]) => (one.kind === 'number' ? [[name, one.number] as const] : []))) : null;
}

/** The condition of a partial index, as SQL; null for none, and on databases that have none. */
function conditionOf(call: CallHost, reader: Reader): string | 'unknown' | null {
  const expr = reader.dialect === 'postgresql' ? keyword(call, 'postgresql_where') : reader.dialect === 'sqlite' ? keyword(call, 'sqlite_where') : undefined;
  if (expr === undefined) return null;
  const value = reader.value(expr);
  if (value.kind === 'none') return null;
  if (value.kind === 'text') return value.text;
  return itemSql(value, reader)?.sql ?? 'unknown';
}

const base = (name: string | null, options: Options, span: Span) => ({ name, unique: options.unique, method: options.method, include: options.include, span, ...(options.nullsNotDistinct ? { nullsNotDistinct: true } : {}) });

const lengthOf = (column: string, { lengths }: Options): number | undefined => (typeof lengths === 'number' ? lengths : lengths?.get(column));

function plainIndex(name: string | null, items: readonly ItemSql[], options: Options, span: Span): IndexDef<string> {
  const keys = items.map(({ column }): IndexKey<string> => {
    const opclass = options.ops.get(column ?? '');
    const length = lengthOf(column ?? '', options);
    return { expr: { kind: 'column', column: column ?? '', span }, direction: 'asc', nulls: 'default', ...(opclass === undefined ? {} : { opclass }), ...(length === undefined ? {} : { prefixLength: length }) };
  });
  return { ...base(name, options, span), keys, where: null };
}

interface Shape { readonly name: string | null; readonly table: QualifiedName; readonly items: readonly ItemSql[]; readonly where: string | null }

/** Keys that are expressions are read as the CREATE INDEX that SQLAlchemy sends. */
function parsedIndex({ name, table, items, where }: Shape, options: Options, reader: Reader, span: Span): IndexDef<string> | null {
  const { dialect } = reader;
  const keys = items.map(({ sql, column }) => `${column === null && isMysql(dialect) ? bracketed(sql) : sql}${column !== null && options.ops.has(column) ? ` ${options.ops.get(column) ?? ''}` : ''}`);
  const using = dialect === 'postgresql' && options.method !== 'btree' ? ` USING ${options.method}` : '';
  const text = `CREATE INDEX ${quoteName(name ?? 'unnamed', dialect)} ON ${quoteQualified(dialect === 'sqlite' ? { schema: null, name: table.name } : table, dialect)}${using} (${keys.join(', ')})${where === null ? '' : ` WHERE ${where}`}`;
  const { statements } = readSql({ text, holes: [], toDocument: (_offset, side) => (side === 'end' ? span.end : span.start) }, dialect, reader.input.sql);
  const [made] = statements;
  return made?.operation.op !== 'create-index' || statements.length > 1 ? null : { ...made.operation.index, ...base(name, options, span) };
}

/** MySQL takes an expression for a key in brackets alone, with the direction behind them. */
function bracketed(sql: string): string {
  const [, key = sql, order = ''] = /^(.*?)(\s+(?:ASC|DESC))?$/is.exec(sql) ?? [];
  return /^(?:`[^`]*`|\w+)$/.test(key) ? sql : `(${key})${order}`;
}
