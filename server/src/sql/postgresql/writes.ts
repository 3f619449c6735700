import type { ColumnRef } from '../../facts/expr.ts';
import type { OutputColumn, SymbolicQuery } from '../../facts/query.ts';
import { childrenOf } from '../../facts/walk.ts';
import { type Ast, child, children, type Tagged, unwrap, unwrapChild } from './ast.ts';
import { readExpr, readWrapped } from './expressions.ts';
import { readFrom, readTable } from './from.ts';
import { emptyQuery, readCondition, readOutput, readQuery, readWith } from './queries.ts';
import { queryRange } from './query-range.ts';
import type { Reading, SymbolicExpr } from './reading.ts';

/** INSERT, UPDATE, DELETE, MERGE; null for anything else. */
export function readWrite(reading: Reading, { tag, node }: Tagged): SymbolicQuery | null {
  switch (tag) {
    case 'InsertStmt': return readInsert(reading, node);
    case 'UpdateStmt': return readUpdate(reading, node);
    case 'DeleteStmt': return readDelete(reading, node);
    case 'MergeStmt': return readMerge(reading, node);
    default: return null;
  }
}

/** INSERT … SELECT reads what its SELECT reads. Unique keys decide ON CONFLICT, so nothing of it is a condition. */
function readInsert(reading: Reading, node: Ast): SymbolicQuery {
  const base = emptyQuery(reading, queryRange(reading, node));
  const ctes = readWith(reading, node);
  const select = unwrapChild(node, 'selectStmt');
  const body = select ? readQuery(reading, select) : base;
  const conflict = assigned(reading, children(child(node, 'onConflictClause') ?? {}, 'targetList'));
  const inner = typeof body.output === 'string' ? [] : body.output.filter((column) => column.expr !== 'all' && holdsSubquery(column.expr)).map((column) => ({ ...column, name: null }));
  const target = readTable(reading, child(node, 'relation') ?? {}).relation;
  return { ...body, op: 'insert', ...(target.kind === 'table' ? { into: target.table } : {}), span: base.span, ctes: [...ctes, ...body.ctes], output: [...returned(reading, node), ...inner, ...conflict] };
}

/** The target is the first source; FROM is one list with it. */
function readUpdate(reading: Reading, node: Ast): SymbolicQuery {
  const base = emptyQuery(reading, queryRange(reading, node));
  const ctes = readWith(reading, node);
  const sources = withTarget(reading, node, 'fromClause');
  return { ...base, op: 'update', ctes, sources, where: readCondition(reading, node, 'whereClause'), output: [...returned(reading, node), ...assigned(reading, children(node, 'targetList'))] };
}

function readDelete(reading: Reading, node: Ast): SymbolicQuery {
  const base = emptyQuery(reading, queryRange(reading, node));
  const ctes = readWith(reading, node);
  const sources = withTarget(reading, node, 'usingClause');
  return { ...base, op: 'delete', ctes, sources, where: readCondition(reading, node, 'whereClause'), output: returned(reading, node) };
}

/** MERGE joins its source with its target; it is told as an update of the target. */
function readMerge(reading: Reading, node: Ast): SymbolicQuery {
  const base = emptyQuery(reading, queryRange(reading, node));
  const ctes = readWith(reading, node);
  const source = readFrom(reading, [child(node, 'sourceRelation') ?? {}]);
  const target = readTable(reading, child(node, 'relation') ?? {});
  const condition = readCondition(reading, node, 'joinCondition');
  return { ...base, op: 'update', ctes, sources: [target, ...source.map((item, place) => (place === 0 ? { ...item, join: 'inner' as const, on: condition } : item))], output: returned(reading, node) };
}

function withTarget(reading: Reading, node: Ast, key: string): SymbolicQuery['sources'] {
  const target = readTable(reading, child(node, 'relation') ?? {});
  const others = readFrom(reading, children(node, key));
  return [target, ...others.map((source) => (source.join === 'from' ? { ...source, join: 'inner' as const } : source))];
}

/** RETURNING; its list moved into a node of its own in PostgreSQL 18. */
function returned(reading: Reading, node: Ast): readonly OutputColumn<ColumnRef>[] {
  const clause = child(node, 'returningClause');
  const output = readOutput(reading, clause ? children(clause, 'exprs') : children(node, 'returningList'));
  return typeof output === 'string' ? [{ name: null, expr: 'all' }] : output;
}

/** SET values have no place of their own in a query; those with a subquery are listed as outputs, so that the subquery is looked at. */
function assigned(reading: Reading, targets: readonly Ast[]): readonly OutputColumn<ColumnRef>[] {
  const values = targets.flatMap((target) => unwrapChild(unwrap(target).node, 'val') ?? []);
  return values.map((value) => sourceOf(reading, value)).filter(holdsSubquery).map((expr) => ({ name: null, expr }));
}

/** `(a, b) = (SELECT …)` repeats its source for each column; the first stands for all. */
function sourceOf(reading: Reading, value: Tagged): SymbolicExpr {
  if (value.tag !== 'MultiAssignRef') return readExpr(reading, value).expr;
  const source = child(value.node, 'source');
  const none: SymbolicExpr = { kind: 'opaque', reason: 'assigned with others', args: [], span: { start: 0, end: 0 } };
  return source && (value.node['colno'] ?? 1) === 1 ? readWrapped(reading, source).expr : none;
}

function holdsSubquery(expr: SymbolicExpr): boolean {
  const stack: SymbolicExpr[] = [expr];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.kind === 'subquery') return true;
    stack.push(...childrenOf(next));
  }
  return false;
}
