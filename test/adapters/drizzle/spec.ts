import type { Expr } from '../../../server/src/facts/expr.ts';
import type { IndexSpec } from '../../../server/src/facts/finding.ts';
import type { IndexKey } from '../../../server/src/facts/schema.ts';

const span = { start: 0, end: 0 };

export const column = (name: string): Expr<string> => ({ kind: 'column', column: name, span });
export const key = (expr: string | Expr<string>, more: Partial<IndexKey<string>> = {}): IndexKey<string> => ({ expr: typeof expr === 'string' ? column(expr) : expr, direction: 'asc', nulls: 'default', ...more });
export const desc = (name: string, nulls: 'default' | 'first' | 'last' = 'default'): IndexKey<string> => key(name, { direction: 'desc', nulls });
export const isNull = (name: string): Expr<string> => ({ kind: 'is', test: 'null', negated: false, arg: column(name), span });
export const lower = (name: string): Expr<string> => ({ kind: 'call', name: 'lower', args: [column(name)], span });
export const equals = (name: string, value: string): Expr<string> => ({ kind: 'compare', op: '=', left: column(name), right: { kind: 'literal', type: 'string', value, span }, span });

/** A finished index, as advice hands it to an adapter. */
export const spec = (name: string | null, keys: readonly (string | IndexKey<string>)[], more: Partial<IndexSpec> = {}): IndexSpec =>
  ({ table: 'users', name, unique: false, method: 'btree', keys: keys.map((k) => (typeof k === 'string' ? key(k) : k)), include: [], where: null, span, ...more });
