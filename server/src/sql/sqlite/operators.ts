import type { LikeOperator, Operator } from 'sqlite3-parser';
import type { CompareOp, LikeOp } from '../../facts/expr.ts';

export const COMPARISONS: Partial<Record<Operator, CompareOp>> = {
  Equals: '=', NotEquals: '<>', Less: '<', LessEquals: '<=', Greater: '>', GreaterEquals: '>=', Is: 'is-not-distinct', IsNot: 'is-distinct',
};

export const OPERATORS: Partial<Record<Operator, string>> = {
  Add: '+', Subtract: '-', Multiply: '*', Divide: '/', Modulus: '%', Concat: '||', ArrowRight: '->', ArrowRightShift: '->>',
  BitwiseAnd: '&', BitwiseOr: '|', LeftShift: '<<', RightShift: '>>',
};

export const LIKES: Record<LikeOperator, LikeOp> = { Like: 'like', Glob: 'glob', Regexp: 'regex', Match: 'match' };

/** https://sqlite.org/lang_aggfunc.html; `min` and `max` of several arguments are not aggregates. */
const AGGREGATES = new Set([
  'avg', 'count', 'group_concat', 'max', 'median', 'min', 'percentile', 'percentile_cont', 'percentile_disc', 'string_agg', 'sum', 'total',
  'json_group_array', 'json_group_object', 'jsonb_group_array', 'jsonb_group_object',
]);

export const isAggregate = (name: string, args: number): boolean => AGGREGATES.has(name) && !(args > 1 && (name === 'min' || name === 'max'));
