import type { BoundColumn, Expr } from '../../facts/expr.ts';
import type { Table } from '../../facts/catalog.ts';
import type { BoundQuery } from '../../facts/query.ts';
import { flat } from '../../match/normal.ts';
import type { Span } from '../../text/span.ts';

/** The condition by which a read finds its rows: a column that has to equal one value. `unique`: it finds one row at most. */
export interface Key { readonly comparison: Span; readonly value: Span; readonly attr: string; readonly unique: boolean }

/** The conditions of a statement that could be the one a loop's element is in; each is the only one to be changed. */
export function keysOf(query: BoundQuery, table: Table): readonly Key[] {
  if (query.op !== 'select' || query.where === null || query.setOps.length > 0 || query.groupBy.length > 0 || query.offset !== null) return [];
  return flat('and', query.where).flatMap((expr) => keyOf(expr, table) ?? []);
}

function keyOf(expr: Expr<BoundColumn>, table: Table): Key | null {
  if (expr.kind !== 'compare' || expr.op !== '=' || expr.left.kind !== 'column' || expr.right.kind !== 'param' || expr.optional === true) return null;
  const { column } = expr.left.column;
  const attr = [...table.attrs].find(([, name]) => name === column)?.[0];
  if (attr === undefined) return null;
  return { comparison: expr.span, value: expr.right.span, attr, unique: isUnique(column, table) };
}

const isUnique = (column: string, { primaryKey, indexes }: Table): boolean =>
  (primaryKey.length === 1 && primaryKey[0] === column) || indexes.some(({ unique, where, keys }) => unique && where === null && keys.length === 1 && keys[0]?.expr.kind === 'column' && keys[0].expr.column === column);
