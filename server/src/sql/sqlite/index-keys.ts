import type { CreateIndexStmt, Expr as Node, SortedColumn } from 'sqlite3-parser';
import type { ColumnExpr, ColumnRef, Expr } from '../../facts/expr.ts';
import type { IndexDef, IndexKey } from '../../facts/schema.ts';
import { mapExpr } from '../../facts/walk.ts';
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
const overColumns = (expr: Expr<ColumnRef>): Expr<string> => mapExpr<ColumnRef, string>(expr, { column: plainColumn, query: () => null });

function plainColumn({ column, span }: ColumnExpr<ColumnRef>): Expr<string> {
  return column.by === 'name' ? { kind: 'column', column: column.name, span } : { kind: 'opaque', reason: 'a column of the host language', args: [], span };
}
