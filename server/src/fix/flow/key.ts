import type { BoundColumn, ColumnRef, Expr } from '../../facts/expr.ts';
import type { Table } from '../../facts/catalog.ts';
import type { BoundQuery, QueryFact } from '../../facts/query.ts';
import type { Span } from '../../text/span.ts';

/** The condition by which a read finds its rows: a column that has to equal one value. `unique`: it finds one row at most. */
export interface Key { readonly comparison: Span; readonly value: Span; readonly attr: string; readonly unique: boolean }

/** The conditions of a statement that could be the one a loop's element is in; each is the only one to be changed. Places are those of the fact: what is bound may have been so before the text moved. */
export function keysOf({ query: written }: QueryFact, query: BoundQuery, table: Table): readonly Key[] {
  if (query.op !== 'select' || query.where === null || written.where === null || query.setOps.length > 0 || query.groupBy.length > 0 || query.offset !== null) return [];
  const [own, bound] = [conjuncts(written.where), conjuncts(query.where)];
  return own.length !== bound.length ? [] : own.flatMap((expr, index) => keyOf(expr, bound[index], table) ?? []);
}

const conjuncts = <C>(expr: Expr<C>): readonly Expr<C>[] => (expr.kind === 'and' ? expr.args.flatMap(conjuncts) : [expr]);

function keyOf(expr: Expr<ColumnRef>, bound: Expr<BoundColumn> | undefined, table: Table): Key | null {
  if (expr.kind !== 'compare' || expr.op !== '=' || expr.right.kind !== 'param' || expr.optional === true || bound?.kind !== 'compare' || bound.left.kind !== 'column') return null;
  const { column } = bound.left.column;
  const attr = [...table.attrs].find(([, name]) => name === column)?.[0];
  if (attr === undefined) return null;
  return { comparison: expr.span, value: expr.right.span, attr, unique: isUnique(column, table) };
}

const isUnique = (column: string, { primaryKey, indexes }: Table): boolean =>
  (primaryKey.length === 1 && primaryKey[0] === column) || indexes.some(({ unique, where, keys }) => unique && where === null && keys.length === 1 && keys[0]?.expr.kind === 'column' && keys[0].expr.column === column);
