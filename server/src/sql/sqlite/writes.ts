import type { DeleteStmt, InsertStmt, ResultColumn, SetAssignment, UpdateStmt } from 'sqlite3-parser';
import type { ColumnRef, TableRef } from '../../facts/expr.ts';
import type { OutputColumn, Source, SymbolicQuery } from '../../facts/query.ts';
import { EMPTY_QUERY, readExpr } from './expressions.ts';
import { readLimit, readOrder, readOutput, readSelect, readWhere, readWith } from './queries.ts';
import { fold, ownAlias, spanOf, tableOf, type Reading, type SymbolicExpr } from './reading.ts';
import { readFrom, readIndexed } from './sources.ts';

/** UPDATE and UPDATE … FROM: the target is the first source, and FROM is one list with it. */
export function readUpdate(reading: Reading, node: UpdateStmt): SymbolicQuery {
  return {
    ...EMPTY_QUERY,
    op: 'update',
    ctes: readWith(reading, node.with),
    sources: [targetOf(reading, node), ...readFrom(reading, node.from, 1).map((source) => (source.join === 'from' ? { ...source, join: 'inner' as const } : source))],
    where: readWhere(reading, node.whereClause),
    orderBy: readOrder(reading, node.orderBy, null),
    ...readLimit(reading, node.limit),
    output: [...returned(reading, node.returning), ...assigned(reading, node.sets)],
    span: spanOf(reading, node),
  };
}

export function readDelete(reading: Reading, node: DeleteStmt): SymbolicQuery {
  return {
    ...EMPTY_QUERY,
    op: 'delete',
    ctes: readWith(reading, node.with),
    sources: [targetOf(reading, node)],
    where: readWhere(reading, node.whereClause),
    orderBy: readOrder(reading, node.orderBy, null),
    ...readLimit(reading, node.limit),
    output: returned(reading, node.returning),
    span: spanOf(reading, node),
  };
}

/** INSERT … SELECT reads what its SELECT reads. Unique keys decide ON CONFLICT, so nothing of it is a condition. */
export function readInsert(reading: Reading, node: InsertStmt): SymbolicQuery {
  const span = spanOf(reading, node);
  const ctes = readWith(reading, node.with);
  const body = node.body.type === 'SelectInsertBody' ? readSelect(reading, node.body.select) : { ...EMPTY_QUERY, output: [] };
  return { ...body, op: 'insert', into: tableOf(reading, node.tblName), ctes: [...ctes, ...body.ctes], span };
}

function targetOf(reading: Reading, node: UpdateStmt | DeleteStmt): Source<TableRef, ColumnRef> {
  const table = tableOf(reading, node.tblName);
  const alias = node.tblName.alias ? fold(node.tblName.alias.text) : ownAlias(table);
  return { id: 0, alias, relation: { kind: 'table', table, ...readIndexed(node.indexed) }, join: 'from', on: null, span: spanOf(reading, node.tblName) };
}

function returned(reading: Reading, columns: readonly ResultColumn[] | undefined): readonly OutputColumn<ColumnRef>[] {
  const output = columns ? readOutput(reading, columns) : [];
  return typeof output === 'string' ? [{ name: null, expr: 'all' }] : output;
}

/** SET values have no place of their own in a query; those with a subquery are listed as outputs, so that the subquery is looked at. */
function assigned(reading: Reading, sets: readonly SetAssignment[]): OutputColumn<ColumnRef>[] {
  return sets.map((set) => readExpr(reading, set.expr)).filter(holdsSubquery).map((expr) => ({ name: null, expr }));
}

function holdsSubquery(expr: SymbolicExpr): boolean {
  switch (expr.kind) {
    case 'subquery': return true;
    case 'call': case 'operator': case 'opaque': case 'and': case 'or': return expr.args.some(holdsSubquery);
    case 'cast': case 'collate': case 'not': case 'is': return holdsSubquery(expr.arg);
    case 'compare': return holdsSubquery(expr.left) || holdsSubquery(expr.right);
    default: return false;
  }
}
