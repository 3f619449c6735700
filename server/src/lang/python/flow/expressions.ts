import type { FlowExpr } from '../../../facts/flow.ts';
import { childIn, childrenOf, fieldOf, kindOf, NONE, startOf, textOf } from '../../flat-tree.ts';
import { callOf } from './calls.ts';
import { comprehensionOf } from './comprehensions.ts';
import { lambdaOf } from './functions.ts';
import { isYieldFrom, numberValue, sliceParts, stringValue } from './literals.ts';
import { DEEPEST, type Making, placeOf, unknownAt } from './making.ts';
import { targetOf } from './targets.ts';

export type Converter = (making: Making, node: number, depth: number) => FlowExpr;

const first = (making: Making, node: number): number => childrenOf(making.tree, node)[0] ?? NONE;
/** The last of its children: a star is one too. */
export const lastOf: Converter = (making, node, depth) => exprOf(making, childrenOf(making.tree, node).at(-1) ?? NONE, depth);
const inner: Converter = (making, node, depth) => exprOf(making, first(making, node), depth);
const each = (making: Making, nodes: readonly number[], depth: number): FlowExpr[] => nodes.map((node) => exprOf(making, node, depth));

const constant = (value: boolean | null): Converter => (making, node) => ({ e: 'literal', value, at: placeOf(making, node) });
const number: Converter = (making, node) => ({ e: 'literal', value: numberValue(making.tree, node), at: placeOf(making, node) });
const listed = (form: 'list' | 'tuple' | 'set'): Converter => (making, node, depth) => ({ e: 'list', form, items: each(making, childrenOf(making.tree, node), depth), at: placeOf(making, node) });
const starred: Converter = (making, node, depth) => ({ e: 'spread', of: lastOf(making, node, depth), at: placeOf(making, node) });

const CONVERTERS: Readonly<Record<string, Converter>> = {
  identifier: (making, node) => { const name = textOf(making.tree, node); return name === '' ? unknownAt(making, node) : { e: 'name', name, at: placeOf(making, node) }; },
  none: constant(null), true: constant(true), false: constant(false), integer: number, float: number,
  string: stringOf, concatenated_string: concatenatedOf,
  attribute: (making, node, depth) => ({ e: 'attr', of: exprOf(making, childIn(making.tree, node, 'object'), depth), name: textOf(making.tree, childIn(making.tree, node, 'attribute')), at: placeOf(making, node) }),
  subscript: subscriptOf, call: callOf, lambda: lambdaOf,
  list: listed('list'), tuple: listed('tuple'), expression_list: listed('tuple'), set: listed('set'),
  dictionary: dictionaryOf,
  conditional_expression: (making, node, depth) => {
    const [yes = NONE, test = NONE, no = NONE] = childrenOf(making.tree, node);
    return { e: 'if', test: exprOf(making, test, depth), yes: exprOf(making, yes, depth), no: exprOf(making, no, depth), at: placeOf(making, node) };
  },
  boolean_operator: (making, node, depth) => {
    const part = (name: string): FlowExpr => exprOf(making, childIn(making.tree, node, name), depth);
    return { e: 'either', op: textOf(making.tree, childIn(making.tree, node, 'operator')) === 'or' ? '||' : '&&', left: part('left'), right: part('right'), at: placeOf(making, node) };
  },
  binary_operator: binaryOf, comparison_operator: comparisonOf, unary_operator: unaryOf,
  not_operator: (making, node, depth) => ({ e: 'op', op: 'not', parts: [exprOf(making, childIn(making.tree, node, 'argument'), depth)], at: placeOf(making, node) }),
  await: (making, node, depth) => ({ e: 'await', of: inner(making, node, depth), at: placeOf(making, node) }),
  yield: yieldOf,
  named_expression: (making, node, depth) => ({ e: 'set', target: targetOf(making, childIn(making.tree, node, 'name'), depth), value: exprOf(making, childIn(making.tree, node, 'value'), depth), at: placeOf(making, node) }),
  parenthesized_expression: inner, as_pattern: inner, type: inner,
  list_splat: starred, dictionary_splat: starred, list_splat_pattern: starred,
  list_comprehension: (making, node, depth) => comprehensionOf(making, node, 'list', depth),
  generator_expression: (making, node, depth) => comprehensionOf(making, node, 'generator', depth),
  set_comprehension: (making, node, depth) => comprehensionOf(making, node, 'set', depth),
  dictionary_comprehension: (making, node, depth) => comprehensionOf(making, node, 'dict', depth),
};

/** An expression as data; what has no form, is too deep or comes after the budget is `unknown`. */
export function exprOf(making: Making, node: number, depth = 0): FlowExpr {
  if (node === NONE) return { e: 'unknown', at: [0, 0] };
  const kind = kindOf(making.tree, node);
  const converter = Object.hasOwn(CONVERTERS, kind) ? CONVERTERS[kind] : undefined;
  return converter === undefined || depth > DEEPEST || --making.budget < 0 ? unknownAt(making, node) : converter(making, node, depth + 1);
}

function stringOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const parts = holesOf(making, node, depth);
  if (parts.length > 0) return { e: 'op', op: 'template', parts, at: placeOf(making, node) };
  const value = stringValue(tree, node);
  return value === null ? unknownAt(making, node) : { e: 'literal', value, at: placeOf(making, node) };
}

/** What is pasted into an f-string. */
function holesOf(making: Making, node: number, depth: number): FlowExpr[] {
  const { tree } = making;
  return childrenOf(tree, node).flatMap((child) => (kindOf(tree, child) === 'interpolation' ? [exprOf(making, childIn(tree, child, 'expression'), depth)] : []));
}

/** Literals side by side are one text. */
function concatenatedOf(making: Making, node: number, depth: number): FlowExpr {
  const children = childrenOf(making.tree, node);
  const parts = children.flatMap((child) => holesOf(making, child, depth));
  if (parts.length > 0) return { e: 'op', op: 'template', parts, at: placeOf(making, node) };
  const [value] = children.map((child) => stringValue(making.tree, child)).filter((text) => text !== null && text !== '');
  return value === undefined ? unknownAt(making, node) : { e: 'literal', value, at: placeOf(making, node) };
}

function subscriptOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const of = exprOf(making, childIn(tree, node, 'value'), depth);
  const at = placeOf(making, node);
  const keys = childrenOf(tree, node).filter((child) => fieldOf(tree, child) === 'subscript');
  const [key = NONE] = keys;
  // Several keys are one tuple, as in the language itself.
  if (keys.length > 1) return { e: 'index', of, index: { e: 'list', form: 'tuple', items: each(making, keys, depth), at: [startOf(tree, key) - making.base, at[1] - 1] }, at };
  if (kindOf(tree, key) !== 'slice') return { e: 'index', of, index: exprOf(making, key, depth), at };
  const { from, to } = sliceParts(tree, key, childrenOf(tree, key));
  return { e: 'slice', of, from: from === null ? null : exprOf(making, from, depth), to: to === null ? null : exprOf(making, to, depth), at };
}

function dictionaryOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const entries = childrenOf(tree, node).flatMap((child): { key: string | null; value: FlowExpr; computed?: FlowExpr }[] => {
    if (kindOf(tree, child) === 'dictionary_splat') return [{ key: null, value: lastOf(making, child, depth) }];
    if (kindOf(tree, child) !== 'pair') return [];
    const key = exprOf(making, childIn(tree, child, 'key'), depth);
    const value = exprOf(making, childIn(tree, child, 'value'), depth);
    return [key.e === 'literal' && typeof key.value === 'string' ? { key: key.value, value } : { key: '', value, computed: key }];
  });
  return { e: 'object', entries, at: placeOf(making, node) };
}

function binaryOf(making: Making, node: number, depth: number): FlowExpr {
  const part = (name: string): number => childIn(making.tree, node, name);
  return { e: 'op', op: textOf(making.tree, part('operator')), parts: [exprOf(making, part('left'), depth), exprOf(making, part('right'), depth)], at: placeOf(making, node) };
}

/** `a < b < c` has three parts and two operators, joined by a space. */
function comparisonOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const isOperator = (child: number): boolean => fieldOf(tree, child) === 'operators';
  const children = childrenOf(tree, node);
  const op = children.filter(isOperator).map((child) => textOf(tree, child).replace(/\s+/g, ' ')).join(' ');
  return { e: 'op', op, parts: each(making, children.filter((child) => !isOperator(child)), depth), at: placeOf(making, node) };
}

function unaryOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const arg = exprOf(making, childIn(tree, node, 'argument'), depth);
  const op = textOf(tree, childIn(tree, node, 'operator'));
  if (op === '-' && arg.e === 'literal' && typeof arg.value === 'number') return { ...arg, value: -arg.value, at: placeOf(making, node) };
  return { e: 'op', op, parts: [arg], at: placeOf(making, node) };
}

function yieldOf(making: Making, node: number, depth: number): FlowExpr {
  const at = placeOf(making, node);
  making.yields++;
  const values = childrenOf(making.tree, node);
  if (values.length === 0) return { e: 'yield', of: null, at };
  const of = lastOf(making, node, depth);
  return { e: 'yield', of: isYieldFrom(making.tree, node) ? { e: 'spread', of, at: of.at } : of, at };
}
