import type { CommonTableExpr, Expr as Node, Limit as LimitNode, OneSelect, ResultColumn, Select, SelectFrom, SelectValues, SortedColumn, With } from 'sqlite3-parser';
import type { ColumnRef, TableRef } from '../../facts/expr.ts';
import type { Cte, Limit, OrderKey, OutputColumn, SymbolicQuery } from '../../facts/query.ts';
import { EMPTY_QUERY, readAll, readExpr } from './expressions.ts';
import { deeper, fold, spanFrom, spanOf, type Reading, type SymbolicExpr } from './reading.ts';
import { readFrom } from './sources.ts';

type Output = SymbolicQuery['output'];
type SetOp = SymbolicQuery['setOps'][number];

const SET_OPS = { Union: 'union', UnionAll: 'union-all', Intersect: 'intersect', Except: 'except' } as const;

/** A SELECT or VALUES with everything around it: WITH, compounds, ORDER BY, LIMIT. */
export const readSelect = (reading: Reading, node: Select): SymbolicQuery => deeper(reading, () => {
  const ctes = readWith(reading, node.with);
  const first = readOne(reading, node.select);
  const setOps = (node.compounds ?? []).map((arm): SetOp => ({ op: SET_OPS[arm.operator], query: readOne(reading, arm.select) }));
  const outputs = setOps.length > 0 ? null : first.output;
  return {
    ...first,
    ctes,
    orderBy: readOrder(reading, node.orderBy, outputs),
    ...readLimit(reading, node.limit),
    setOps,
    span: spanOf(reading, node),
  };
});

function readOne(reading: Reading, node: OneSelect): SymbolicQuery {
  return node.type === 'SelectValues' ? readValues(reading, node) : readPlain(reading, node);
}

function readPlain(reading: Reading, node: SelectFrom): SymbolicQuery {
  const output = readOutput(reading, node.columns);
  return {
    ...EMPTY_QUERY,
    sources: readFrom(reading, node.from),
    where: readWhere(reading, node.whereClause),
    groupBy: readAll(reading, node.groupBy).map((key) => ordinal(key, output)),
    having: readWhere(reading, node.having),
    distinct: node.distinctness === 'Distinct',
    output,
    span: spanOf(reading, node),
  };
}

/** VALUES reads no table, but the subqueries in it do. */
function readValues(reading: Reading, node: SelectValues): SymbolicQuery {
  const output = node.values.flatMap((row) => readAll(reading, row.values)).map((expr): OutputColumn<ColumnRef> => ({ name: null, expr }));
  return { ...EMPTY_QUERY, output, span: spanOf(reading, node) };
}

export const readWhere = (reading: Reading, node: Node | undefined): SymbolicExpr | null => (node ? readExpr(reading, node) : null);

/** RETURNING and the select list. `*` alone is `all`; `t.*` among others is an item without a name. */
export function readOutput(reading: Reading, columns: readonly ResultColumn[]): Output {
  const [only] = columns;
  if (columns.length === 1 && only?.type === 'StarResultColumn') return 'all';
  return columns.map((column) => {
    if (column.type !== 'ExprResultColumn') return { name: null, expr: 'all' };
    const expr = readExpr(reading, column.expr);
    return { name: column.alias ? column.alias.name.text : nameOf(expr), expr };
  });
}

const nameOf = (expr: SymbolicExpr): string | null => (expr.kind === 'column' && expr.column.by === 'name' ? expr.column.name : null);

/** ORDER BY. `outputs` are the query's own columns, which `ORDER BY 2` counts; null where the keys are of no single SELECT. */
export function readOrder(reading: Reading, keys: readonly SortedColumn[] | undefined, outputs: Output | null): OrderKey<ColumnRef>[] {
  return (keys ?? []).map((key) => ({
    expr: ordinal(readExpr(reading, key.expr), outputs),
    direction: key.order === 'Desc' ? 'desc' : 'asc',
    nulls: key.nulls === 'First' ? 'first' : key.nulls === 'Last' ? 'last' : 'default',
    span: spanFrom(reading, key.expr, key),
  }));
}

/** `ORDER BY 2` and `GROUP BY 2` mean the second output column, as long as no `*` stands before it. */
function ordinal(expr: SymbolicExpr, outputs: Output | null): SymbolicExpr {
  if (expr.kind !== 'literal' || expr.type !== 'integer' || typeof expr.value !== 'number' || !outputs || typeof outputs === 'string') return expr;
  const before = outputs.slice(0, expr.value);
  const meant = before[expr.value - 1];
  if (!meant || meant.expr === 'all' || before.some((column) => column.expr === 'all')) return expr;
  return { ...meant.expr, span: expr.span };
}

/** LIMIT and OFFSET; a negative LIMIT is none. */
export function readLimit(reading: Reading, node: LimitNode | undefined): Pick<SymbolicQuery, 'limit' | 'offset'> {
  return { limit: count(reading, node?.expr), offset: count(reading, node?.offset) };
}

function count(reading: Reading, node: Node | undefined): Limit | null {
  if (!node) return null;
  const expr = readExpr(reading, node);
  if (expr.kind !== 'literal' || typeof expr.value !== 'number') return { kind: 'param' };
  return expr.value < 0 ? null : { kind: 'const', value: expr.value };
}

/** A CTE is known to all others of its WITH, whichever comes first. */
export function readWith(reading: Reading, node: With | undefined): Cte<TableRef, ColumnRef>[] {
  const ctes = node?.ctes ?? [];
  for (const cte of ctes) reading.ctes.add(fold(cte.tblName.text));
  return ctes.map((cte) => readCte(reading, cte, node?.recursive === true));
}

function readCte(reading: Reading, node: CommonTableExpr, recursive: boolean): Cte<TableRef, ColumnRef> {
  const materialized = node.materialized === 'Any' ? null : node.materialized === 'Yes';
  return { name: fold(node.tblName.text), query: readSelect(reading, node.select), recursive, materialized, ...(node.columns ? { columns: node.columns.map((column) => column.colName.text) } : {}) };
}
