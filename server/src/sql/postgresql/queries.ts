import type { ColumnRef, TableRef } from '../../facts/expr.ts';
import type { Cte, Limit, OrderKey, OutputColumn, SymbolicQuery } from '../../facts/query.ts';
import { isDynamicName } from '../dialect-reader.ts';
import { type Ast, child, childOf, children, flag, strings, type Tagged, text, textOrNull, unwrap, unwrapChild } from './ast.ts';
import { readExpr, readWrapped } from './expressions.ts';
import { readFrom } from './from.ts';
import { around, MAX_DEPTH, type Range, type Reading, spanOf, type SymbolicExpr, Unreadable } from './reading.ts';
import { queryRange } from './query-range.ts';
import { endAt, placeOf, wordAt } from './token-index.ts';
import { readWrite } from './writes.ts';

export type Output = SymbolicQuery['output'];

const EMPTY = { op: 'select', ctes: [], sources: [], where: null, groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: [], setOps: [] } as const;

/** A query that reads nothing, to build others on. */
export const emptyQuery = (reading: Reading, range: Range): SymbolicQuery => ({ ...EMPTY, span: spanOf(reading, range) });

/** A query of any kind: SELECT, VALUES, a compound, or a write inside WITH. */
export function readQuery(reading: Reading, { tag, node }: Tagged): SymbolicQuery {
  if (reading.depth >= MAX_DEPTH) throw new Unreadable('nested too deep');
  reading.depth += 1;
  const query = tag === 'SelectStmt' ? readSelect(reading, node) : readWrite(reading, { tag, node });
  reading.depth -= 1;
  if (!query) throw new Unreadable(`${tag} is no query`);
  return query;
}

function readSelect(reading: Reading, node: Ast): SymbolicQuery {
  const ctes = readWith(reading, node);
  const compound = isCompound(node);
  const body = compound ? readCompound(reading, node) : readPlain(reading, node);
  const outputs = compound ? null : body.output;
  const orderBy = readOrder(reading, children(node, 'sortClause'), outputs);
  const limit = readLimit(reading, node, 'limitCount');
  return {
    ...body,
    ctes: [...ctes, ...body.ctes],
    orderBy: orderBy.length > 0 ? orderBy : body.orderBy,
    limit: limit ?? body.limit,
    offset: readLimit(reading, node, 'limitOffset') ?? body.offset,
    ...(children(node, 'lockingClause').length > 0 ? { locks: true } : {}),
  };
}

const isCompound = (node: Ast): boolean => { const op = text(node, 'op'); return op !== '' && op !== 'SETOP_NONE'; };

/** A left arm with an order, limit or WITH of its own cannot be told apart from the whole: it becomes a subquery. */
const standsAlone = (node: Ast): boolean => ['sortClause', 'limitCount', 'limitOffset', 'withClause'].some((key) => key in node);

/** `a UNION b UNION c` is nested to the left, as deep as there are arms: walked in a loop. */
function readCompound(reading: Reading, node: Ast): SymbolicQuery {
  const arms: { op: SymbolicQuery['setOps'][number]['op']; node: Ast }[] = [];
  let left = node;
  while (isCompound(left) && (left === node || !standsAlone(left))) {
    arms.unshift({ op: setOp(left), node: child(left, 'rarg') ?? {} });
    left = child(left, 'larg') ?? {};
  }
  const first = readArm(reading, left);
  const setOps = arms.map((arm) => ({ op: arm.op, query: readSelect(reading, arm.node) }));
  return { ...first, setOps: [...first.setOps, ...setOps] };
}

function setOp(node: Ast): SymbolicQuery['setOps'][number]['op'] {
  const op = text(node, 'op');
  if (op === 'SETOP_UNION') return flag(node, 'all') ? 'union-all' : 'union';
  return op === 'SETOP_INTERSECT' ? 'intersect' : 'except';
}

function readArm(reading: Reading, node: Ast): SymbolicQuery {
  if (!standsAlone(node)) return readPlain(reading, node);
  const query = readSelect(reading, node);
  const id = reading.sources++;
  return { ...EMPTY, span: query.span, output: 'all', sources: [{ id, alias: '', relation: { kind: 'subquery', query }, join: 'from', on: null, span: query.span }] };
}

function readPlain(reading: Reading, node: Ast): SymbolicQuery {
  const range = queryRange(reading, node);
  const values = children(node, 'valuesLists');
  if (values.length > 0) return readValues(reading, values, range);
  // Sources first: their ids then rise in the order in which they are written.
  const sources = readFrom(reading, children(node, 'fromClause'));
  const output = readOutput(reading, children(node, 'targetList'));
  return {
    ...EMPTY,
    span: spanOf(reading, range),
    sources,
    where: readCondition(reading, node, 'whereClause'),
    groupBy: children(node, 'groupClause').map((key) => ordinal(readWrapped(reading, key).expr, output)),
    having: readCondition(reading, node, 'havingClause'),
    distinct: readDistinct(reading, node),
    output,
  };
}

/** VALUES reads no table, but the subqueries in it do. */
function readValues(reading: Reading, rows: readonly Ast[], range: Range): SymbolicQuery {
  const items = rows.flatMap((row) => children(childOf({ row }, 'row', 'List') ?? {}, 'items'));
  const output = items.map((item): OutputColumn<ColumnRef> => ({ name: null, expr: readWrapped(reading, item).expr }));
  return { ...emptyQuery(reading, range), output };
}

/** DISTINCT is one empty node, DISTINCT ON the list of its keys. */
function readDistinct(reading: Reading, node: Ast): boolean | readonly SymbolicExpr[] {
  const keys = children(node, 'distinctClause');
  if (keys.length === 0) return false;
  const read = keys.filter((key) => unwrap(key).tag !== '').map((key) => readWrapped(reading, key).expr);
  return read.length > 0 ? read : true;
}

export function readCondition(reading: Reading, node: Ast, key: string): SymbolicExpr | null {
  const found = unwrapChild(node, key);
  return found ? readExpr(reading, found).expr : null;
}

/** The select list or RETURNING. `*` alone is `all`; `t.*` among others is an item without a name; a list that is not known whole is `unknown`. */
export function readOutput(reading: Reading, targets: readonly Ast[]): Output {
  const items = targets.map((target) => readTarget(reading, unwrap(target).node));
  const [only] = items;
  if (items.length === 1 && only === 'all') return 'all';
  const out: OutputColumn<ColumnRef>[] = items.map((item) => (item === 'all' ? { name: null, expr: 'all' } : item));
  return out.some((item) => item.expr !== 'all' && item.expr.kind === 'opaque' && item.expr.reason === 'known only at run time') ? 'unknown' : out;
}

function readTarget(reading: Reading, node: Ast): OutputColumn<ColumnRef> | 'all' {
  const value = unwrapChild(node, 'val');
  if (!value) return { name: textOrNull(node, 'name'), expr: 'all' };
  const fields = value.tag === 'ColumnRef' ? strings(children(value.node, 'fields')) : [];
  if (fields[fields.length - 1] === '*') return fields.length === 1 ? 'all' : { name: null, expr: 'all' };
  return { name: textOrNull(node, 'name') ?? figureName(value), expr: readExpr(reading, value).expr };
}

const knownName = (name: string | undefined): string | null => (name === undefined || isDynamicName(name) ? null : name);

/** The name PostgreSQL itself gives to an output column that has no alias. */
function figureName({ tag, node }: Tagged): string | null {
  if (tag === 'ColumnRef') return knownName(strings(children(node, 'fields')).pop());
  if (tag === 'FuncCall') return strings(children(node, 'funcname')).pop() ?? null;
  if (tag === 'CoalesceExpr') return 'coalesce';
  const arg = tag === 'TypeCast' || tag === 'CollateClause' ? unwrapChild(node, 'arg') : null;
  return arg ? figureName(arg) : null;
}

/** `ORDER BY 2` and `GROUP BY 2` mean the second output column, as long as no `*` stands before it. */
function ordinal(expr: SymbolicExpr, outputs: Output | null): SymbolicExpr {
  if (expr.kind !== 'literal' || expr.type !== 'integer' || typeof expr.value !== 'number' || !outputs || typeof outputs === 'string') return expr;
  const before = outputs.slice(0, expr.value);
  const meant = before[expr.value - 1];
  if (!meant || meant.expr === 'all' || before.some((column) => column.expr === 'all')) return expr;
  return { ...meant.expr, span: expr.span };
}

const NULLS = { SORTBY_NULLS_FIRST: 'first', SORTBY_NULLS_LAST: 'last' } as const;

/** ORDER BY. `USING >` is a descending order. */
export function readOrder(reading: Reading, keys: readonly Ast[], outputs: Output | null): OrderKey<ColumnRef>[] {
  return keys.map((wrapped) => {
    const { node } = unwrap(wrapped);
    const key = readWrapped(reading, child(node, 'node') ?? {});
    const using = text(node, 'sortby_dir') === 'SORTBY_USING' && strings(children(node, 'useOp')).pop() === '>';
    const nulls = text(node, 'sortby_nulls');
    const range = around(reading, key);
    return {
      expr: ordinal(key.expr, outputs),
      direction: using || text(node, 'sortby_dir') === 'SORTBY_DESC' ? 'desc' : 'asc',
      nulls: nulls === 'SORTBY_NULLS_FIRST' || nulls === 'SORTBY_NULLS_LAST' ? NULLS[nulls] : 'default',
      span: spanOf(reading, { start: range.start, end: sortEnd(reading, range.end) }),
    };
  });
}

/** Behind ASC, DESC, NULLS FIRST and NULLS LAST. */
export function sortEnd(reading: Reading, end: number): number {
  const { index } = reading;
  let at = placeOf(index, end);
  if (/^(?:asc|desc)$/.test(wordAt(index, at))) at += 1;
  if (wordAt(index, at) === 'nulls') at += 2;
  return endAt(index, at - 1);
}

function readLimit(reading: Reading, node: Ast, key: string): Limit | null {
  const found = unwrapChild(node, key);
  if (!found) return null;
  const { expr } = readExpr(reading, found);
  // LIMIT ALL and LIMIT NULL are none.
  if (expr.kind === 'literal' && expr.type === 'null') return null;
  return expr.kind === 'literal' && typeof expr.value === 'number' ? { kind: 'const', value: expr.value } : { kind: 'param' };
}

/** WITH. A CTE is known to those behind it, and under RECURSIVE to itself and all. */
export function readWith(reading: Reading, node: Ast): Cte<TableRef, ColumnRef>[] {
  const clause = child(node, 'withClause');
  if (!clause) return [];
  const ctes = children(clause, 'ctes').map((cte) => unwrap(cte).node);
  for (const cte of ctes) reading.ctes.add(text(cte, 'ctename'));
  return ctes.flatMap((cte) => readCte(reading, cte, flag(clause, 'recursive')));
}

function readCte(reading: Reading, node: Ast, recursive: boolean): readonly Cte<TableRef, ColumnRef>[] {
  const query = unwrapChild(node, 'ctequery');
  if (!query) return [];
  const columns = strings(children(node, 'aliascolnames'));
  const asked = text(node, 'ctematerialized');
  const materialized = asked === 'CTEMaterializeAlways' ? true : asked === 'CTEMaterializeNever' ? false : null;
  return [{ name: text(node, 'ctename'), query: readQuery(reading, query), recursive, materialized, ...(columns.length > 0 ? { columns } : {}) }];
}
