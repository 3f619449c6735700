import type { Limit, SymbolicQuery } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { follow } from '../constants.ts';
import type { Env } from '../names/env.ts';
import type { Names } from '../names/names.ts';

/** A query that asks nothing yet. */
export const EMPTY: Omit<SymbolicQuery, 'span' | 'op'> = { ctes: [], sources: [], where: null, groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: 'all', setOps: [] };

/** A row count: a literal or a constant of this file, else one only known at run time; null for `undefined`. */
export function readLimit(names: Names, expr: HostExpr | null | undefined, env: Env | null): Limit | null {
  if (expr === null || expr === undefined) return null;
  const at = follow(names, expr, env).expr;
  if (at.kind === 'nothing') return null;
  return at.kind === 'number' ? { kind: 'const', value: at.value } : { kind: 'param' };
}
