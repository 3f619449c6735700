import type { Dialect } from '../../facts/dialect.ts';
import type { BoundColumn, ColumnRef, Expr } from '../../facts/expr.ts';
import type { BoundQuery, OutputColumn, SymbolicQuery } from '../../facts/query.ts';
import type { Names } from './query.ts';
import { findColumn, type Scope } from './scope.ts';

/** What a statement selects, where a path that may lead to a column or to a whole table is told apart. */
export function outputOf(query: SymbolicQuery, names: Names): SymbolicQuery['output'] {
  if (typeof query.output === 'string') return query.output;
  const [only, ...others] = query.output.map((o): OutputColumn<ColumnRef> => (o.expr !== 'all' && isWholeTable(o.expr, names) ? { name: null, expr: 'all' } : o));
  return only === undefined ? [] : only.expr === 'all' && others.length === 0 ? 'all' : [only, ...others];
}

const isWholeTable = (expr: Expr<ColumnRef>, names: Names): boolean =>
  expr.kind === 'column' && expr.column.by === 'symbol' && expr.column.orValue === true && names.symbolColumn(expr.column.path) === null && names.table({ by: 'symbol', path: expr.column.path }) !== null;

export function bindOutput(output: SymbolicQuery['output'], expr: (e: Expr<ColumnRef>) => Expr<BoundColumn>): BoundQuery['output'] {
  if (typeof output === 'string') return output;
  return output.map((o): OutputColumn<BoundColumn> => ({ name: o.name, expr: o.expr === 'all' ? 'all' : expr(o.expr) }));
}

/** `ORDER BY 1` and `ORDER BY alias` mean an output column, unless a real column has that name (ORDER BY prefers the output, GROUP BY the column: both give the same when they agree). */
export function outputKey(e: Expr<ColumnRef>, query: SymbolicQuery, output: BoundQuery['output'], scope: Scope, dialect: Dialect): Expr<BoundColumn> | null {
  if (typeof output === 'string') return null;
  if (e.kind === 'literal' && e.type === 'integer') return real(output[Number(e.value) - 1], e.span);
  if (e.kind !== 'column' || e.column.by !== 'name' || e.column.qualifier !== null) return null;
  const name = e.column.name;
  const aliased = output.find((o) => o.name === name);
  const plain = findColumn({ sources: scope.sources, outer: null }, null, name, dialect);
  return aliased !== undefined && (plain.kind !== 'found' || query.orderBy.some((o) => o.expr === e)) ? real(aliased, e.span) : null;
}

const real = (output: OutputColumn<BoundColumn> | undefined, span: SymbolicQuery['span']): Expr<BoundColumn> | null =>
  output === undefined || output.expr === 'all' ? null : { ...output.expr, span };

/** What a derived table's columns are called; null when that cannot be told. */
export function outputNames(query: SymbolicQuery, names: Names): readonly string[] | null {
  const output = outputOf(query, names);
  if (output === 'unknown') return null;
  const starred = output === 'all' || output.some((o) => o.expr === 'all');
  const listed = output === 'all' ? [] : output.flatMap((o) => (o.name === null ? [] : [o.name]));
  if (!starred) return listed;
  const tables = query.sources.map((s) => (s.relation.kind === 'table' ? names.table(s.relation.table) : null));
  if (tables.includes(null)) return null;
  return [...listed, ...tables.flatMap((t) => t?.columns.map((c) => c.name) ?? [])];
}

/** Code calls the columns that `SELECT *` hands on by their attributes. */
export function outputAttrs(query: SymbolicQuery, names: Names): ReadonlyMap<string, string> {
  if (outputOf(query, names) !== 'all') return new Map();
  return new Map(query.sources.flatMap((s) => (s.relation.kind === 'table' ? [...(names.table(s.relation.table)?.attrs ?? [])] : [])));
}
