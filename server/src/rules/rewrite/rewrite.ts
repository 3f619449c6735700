import type { Column } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { BoundColumn, ColumnExpr, Expr } from '../../facts/expr.ts';
import { childrenOf } from '../../facts/walk.ts';

export type BoundExpr = Expr<BoundColumn>;

/** SQL, and values of the query as they are written there. */
export type Piece = string | BoundExpr;
export type TestOp = '=' | '<' | '<=' | '>' | '>=' | '@>';
export interface Test { readonly op: TestOp; readonly value: readonly Piece[] }

/** A condition on a calculation said as conditions on the column alone, which a plain index on it serves. */
export interface Rewrite {
  readonly column: ColumnExpr<BoundColumn>;
  /** All of them must hold. */
  readonly tests: readonly Test[];
  /** Or the column is null. */
  readonly orNull: boolean;
  /** Why someone has to look: where the two may not ask for the same rows. Null where they always do. */
  readonly caution: string | null;
  /** The act, as the end of the advice: `compare ts with a range`. */
  readonly act: string;
}

/** A calculation on one column compared with a value: `date(ts) = $1`. */
export interface Comparison {
  readonly side: BoundExpr;
  readonly op: Exclude<TestOp, '@>'>;
  readonly value: BoundExpr;
  readonly column: ColumnExpr<BoundColumn>;
  readonly declared: Column;
  readonly dialect: Dialect;
}

/** Without columns and subqueries: the same for every row. Iterative: code can make expressions thousands deep. */
export function isConstant(expr: BoundExpr): boolean {
  const stack: BoundExpr[] = [expr];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'column' || node.kind === 'subquery' || node.kind === 'opaque') return false;
    stack.push(...childrenOf(node));
  }
  return true;
}

/** A value that binds less tightly than the operators around it gets brackets. */
export const inBrackets = (expr: BoundExpr): readonly Piece[] => (['literal', 'param', 'cast', 'call', 'column'].includes(expr.kind) ? [expr] : ['(', expr, ')']);

export const isMySql = (dialect: Dialect): boolean => dialect === 'mysql' || dialect === 'mariadb';
