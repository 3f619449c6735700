import type { CreateIndexStmt, Expr as Node, SortedColumn } from 'sqlite3-parser';
import type { ColumnRef, Expr } from '../../facts/expr.ts';
import type { IndexDef, IndexKey } from '../../facts/schema.ts';
import { readExpr } from './expressions.ts';
import { spanFrom, spanOf, type Reading } from './reading.ts';

/** CREATE INDEX, its keys and its predicate over columns of one table. */
export function readIndex(reading: Reading, node: CreateIndexStmt): IndexDef<string> {
  return {
    name: node.idxName.objName.text,
    unique: node.unique,
    method: 'btree',
    keys: node.columns.map((key) => readKey(reading, key)),
    include: [],
    where: node.whereClause ? overColumns(readExpr(reading, node.whereClause)) : null,
    span: spanOf(reading, node),
  };
}

/** One key. `COLLATE` at its top belongs to the key; a string is a column's name here, as SQLite has it. */
export function readKey(reading: Reading, key: SortedColumn): IndexKey<string> {
  const { node, collation } = withoutCollate(key.expr);
  const span = spanFrom(reading, key.expr, key.expr);
  const expr: Expr<string> = node.type === 'StringLiteral' ? { kind: 'column', column: node.value, span } : overColumns(readExpr(reading, node));
  return {
    expr,
    direction: key.order === 'Desc' ? 'desc' : 'asc',
    nulls: key.nulls === 'First' ? 'first' : key.nulls === 'Last' ? 'last' : 'default',
    ...(collation === null ? {} : { collation }),
  };
}

function withoutCollate(expr: Node): { node: Node; collation: string | null } {
  if (expr.type === 'CollateExpr') return { node: expr.expr, collation: expr.collation.toLowerCase() };
  const [only, ...others] = expr.type === 'ParenthesizedExpr' ? expr.exprs : [];
  return only && others.length === 0 ? withoutCollate(only) : { node: expr, collation: null };
}

/** An expression that knows one table alone: columns are plain names. What an index cannot hold (a subquery) is opaque. */
function overColumns(expr: Expr<ColumnRef>): Expr<string> {
  const all = (items: readonly Expr<ColumnRef>[]): Expr<string>[] => items.map(overColumns);
  switch (expr.kind) {
    case 'column': return expr.column.by === 'name' ? { ...expr, column: expr.column.name } : { kind: 'opaque', reason: 'a column of the host language', args: [], span: expr.span };
    case 'literal': case 'param': return expr;
    case 'cast': case 'collate': case 'is': case 'not': return { ...expr, arg: overColumns(expr.arg) };
    case 'compare': return { ...expr, left: overColumns(expr.left), right: overColumns(expr.right) };
    case 'like': return { kind: 'like', op: expr.op, negated: expr.negated, arg: overColumns(expr.arg), pattern: overColumns(expr.pattern), ...(expr.escape ? { escape: overColumns(expr.escape) } : {}), span: expr.span };
    case 'in': return { ...expr, arg: overColumns(expr.arg), items: all(expr.items) };
    case 'between': return { ...expr, arg: overColumns(expr.arg), low: overColumns(expr.low), high: overColumns(expr.high) };
    case 'quantified': return { ...expr, arg: overColumns(expr.arg), array: overColumns(expr.array) };
    case 'row': case 'array': return { ...expr, items: all(expr.items) };
    case 'call': case 'operator': case 'and': case 'or': case 'opaque': return { ...expr, args: all(expr.args) };
    case 'subquery': return { kind: 'opaque', reason: 'a subquery', args: [], span: expr.span };
  }
}
