import type { CompareOp, LikeOp } from '../../facts/expr.ts';
import { type Ast, children, strings, type Tagged, text, unwrap, unwrapChild } from './ast.ts';
import type { Tools } from './expressions.ts';
import { around, type Range, type Ranged, type Reading, spanOf, startOf, type SymbolicExpr, tokenRange } from './reading.ts';
import { closerOf, endAt, kindAt, placeOf, startAt } from './token-index.ts';

const COMPARE: Readonly<Record<string, CompareOp>> = { '=': '=', '<>': '<>', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };
/** Operators that are matches of a pattern: which, and whether negated. */
const PATTERNS: Readonly<Record<string, readonly [LikeOp, boolean]>> = {
  '~~': ['like', false], '!~~': ['like', true], '~~*': ['ilike', false], '!~~*': ['ilike', true],
  '~': ['regex', false], '!~': ['regex', true], '~*': ['iregex', false], '!~*': ['iregex', true], '^@': ['starts-with', false],
};

/** A_Expr: all operators, and the forms that PostgreSQL treats as such. */
export function readBinary(reading: Reading, node: Ast, tools: Tools): Ranged {
  const names = strings(children(node, 'name'));
  const op = names[names.length - 1] ?? '';
  switch (text(node, 'kind')) {
    case 'AEXPR_IN': return readIn(reading, node, tools, op === '<>');
    case 'AEXPR_LIKE': case 'AEXPR_ILIKE': case 'AEXPR_SIMILAR': return readPattern(reading, node, tools, op);
    case 'AEXPR_BETWEEN': return readBetween(reading, node, tools, {});
    case 'AEXPR_NOT_BETWEEN': return readBetween(reading, node, tools, { negated: true });
    case 'AEXPR_BETWEEN_SYM': return readBetween(reading, node, tools, { symmetric: true });
    case 'AEXPR_NOT_BETWEEN_SYM': return readBetween(reading, node, tools, { negated: true, symmetric: true });
    case 'AEXPR_DISTINCT': return readTwo(reading, node, tools, (left, right) => ({ kind: 'compare', op: 'is-distinct', left, right }));
    case 'AEXPR_NOT_DISTINCT': return readTwo(reading, node, tools, (left, right) => ({ kind: 'compare', op: 'is-not-distinct', left, right }));
    case 'AEXPR_NULLIF': return readNullif(reading, node, tools);
    case 'AEXPR_OP_ANY': return readQuantified(reading, node, tools, op, 'any');
    case 'AEXPR_OP_ALL': return readQuantified(reading, node, tools, op, 'all');
    default: return readOperator(reading, node, tools, op);
  }
}

/** An expression that has no span yet. Distributes over the union, which `Omit` alone does not. */
type Bare<T = SymbolicExpr> = T extends SymbolicExpr ? Omit<T, 'span'> : never;

const finish = (reading: Reading, expr: Bare, range: Range): Ranged => ({ expr: { ...expr, span: spanOf(reading, range) } as SymbolicExpr, ...range });

function readTwo(reading: Reading, node: Ast, tools: Tools, make: (left: SymbolicExpr, right: SymbolicExpr) => Bare): Ranged {
  const left = tools.need(reading, node, 'lexpr');
  const right = tools.need(reading, node, 'rexpr');
  return finish(reading, make(left.expr, right.expr), around(reading, left, right));
}

function readOperator(reading: Reading, node: Ast, tools: Tools, op: string): Ranged {
  if (!unwrapChild(node, 'lexpr')) {
    const arg = tools.need(reading, node, 'rexpr');
    return finish(reading, { kind: 'operator', op, args: [arg.expr] }, around(reading, tokenRange(reading, startOf(reading, node)), arg));
  }
  const compare = COMPARE[op];
  if (compare) return readTwo(reading, node, tools, (left, right) => ({ kind: 'compare', op: compare, left, right }));
  const pattern = PATTERNS[op];
  if (pattern) return readTwo(reading, node, tools, (arg, right) => ({ kind: 'like', op: pattern[0], negated: pattern[1], arg, pattern: right }));
  return readTwo(reading, node, tools, (left, right) => ({ kind: 'operator', op, args: [left, right] }));
}

/** LIKE, ILIKE, SIMILAR TO; with ESCAPE the pattern comes wrapped in a function. */
function readPattern(reading: Reading, node: Ast, tools: Tools, op: string): Ranged {
  const similar = text(node, 'kind') === 'AEXPR_SIMILAR';
  const arg = tools.need(reading, node, 'lexpr');
  const [pattern, escaped] = patternOf(unwrapChild(node, 'rexpr')).map((part) => tools.expr(reading, part));
  const kind: LikeOp = similar ? 'similar' : text(node, 'kind') === 'AEXPR_ILIKE' ? 'ilike' : 'like';
  const read = pattern ?? tools.need(reading, node, 'rexpr');
  return finish(reading, { kind: 'like', op: kind, negated: op.startsWith('!'), arg: arg.expr, pattern: read.expr, ...(escaped ? { escape: escaped.expr } : {}) }, around(reading, arg, read, escaped ?? null));
}

function patternOf(right: Tagged | null): readonly Tagged[] {
  if (!right) return [];
  const names = right.tag === 'FuncCall' ? strings(children(right.node, 'funcname')) : [];
  const wraps = names[0] === 'pg_catalog' && (names[1] === 'like_escape' || names[1] === 'similar_to_escape');
  return wraps ? children(right.node, 'args').map(unwrap) : [right];
}

function listItems(node: Ast): readonly Ast[] {
  const list = unwrapChild(node, 'rexpr');
  return list?.tag === 'List' ? children(list.node, 'items') : [];
}

function readIn(reading: Reading, node: Ast, tools: Tools, negated: boolean): Ranged {
  const { index } = reading;
  const arg = tools.need(reading, node, 'lexpr');
  const items = tools.all(reading, listItems(node));
  const before = around(reading, arg);
  let open = placeOf(index, before.end);
  while (kindAt(index, open) === 'word') open += 1;
  return finish(reading, { kind: 'in', negated, arg: arg.expr, items: items.map((item) => item.expr) }, { start: before.start, end: endAt(index, closerOf(index, open)) });
}

function readBetween(reading: Reading, node: Ast, tools: Tools, how: { negated?: true; symmetric?: true }): Ranged {
  const arg = tools.need(reading, node, 'lexpr');
  const [low, high] = tools.all(reading, listItems(node));
  if (!low || !high) return arg;
  return finish(reading, { kind: 'between', negated: how.negated === true, ...(how.symmetric ? { symmetric: true } : {}), arg: arg.expr, low: low.expr, high: high.expr }, around(reading, arg, low, high));
}

function readNullif(reading: Reading, node: Ast, tools: Tools): Ranged {
  const { index } = reading;
  const args = [tools.need(reading, node, 'lexpr'), tools.need(reading, node, 'rexpr')];
  const first = placeOf(index, startOf(reading, node));
  return finish(reading, { kind: 'call', name: 'nullif', args: args.map((arg) => arg.expr) }, { start: startAt(index, first), end: endAt(index, closerOf(index, first + 1)) });
}

/** `x = ANY (array)`: to the closing bracket. */
function readQuantified(reading: Reading, node: Ast, tools: Tools, op: string, quantifier: 'any' | 'all'): Ranged {
  const arg = tools.need(reading, node, 'lexpr');
  const array = tools.need(reading, node, 'rexpr');
  return finish(reading, { kind: 'quantified', op: COMPARE[op] ?? op, quantifier, arg: arg.expr, array: array.expr }, around(reading, arg, array));
}
