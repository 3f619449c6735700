import type { AccessPath, Condition } from '../../facts/access.ts';
import type { Table } from '../../facts/catalog.ts';
import type { BoundColumn, Expr } from '../../facts/expr.ts';
import type { SentQuery } from '../rule.ts';

/** The column whose value is another one in each round, as far as the statement shows: an equality with a value of the program. `unique`: it picks out one row by itself. */
export interface LoopKey { readonly column: string; readonly unique: boolean }

/**
 * A column that identifies, before one that refers to another table, before any other; one that says whose rows they are (a tenant's, a user's) only where there is no
 * other, since it is the same in each round as a rule. Null where no equality tells the rounds apart, or several could.
 */
export function keyOf({ paths, table }: SentQuery): LoopKey | null {
  const columns = [...new Set(paths.flatMap((path) => (table === null || path.table === table.key ? keysIn(path) : [])))];
  const [unique] = table === null ? [] : columns.filter((c) => isUnique(c, table));
  if (unique !== undefined) return { column: unique, unique: true };
  const own = columns.length > 1 ? columns.filter((c) => !whose.test(c)) : columns;
  const refers = own.filter((c) => /(_id|Id|ID)$/.test(c) || table?.foreignKeys.some((fk) => fk.columns.length === 1 && fk.columns[0] === c) === true);
  const best = own.length === 1 ? own[0] : refers.length === 1 && own.length - refers.length === own.filter(isKind).length ? refers[0] : undefined;
  return best === undefined ? null : { column: best, unique: false };
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
