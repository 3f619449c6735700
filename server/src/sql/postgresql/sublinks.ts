import type { SubqueryExpr, ColumnRef } from '../../facts/expr.ts';
import { type Ast, children, strings, text, unwrapChild } from './ast.ts';
import type { Tools } from './expressions.ts';
import { around, type Ranged, type Reading, spanOf, startOf, tokenRange } from './reading.ts';
import { closerOf, endAt, kindAt, placeOf } from './token-index.ts';

const FORMS: Readonly<Record<string, SubqueryExpr<ColumnRef>['form']>> = { EXISTS_SUBLINK: 'exists', ANY_SUBLINK: 'any', ALL_SUBLINK: 'all', EXPR_SUBLINK: 'scalar', ARRAY_SUBLINK: 'array' };

/** A subquery inside an expression. `x = ANY (SELECT …)` keeps its operator; IN has none of its own. */
export function readSublink(reading: Reading, node: Ast, tools: Tools, negated: boolean): Ranged {
  const { index } = reading;
  const test = unwrapChild(node, 'testexpr');
  const arg = test ? tools.expr(reading, test) : null;
  const query = unwrapChild(node, 'subselect');
  const operator = strings(children(node, 'operName'));
  const op = operator[operator.length - 1];
  const form = FORMS[text(node, 'subLinkType')] ?? 'scalar';
  const own = tokenRange(reading, startOf(reading, node));
  let open = placeOf(index, own.start);
  while (kindAt(index, open) === 'word' || kindAt(index, open) === 'operator') open += 1;
  const from = arg ? Math.min(around(reading, arg).start, own.start) : own.start;
  const range = { start: from, end: Math.max(own.end, endAt(index, closerOf(index, open))) };
  const span = spanOf(reading, range);
  if (!query) return { expr: { kind: 'opaque', reason: 'subquery', args: arg ? [arg.expr] : [], span }, ...range };
  const inner = reading.query(reading, query);
  return { expr: { kind: 'subquery', form: form === 'any' && op === undefined ? 'in' : form, negated, ...(arg ? { arg: arg.expr } : {}), ...(op === undefined ? {} : { op }), query: inner, span }, ...range };
}
