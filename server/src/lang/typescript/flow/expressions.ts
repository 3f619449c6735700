import type { FlowExpr } from '../../../facts/flow.ts';
import { childIn, childrenOf, endOf, kindOf, NONE, startOf, textOf } from '../../flat-tree.ts';
import { CLASSES, FUNCTIONS, TRANSPARENT } from '../grammar.ts';
import { callOf, jsxOf, newOf } from './calls.ts';
import { functionOf } from './functions.ts';
import { constant, constantText, numberLiteral, textLiteral } from './literals.ts';
import { DEEPEST, type Making, pathAt, placeOf, unknownAt } from './making.ts';
import { classValue, objectOf } from './objects.ts';
import { targetOf } from './targets.ts';

type Converter = (making: Making, node: number, depth: number) => FlowExpr;

const first = (making: Making, node: number): number => childrenOf(making.tree, node)[0] ?? NONE;
const inner: Converter = (making, node, depth) => exprOf(making, first(making, node), depth);
const part = (making: Making, node: number, field: string, depth: number): FlowExpr => exprOf(making, childIn(making.tree, node, field), depth);
/** A token that the parser had to invent is no name. */
const named: Converter = (making, node) => (startOf(making.tree, node) === endOf(making.tree, node) ? unknownAt(making, node) : { e: 'name', name: textOf(making.tree, node), at: placeOf(making, node) });

/** By the kind of node; a map, since a look-up for every node of a file is what this takes most of its time for. */
const CONVERTERS: ReadonlyMap<string, Converter> = new Map(Object.entries<Converter>({
  identifier: named, this: named, super: named, import: named, shorthand_property_identifier: named,
  undefined: constant(null), null: constant(null), true: constant(true), false: constant(false),
  number: numberLiteral, string: textLiteral, regex: constantText, meta_property: constantText,
  member_expression: (making, node, depth) => ({ e: 'attr', of: part(making, node, 'object', depth), name: textOf(making.tree, childIn(making.tree, node, 'property')), at: placeOf(making, node) }),
  subscript_expression: (making, node, depth) => ({ e: 'index', of: part(making, node, 'object', depth), index: part(making, node, 'index', depth), at: placeOf(making, node) }),
  call_expression: callOf, new_expression: newOf,
  template_string: templateOf,
  object: objectOf,
  array: (making, node, depth) => ({ e: 'list', form: 'list', items: itemsOf(making, node, depth), at: placeOf(making, node) }),
  ternary_expression: (making, node, depth) => ({ e: 'if', test: part(making, node, 'condition', depth), yes: part(making, node, 'consequence', depth), no: part(making, node, 'alternative', depth), at: placeOf(making, node) }),
  binary_expression: binaryOf, unary_expression: unaryOf, update_expression: updateOf,
  await_expression: (making, node, depth) => ({ e: 'await', of: inner(making, node, depth), at: placeOf(making, node) }),
  yield_expression: yieldOf,
  spread_element: (making, node, depth) => ({ e: 'spread', of: inner(making, node, depth), at: placeOf(making, node) }),
  sequence_expression: (making, node, depth) => ({ e: 'op', op: ',', parts: childrenOf(making.tree, node).map((child) => exprOf(making, child, depth)), at: placeOf(making, node) }),
  assignment_expression: (making, node, depth) => ({ e: 'set', target: targetOf(making, childIn(making.tree, node, 'left'), depth), value: part(making, node, 'right', depth), at: placeOf(making, node) }),
  augmented_assignment_expression: augmentedOf,
  type_assertion: (making, node, depth) => exprOf(making, childrenOf(making.tree, node).at(-1) ?? NONE, depth),
  jsx_element: jsxOf, jsx_self_closing_element: jsxOf, jsx_expression: inner,
}));

/** An expression as data; what nothing is known of is `unknown`. */
export function exprOf(making: Making, node: number, depth: number): FlowExpr {
  if (node === NONE) return { e: 'unknown', at: [0, 0] };
  if (depth > DEEPEST || --making.budget < 0) return unknownAt(making, node);
  const own = making.own.size > 0 ? making.own.get(node) : undefined;
  if (own !== undefined) return pathAt(own, placeOf(making, node));
  const kind = kindOf(making.tree, node);
  const converter = CONVERTERS.get(kind);
  if (converter !== undefined) return converter(making, node, depth + 1);
  if (TRANSPARENT.has(kind)) return inner(making, node, depth + 1);
  if (FUNCTIONS.has(kind)) return { e: 'function', fn: functionOf(making, node, depth + 1), at: placeOf(making, node) };
  return CLASSES.has(kind) ? classValue(making, node, depth + 1) : unknownAt(making, node);
}

/** Of a longer list only so many items are kept: it is then longer than any that counts as short. */
const LONGEST_LIST = 200;

const itemsOf = (making: Making, node: number, depth: number): FlowExpr[] => childrenOf(making.tree, node).slice(0, LONGEST_LIST).map((child) => exprOf(making, child, depth));

function templateOf(making: Making, node: number, depth: number): FlowExpr {
  const holes = childrenOf(making.tree, node).filter((child) => kindOf(making.tree, child) === 'template_substitution');
  if (holes.length === 0) return textLiteral(making, node);
  return { e: 'op', op: 'template', parts: holes.map((hole) => inner(making, hole, depth)), at: placeOf(making, node) };
}

const EITHER: ReadonlySet<string> = new Set(['&&', '||', '??']);

/** `a + b + c` is one operation: texts are put together of hundreds of pieces, each a level deeper in the tree. */
function binaryOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const op = textOf(tree, childIn(tree, node, 'operator'));
  const right = (of: number) => part(making, of, 'right', depth);
  if (op === '&&' || op === '||' || op === '??') return { e: 'either', op, left: part(making, node, 'left', depth), right: right(node), at: placeOf(making, node) };
  const parts: FlowExpr[] = [right(node)];
  let left = childIn(tree, node, 'left');
  while (op === '+' && kindOf(tree, left) === 'binary_expression' && textOf(tree, childIn(tree, left, 'operator')) === '+') {
    parts.push(right(left));
    left = childIn(tree, left, 'left');
  }
  parts.push(exprOf(making, left, depth));
  return { e: 'op', op, parts: parts.reverse(), at: placeOf(making, node) };
}

function unaryOf(making: Making, node: number, depth: number): FlowExpr {
  const op = textOf(making.tree, childIn(making.tree, node, 'operator'));
  const arg = part(making, node, 'argument', depth);
  if (op === '-' && arg.e === 'literal' && typeof arg.value === 'number') return { e: 'literal', value: 0 - arg.value, at: placeOf(making, node) };
  return { e: 'op', op, parts: [arg], at: placeOf(making, node) };
}

/** `i++` is `i = i + 1`. */
function updateOf(making: Making, node: number, depth: number): FlowExpr {
  const at = placeOf(making, node);
  const argument = childIn(making.tree, node, 'argument');
  const op = textOf(making.tree, node).includes('--') ? '-' : '+';
  return { e: 'set', target: targetOf(making, argument, depth), value: { e: 'op', op, parts: [exprOf(making, argument, depth), { e: 'literal', value: 1, at }], at }, at };
}

/** `a += b` as a value: `a = a + b`. */
function augmentedOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const at = placeOf(making, node);
  const op = textOf(tree, childIn(tree, node, 'operator')).slice(0, -1);
  const left = part(making, node, 'left', depth);
  const right = part(making, node, 'right', depth);
  const value: FlowExpr = EITHER.has(op) ? { e: 'either', op: op as '&&' | '||' | '??', left, right, at } : { e: 'op', op, parts: [left, right], at };
  return { e: 'set', target: targetOf(making, childIn(tree, node, 'left'), depth), value, at };
}

/** `yield* xs` gives what is in `xs`. */
function yieldOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const value = childrenOf(tree, node).at(-1);
  const at = placeOf(making, node);
  if (value === undefined || kindOf(tree, value) === '*') return { e: 'yield', of: null, at };
  const of = exprOf(making, value, depth);
  return { e: 'yield', of: kindOf(tree, first(making, node)) === '*' ? { e: 'spread', of, at: of.at } : of, at };
}
