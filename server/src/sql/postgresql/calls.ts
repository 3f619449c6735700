import type { CallExpr, ColumnRef } from '../../facts/expr.ts';
import { type Ast, child, children, flag, strings, text } from './ast.ts';
import type { Tools } from './expressions.ts';
import { around, nameEnd, type Range, type Ranged, type Reading, spanOf, startOf, tokenRange } from './reading.ts';
import { closerOf, endAt, kindAt, placeOf, wordAt } from './token-index.ts';

/** PostgreSQL's own aggregates: the tree does not tell them from other functions. */
const AGGREGATES = new Set((
  'count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg json_agg_strict jsonb_agg_strict bool_and bool_or every bit_and bit_or bit_xor any_value '
  + 'stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy '
  + 'mode percentile_cont percentile_disc range_agg range_intersect_agg xmlagg'
).split(' '));

/** A function call: `name` without pg_catalog, in lower case as the parser gives it. */
export function readCall(reading: Reading, node: Ast, tools: Tools): Ranged {
  const names = strings(children(node, 'funcname'));
  const own = names[0] === 'pg_catalog' ? names.slice(1) : names;
  const name = own.join('.').toLowerCase();
  const args = tools.all(reading, children(node, 'args'));
  const range = callRange(reading, node, args);
  const over = child(node, 'over');
  const aggregate = !over && (AGGREGATES.has(name) || ['agg_star', 'agg_distinct', 'agg_within_group'].some((key) => flag(node, key)) || 'agg_filter' in node || 'agg_order' in node);
  const expr: CallExpr<ColumnRef> = {
    kind: 'call',
    name,
    args: args.map((arg) => arg.expr),
    ...(aggregate ? { aggregate } : {}),
    ...(over ? { window: true } : {}),
    ...(over && text(over, 'name') === '' && text(over, 'refname') === '' ? { partitionBy: tools.all(reading, children(over, 'partitionClause')).map((key) => key.expr) } : {}),
    span: spanOf(reading, range),
  };
  return { expr, ...range };
}

/** From the name to the last bracket of arguments, WITHIN GROUP, FILTER and OVER. Forms like `x AT TIME ZONE y` reach over their arguments. */
function callRange(reading: Reading, node: Ast, args: readonly Ranged[]): Range {
  const { index } = reading;
  const start = startOf(reading, node);
  const name = nameEnd(reading, start);
  let last = placeOf(index, name);
  if (kindAt(index, last) !== 'open') return around(reading, { start, end: name }, ...args);
  last = closerOf(index, last);
  for (let next = suffixEnd(reading, last); next > last; next = suffixEnd(reading, last)) last = next;
  const outer = args.length > 0 ? around(reading, ...args) : { start, end: 0 };
  return { start: Math.min(start, outer.start), end: Math.max(endAt(index, last), outer.end) };
}

/** The last place of what may follow a call's bracket, or `last` itself. */
function suffixEnd(reading: Reading, last: number): number {
  const { index } = reading;
  const word = wordAt(index, last + 1);
  if (word === 'filter' || word === 'over') return kindAt(index, last + 2) === 'open' ? closerOf(index, last + 2) : word === 'over' ? last + 2 : last;
  if (word === 'within' && wordAt(index, last + 2) === 'group') return closerOf(index, last + 3);
  return last;
}

function special(reading: Reading, node: Ast, name: string, args: readonly Ranged[]): Ranged {
  const { index } = reading;
  const { start, end } = tokenRange(reading, startOf(reading, node));
  const open = placeOf(index, end);
  const range = { start, end: kindAt(index, open) === 'open' ? endAt(index, closerOf(index, open)) : end };
  return { expr: { kind: 'call', name, args: args.map((arg) => arg.expr), span: spanOf(reading, range) }, ...range };
}

export const readCoalesce = (reading: Reading, node: Ast, tools: Tools): Ranged => special(reading, node, 'coalesce', tools.all(reading, children(node, 'args')));

export const readMinMax = (reading: Reading, node: Ast, tools: Tools): Ranged => special(reading, node, text(node, 'op') === 'IS_LEAST' ? 'least' : 'greatest', tools.all(reading, children(node, 'args')));

/** CURRENT_DATE and its kind; a precision in brackets is part of the type, no argument. */
export function readSqlValue(reading: Reading, node: Ast): Ranged {
  const name = text(node, 'op').replace(/^SVFOP_/, '').replace(/_N$/, '').toLowerCase();
  return special(reading, node, name, []);
}
