import type { AccessPath, Condition } from '../../facts/access.ts';
import type { Table } from '../../facts/catalog.ts';
import type { BoundColumn, Expr } from '../../facts/expr.ts';
import type { SentQuery } from '../rule.ts';

/** The column whose value is another one in each round, as far as the statement shows: an equality with a value of the program. `unique`: it picks out one row by itself. */
export interface LoopKey { readonly column: string; readonly unique: boolean }

/** A column that identifies, before one that refers to another table, before any other. Null where no equality tells the rounds apart. */
export function keyOf({ paths, table }: SentQuery): LoopKey | null {
  const found = paths.flatMap((path) => (table === null || path.table === table.key ? keysIn(path) : []));
  const columns = [...new Set(found)];
  if (table === null) return columns[0] === undefined ? null : { column: columns[0], unique: false };
  const best = columns.find((c) => isUnique(c, table)) ?? columns.find((c) => table.foreignKeys.some((fk) => fk.columns.length === 1 && fk.columns[0] === c)) ?? columns.find((c) => /(_id|Id|ID)$/.test(c)) ?? columns[0];
  return best === undefined ? null : { column: best, unique: isUnique(best, table) };
}

const keysIn = ({ conditions }: AccessPath): readonly string[] => conditions.flatMap((c) => (isAskedByValue(c) ? c.columns : []));

const isAskedByValue = ({ form, expr, columns }: Condition): boolean => form === 'equality' && columns.length === 1 && expr.kind === 'compare' && !isConstant(expr.left) && !isConstant(expr.right);

const isConstant = (expr: Expr<BoundColumn>): boolean => expr.kind === 'literal' || (expr.kind === 'cast' && isConstant(expr.arg));

function isUnique(column: string, table: Table): boolean {
  if (table.primaryKey.length === 1 && table.primaryKey[0] === column) return true;
  return table.indexes.some((index) => index.unique && index.where === null && index.keys.length === 1 && index.keys[0]?.expr.kind === 'column' && index.keys[0].expr.column === column);
}
