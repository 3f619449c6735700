import type { SymbolicQuery } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Draft } from './draft.ts';
import type { Env } from './env.ts';
import { expandInner } from './expand.ts';
import { meaningOf } from './names.ts';
import { nestedQuery, queryOfSource } from './nested.ts';

/** The statement that an argument is, by itself or as a subquery with a name; null for none. */
export function nestedStatement(draft: Draft, expr: HostExpr, env: Env | null): SymbolicQuery | null {
  const meaning = meaningOf(draft.reading, expr, env);
  if (meaning.kind === 'source') return queryOfSource(draft, meaning.source);
  const statement = expandInner(draft.reading, expr, env);
  return statement === undefined ? null : nestedQuery(draft, statement, expr.span);
}
