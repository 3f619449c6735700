import type { ColumnExpr, ColumnRef, Expr } from '../../facts/expr.ts';
import type { ConstraintDef, ForeignKeyDef, IndexDef, IndexKey } from '../../facts/schema.ts';
import { mapExpr } from '../../facts/walk.ts';
import {
  bracketed, fail, isAnyWord, isNameNext, isSymbol, isWord, list, name, next, peek, qualifiedName, skipBrackets, spanFrom, takeAny, takeSymbol, takeWords, wantSymbol, wantWords, type Reading,
} from './reading.ts';

/** A key or constraint inside CREATE TABLE or behind ADD. Plain keys are indexes, whatever word is used. */
export type TableItem = { readonly kind: 'constraint'; readonly constraint: ConstraintDef } | { readonly kind: 'index'; readonly index: IndexDef<string> };

type IndexItem = Extract<TableItem, { kind: 'index' }>;

/** One key or constraint; null when a column begins here. */
export function tableItem(r: Reading): TableItem | null {
  const start = peek(r).start;
  const constraint = takeWords(r, 'constraint');
  const symbol = constraint && !isAnyWord(r, 'primary', 'unique', 'foreign', 'check') ? name(r) : null;
  if (takeWords(r, 'primary', 'key')) return primaryKey(r, start);
  if (isWord(r, 'unique')) return uniqueKey(r, symbol, start);
  if (takeWords(r, 'foreign', 'key')) return { kind: 'constraint', constraint: { kind: 'foreign-key', ...foreignKey(r, symbol, start) } };
  if (isWord(r, 'check') && isSymbol(r, '(', 1)) return { kind: 'constraint', constraint: check(r, symbol, start) };
  if (constraint) fail(r);
  if (isAnyWord(r, 'fulltext', 'spatial')) return plainIndex(r, next(r).value, start);
  if (isWord(r, 'vector') && isAnyWord2(r, 'index', 'key')) return plainIndex(r, next(r).value, start);
  return isAnyWord(r, 'key', 'index') ? plainIndex(r, 'btree', start) : null;
}

const isAnyWord2 = (r: Reading, ...words: readonly string[]): boolean => words.some((word) => isWord(r, word, 1));

function primaryKey(r: Reading, start: number): TableItem {
  if (isNameNext(r) && !isWord(r, 'using')) name(r);
  usingMethod(r);
  const keys = parts(r);
  indexOptions(r);
  return { kind: 'constraint', constraint: { kind: 'primary-key', name: null, ...keyColumns(keys), span: spanFrom(r, start) } };
}

/** A unique key whose parts are no plain columns is an index, which no constraint can say. */
function uniqueKey(r: Reading, symbol: string | null, start: number): TableItem {
  next(r);
  takeAny(r, 'index', 'key');
  const own = indexName(r) ?? symbol;
  const keys = parts(r);
  const { usable } = indexOptions(r);
  const span = spanFrom(r, start);
  if (keys.every((key) => key.expr.kind === 'column' && key.prefixLength === undefined) && usable) return { kind: 'constraint', constraint: { kind: 'unique', name: own, ...keyColumns(keys), span } };
  return { kind: 'index', index: { ...index(own, 'btree', keys, usable), unique: true, span } };
}

function plainIndex(r: Reading, kind: string, start: number): IndexItem {
  takeAny(r, 'index', 'key');
  const own = indexName(r);
  const keys = parts(r);
  const { usable } = indexOptions(r);
  return { kind: 'index', index: { ...index(own, kind, keys, usable), span: spanFrom(r, start) } };
}

const index = (own: string | null, method: string, keys: readonly IndexKey<string>[], usable: boolean): Omit<IndexDef<string>, 'span'> =>
  ({ name: own, unique: false, method, keys, include: [], where: null, ...(usable ? {} : { invisible: true as const }) });

/** CREATE INDEX, from the words before INDEX on: everything but the table's name is the index's. */
export function createdIndex(r: Reading, start: number, onTable: () => void): IndexDef<string> {
  const word = takeAny(r, 'unique', 'fulltext', 'spatial', 'vector');
  wantWords(r, 'index');
  takeWords(r, 'if', 'not', 'exists');
  const own = name(r);
  usingMethod(r);
  wantWords(r, 'on');
  onTable();
  if (takeWords(r, 'wait')) next(r);
  else takeWords(r, 'nowait');
  const keys = parts(r);
  const { usable } = indexOptions(r);
  return { ...index(own, word === null || word === 'unique' ? 'btree' : word, keys, usable), unique: word === 'unique', span: spanFrom(r, start) };
}

/** `[IF NOT EXISTS] [name] [USING BTREE]` in front of the parts. */
function indexName(r: Reading): string | null {
  takeWords(r, 'if', 'not', 'exists');
  const own = !isSymbol(r, '(') && !isWord(r, 'using') && !(isWord(r, 'type') && !isSymbol(r, '(', 1)) ? name(r) : null;
  usingMethod(r);
  return own;
}

/** InnoDB makes a B-tree whatever is asked for. */
function usingMethod(r: Reading): void {
  if (takeAny(r, 'using', 'type') !== null && takeAny(r, 'btree', 'hash', 'rtree') === null) fail(r);
}

const parts = (r: Reading): IndexKey<string>[] => bracketed(r, () => part(r));

/** `a`, `a(10)`, `a DESC`, `(lower(a))`; MariaDB's WITHOUT OVERLAPS. */
function part(r: Reading): IndexKey<string> {
  const start = peek(r).start;
  const functional = isSymbol(r, '(');
  const expr: Expr<string> = functional ? overColumns(r.expression(r)) : { kind: 'column', column: name(r), span: spanFrom(r, start) };
  const prefix = !functional && isSymbol(r, '(') ? bracketed(r, () => Number(next(r).value))[0] : undefined;
  const direction = takeAny(r, 'asc', 'desc') === 'desc' ? 'desc' : 'asc';
  takeWords(r, 'without', 'overlaps');
  return { expr, direction, nulls: 'default', ...(prefix === undefined || Number.isNaN(prefix) ? {} : { prefixLength: prefix }) };
}

/** An expression that knows one table alone: columns are plain names. */
const overColumns = (expr: Expr<ColumnRef>): Expr<string> => mapExpr<ColumnRef, string>(expr, { column: plainColumn, query: () => null });

function plainColumn({ column, span }: ColumnExpr<ColumnRef>): Expr<string> {
  return column.by === 'name' ? { kind: 'column', column: column.name, span } : { kind: 'opaque', reason: 'a column of the host language', args: [], span };
}

/** Columns of a key; `keys` too where a direction or a length is written. */
function keyColumns(keys: readonly IndexKey<string>[]): { columns: readonly string[]; keys?: readonly IndexKey<string>[] } {
  const columns = keys.map((key) => (key.expr.kind === 'column' ? key.expr.column : ''));
  return keys.some((key) => key.direction === 'desc' || key.prefixLength !== undefined || key.expr.kind !== 'column') ? { columns, keys } : { columns };
}

const VALUE_OPTIONS = ['key_block_size', 'comment', 'engine_attribute', 'secondary_engine_attribute', 'clustering', 'm', 'distance'] as const;

/** What follows the parts. MySQL's INVISIBLE and MariaDB's IGNORED keep an index from being used. */
export function indexOptions(r: Reading): { usable: boolean } {
  let usable = true;
  for (;;) {
    if (isAnyWord(r, 'using', 'type')) usingMethod(r);
    else if (takeWords(r, 'with', 'parser')) name(r);
    else if (takeWords(r, 'visible') || takeWords(r, 'not', 'ignored')) usable = true;
    else if (takeWords(r, 'invisible') || takeWords(r, 'ignored')) usable = false;
    else if (takeWords(r, 'clustered') || takeWords(r, 'nonclustered') || takeWords(r, 'global') || takeWords(r, 'local')) usable = true;
    else if (takeAny(r, ...VALUE_OPTIONS) !== null) { takeSymbol(r, '='); next(r); } else return { usable };
  }
}

function foreignKey(r: Reading, symbol: string | null, start: number): ForeignKeyDef {
  takeWords(r, 'if', 'not', 'exists');
  const own = isSymbol(r, '(') ? null : name(r);
  const columns = bracketed(r, () => name(r));
  return { name: symbol ?? own, columns, ...references(r), span: spanFrom(r, start) };
}

const MATCHES = ['full', 'partial', 'simple'] as const;

/** REFERENCES t (a, b) ON DELETE …: without columns it means the primary key. */
export function references(r: Reading): Pick<ForeignKeyDef, 'refTable' | 'refColumns' | 'onDelete'> {
  wantWords(r, 'references');
  const refTable = qualifiedName(r);
  const refColumns = isSymbol(r, '(') ? bracketed(r, () => { const column = name(r); skipBrackets(r); takeAny(r, 'asc', 'desc'); return column; }) : [];
  let onDelete: string | null = null;
  for (;;) {
    if (takeWords(r, 'match')) takeAny(r, ...MATCHES);
    else if (takeWords(r, 'on', 'delete')) onDelete = action(r);
    else if (isWord(r, 'on') && isWord(r, 'update', 1)) { r.at += 2; action(r); } else return { refTable, refColumns, onDelete };
  }
}

function action(r: Reading): string {
  if (takeWords(r, 'set', 'null')) return 'set null';
  if (takeWords(r, 'set', 'default')) return 'set default';
  if (takeWords(r, 'no', 'action')) return 'no action';
  return takeAny(r, 'cascade', 'restrict') ?? fail(r);
}

export function check(r: Reading, symbol: string | null, start: number): ConstraintDef {
  wantWords(r, 'check');
  wantSymbol(r, '(');
  r.expression(r);
  wantSymbol(r, ')');
  takeWords(r, 'not', 'enforced');
  takeWords(r, 'enforced');
  return { kind: 'check', name: symbol, span: spanFrom(r, start) };
}

/** Names in brackets, as in CREATE VIEW and WITH. */
export const names = (r: Reading): string[] => { wantSymbol(r, '('); const all = list(r, () => name(r)); wantSymbol(r, ')'); return all; };
