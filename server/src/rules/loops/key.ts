import type { AccessPath, Condition } from '../../facts/access.ts';
import type { Table } from '../../facts/catalog.ts';
import type { BoundColumn, Expr } from '../../facts/expr.ts';
import type { SentQuery } from '../rule.ts';

/**
 * The columns whose values may be others in each round, as far as the statement shows: equalities with values of the program. `column`: where it is one for certain.
 * `unique`: it picks out one row by itself.
 */
export interface LoopKey { readonly column: string | null; readonly columns: readonly string[]; readonly unique: boolean }

/**
 * A column that identifies, before one that refers to another table, before any other; one that says whose rows they are (a tenant's, a project's) only where there is no
 * other, since it is the same in each round as a rule.
 */
export function keyOf({ paths, table }: SentQuery): LoopKey {
  const columns = [...new Set(paths.flatMap((path) => (table === null || path.table === table.key ? keysIn(path) : [])))];
  const unique = table === null ? undefined : columns.find((c) => isUnique(c, table));
  if (unique !== undefined) return { column: unique, columns: [unique], unique: true };
  const own = columns.length > 1 ? columns.filter((c) => !whose.test(c) && !isKind(c)) : columns;
  const [only, ...others] = own.length > 0 ? own : columns;
  return { column: others.length === 0 && only !== undefined ? only : null, columns: only === undefined ? [] : [only, ...others], unique: false };
}

const whose = /^(team|tenant|org|organi[sz]ation|workspace|account|company|customer_account|project|namespace)_?id$/i;

/** Of what kind rows are: said beside a key, and the same in each round. */
const isKind = (column: string): boolean => /(^|_)(type|status|state|kind|is_\w+|active|enabled|deleted|role|provider|lang|locale|year|month)$|^(is|has)[A-Z_]/i.test(column);

const keysIn = ({ conditions }: AccessPath): readonly string[] => conditions.flatMap((c) => (isAskedByValue(c) ? c.columns : []));

const isAskedByValue = ({ form, expr, columns }: Condition): boolean => form === 'equality' && columns.length === 1 && expr.kind === 'compare' && !isConstant(expr.left) && !isConstant(expr.right);

const isConstant = (expr: Expr<BoundColumn>): boolean => expr.kind === 'literal' || (expr.kind === 'cast' && isConstant(expr.arg));

function isUnique(column: string, table: Table): boolean {
  if (table.primaryKey.length === 1 && table.primaryKey[0] === column) return true;
  return table.indexes.some((index) => index.unique && index.where === null && index.keys.length === 1 && index.keys[0]?.expr.kind === 'column' && index.keys[0].expr.column === column);
}
