import type { ProgramExpr, ProgramKeyword, ProgramTarget } from '../../../facts/program.ts';
import { childIn, childrenOf, endOf, fieldOf, kindOf, NONE, spanOf, startOf, textOf } from '../../flat-tree.ts';
import { decodeLiteral, literalAt } from '../strings.ts';
import { type Making, placed } from './places.ts';

const DEEPEST = 60;
const UNKNOWN: ProgramExpr = { e: 'unknown' };

type Converter = (making: Making, node: number, depth: number) => ProgramExpr;

const first = (making: Making, node: number): number => childrenOf(making.tree, node)[0] ?? NONE;
const inner: Converter = (making, node, depth) => exprOf(making, first(making, node), depth);
const last: Converter = (making, node, depth) => exprOf(making, childrenOf(making.tree, node).at(-1) ?? NONE, depth);
const listed = (form: 'list' | 'tuple' | 'set'): Converter => (making, node, depth) => {
  const at = placed(making, spanOf(making.tree, node));
  return { e: 'list', form, at, items: childrenOf(making.tree, node).map((child) => exprOf(making, child, depth)) };
};
const truth = (value: boolean): Converter => () => ({ e: 'bool', value });
const starred: Converter = (making, node, depth) => ({ e: 'star', arg: last(making, node, depth) });
const number: Converter = ({ tree }, node) => ({ e: 'number', value: Number(textOf(tree, node).replaceAll('_', '')) });

const CONVERTERS: Readonly<Record<string, Converter>> = {
  identifier: ({ tree }, node) => ({ e: 'name', name: textOf(tree, node) }),
  none: () => ({ e: 'none' }), true: truth(true), false: truth(false), integer: number, float: number,
  string: stringOf,
  concatenated_string: (making, node, depth) => ({ e: 'format', parts: childrenOf(making.tree, node).map((child) => exprOf(making, child, depth)) }),
  attribute: (making, node, depth) => ({ e: 'attr', of: exprOf(making, childIn(making.tree, node, 'object'), depth), name: textOf(making.tree, childIn(making.tree, node, 'attribute')) }),
  subscript: subscriptOf, call: callOf,
  list: listed('list'), tuple: listed('tuple'), expression_list: listed('tuple'), set: listed('set'),
  dictionary: dictionaryOf,
  conditional_expression: (making, node, depth) => {
    const [yes = NONE, test = NONE, no = NONE] = childrenOf(making.tree, node);
    return { e: 'if', test: exprOf(making, test, depth), yes: exprOf(making, yes, depth), no: exprOf(making, no, depth) };
  },
  binary_operator: binaryOf, boolean_operator: binaryOf, comparison_operator: comparisonOf,
  not_operator: (making, node, depth) => ({ e: 'not', arg: exprOf(making, childIn(making.tree, node, 'argument'), depth) }),
  unary_operator: (making, node, depth) => {
    const arg = exprOf(making, childIn(making.tree, node, 'argument'), depth);
    return arg.e === 'number' && textOf(making.tree, node).startsWith('-') ? { e: 'number', value: -arg.value } : UNKNOWN;
  },
  await: inner, parenthesized_expression: inner, expression_statement: inner, as_pattern: inner, type: inner,
  named_expression: (making, node, depth) => exprOf(making, childIn(making.tree, node, 'value'), depth),
  list_splat: starred, dictionary_splat: starred,
  list_comprehension: (making, node, depth) => eachOf(making, node, 'list', depth),
  generator_expression: (making, node, depth) => eachOf(making, node, 'list', depth),
  set_comprehension: (making, node, depth) => eachOf(making, node, 'set', depth),
  dictionary_comprehension: (making, node, depth) => eachOf(making, node, 'dict', depth),
};

/** An expression as data; what no text is ever made of is `unknown`. */
export function exprOf(making: Making, node: number, depth = 0): ProgramExpr {
  if (node === NONE || depth > DEEPEST || --making.budget < 0) return UNKNOWN;
  const kind = kindOf(making.tree, node);
  const converter = Object.hasOwn(CONVERTERS, kind) ? CONVERTERS[kind] : undefined;
  return converter === undefined ? UNKNOWN : converter(making, node, depth + 1);
}

function stringOf(making: Making, node: number, depth: number): ProgramExpr {
  const { tree } = making;
  const literal = literalAt(tree, node);
  if (literal === null) return UNKNOWN;
  const pasted = childrenOf(tree, node).filter((child) => kindOf(tree, child) === 'interpolation');
  const piece = (start: number, end: number): ProgramExpr => {
    const span = { start, end: Math.max(start, end) };
    return { e: 'text', value: decodeLiteral(tree.text, span, span, literal).value, at: placed(making, span) };
  };
  if (pasted.length === 0) return piece(literal.inner.start, literal.inner.end);
  const parts: ProgramExpr[] = [];
  let from = literal.inner.start;
  for (const child of pasted) {
    parts.push(piece(from, startOf(tree, child)), pastedOf(making, child, depth));
    from = endOf(tree, child);
  }
  parts.push(piece(from, literal.inner.end));
  return { e: 'format', parts: parts.filter((part) => part.e !== 'text' || part.value !== '') };
}

/** What is pasted through a format (`{x!r}`, `{n:>3}`) is another text than the value. */
function pastedOf(making: Making, node: number, depth: number): ProgramExpr {
  const [expression, ...rest] = childrenOf(making.tree, node);
  return expression === undefined || rest.length > 0 ? UNKNOWN : exprOf(making, expression, depth);
}

function subscriptOf(making: Making, node: number, depth: number): ProgramExpr {
  const { tree } = making;
  const of = exprOf(making, childIn(tree, node, 'value'), depth);
  const keys = childrenOf(tree, node).filter((child) => fieldOf(tree, child) === 'subscript');
  const [key = NONE] = keys;
  if (keys.length !== 1) return { e: 'index', of, index: UNKNOWN };
  return kindOf(tree, key) === 'slice' ? sliceOf(making, of, key, depth) : { e: 'index', of, index: exprOf(making, key, depth) };
}

/** The colon is no node that is kept: what stands before it is told by its place. */
function sliceOf(making: Making, of: ProgramExpr, node: number, depth: number): ProgramExpr {
  const { tree } = making;
  const parts = childrenOf(tree, node);
  const colon = tree.text.indexOf(':', startOf(tree, node));
  if (parts.length > 2 || textOf(tree, node).split(':').length !== 2) return UNKNOWN;
  const before = parts.find((part) => endOf(tree, part) <= colon);
  const after = parts.find((part) => startOf(tree, part) > colon);
  return { e: 'slice', of, from: before === undefined ? null : exprOf(making, before, depth), to: after === undefined ? null : exprOf(making, after, depth) };
}

function callOf(making: Making, node: number, depth: number): ProgramExpr {
  const { tree } = making;
  const at = placed(making, spanOf(tree, node));
  const of = exprOf(making, childIn(tree, node, 'function'), depth);
  const list = childIn(tree, node, 'arguments');
  const nodes = kindOf(tree, list) === 'generator_expression' ? [list] : childrenOf(tree, list);
  const args: ProgramExpr[] = [];
  const keywords: ProgramKeyword[] = [];
  for (const arg of nodes) {
    const kind = kindOf(tree, arg);
    if (kind === 'keyword_argument') keywords.push({ at: placed(making, spanOf(tree, childIn(tree, arg, 'name'))), name: textOf(tree, childIn(tree, arg, 'name')), value: exprOf(making, childIn(tree, arg, 'value'), depth) });
    else if (kind === 'dictionary_splat') keywords.push({ at: placed(making, spanOf(tree, arg)), name: null, value: last(making, arg, depth) });
    else args.push(exprOf(making, arg, depth));
  }
  return { e: 'call', of, args, keywords, at };
}

function dictionaryOf(making: Making, node: number, depth: number): ProgramExpr {
  const { tree } = making;
  const at = placed(making, spanOf(tree, node));
  const entries = childrenOf(tree, node).flatMap((child): (readonly [ProgramExpr | null, ProgramExpr])[] => {
    if (kindOf(tree, child) === 'dictionary_splat') return [[null, last(making, child, depth)]];
    return kindOf(tree, child) === 'pair' ? [[exprOf(making, childIn(tree, child, 'key'), depth), exprOf(making, childIn(tree, child, 'value'), depth)]] : [];
  });
  return { e: 'dict', entries, at };
}

function binaryOf(making: Making, node: number, depth: number): ProgramExpr {
  const part = (name: string): number => childIn(making.tree, node, name);
  return { e: 'op', op: textOf(making.tree, part('operator')), left: exprOf(making, part('left'), depth), right: exprOf(making, part('right'), depth) };
}

/** `a < b`; of a chain only that it is a test. */
function comparisonOf(making: Making, node: number, depth: number): ProgramExpr {
  const { tree } = making;
  const children = childrenOf(tree, node);
  const operands = children.filter((child) => fieldOf(tree, child) !== 'operators');
  const operators = children.filter((child) => fieldOf(tree, child) === 'operators');
  const [left = NONE, right = NONE] = operands;
  if (operands.length !== 2 || operators[0] === undefined) return UNKNOWN;
  return { e: 'op', op: textOf(tree, operators[0]).replace(/\s+/g, ' '), left: exprOf(making, left, depth), right: exprOf(making, right, depth) };
}

function eachOf(making: Making, node: number, form: 'list' | 'set' | 'dict', depth: number): ProgramExpr {
  const { tree } = making;
  const clauses: { target: ProgramTarget; of: ProgramExpr; tests: ProgramExpr[] }[] = [];
  for (const child of childrenOf(tree, node)) {
    if (kindOf(tree, child) === 'for_in_clause') clauses.push({ target: targetOf(making, childIn(tree, child, 'left'), depth), of: exprOf(making, childIn(tree, child, 'right'), depth), tests: [] });
    if (kindOf(tree, child) === 'if_clause') clauses.at(-1)?.tests.push(inner(making, child, depth));
  }
  const body = childIn(tree, node, 'body');
  if (kindOf(tree, body) !== 'pair') return { e: 'each', form, key: null, value: exprOf(making, body, depth), clauses };
  return { e: 'each', form, key: exprOf(making, childIn(tree, body, 'key'), depth), value: exprOf(making, childIn(tree, body, 'value'), depth), clauses };
}

const LISTS: ReadonlySet<string> = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple', 'list', 'expression_list']);

/** What an assignment, a loop or `as` gives a value to. */
export function targetOf(making: Making, node: number, depth = 0): ProgramTarget {
  const { tree } = making;
  const kind = kindOf(tree, node);
  if (depth > DEEPEST) return { t: 'other' };
  if (kind === 'identifier') return { t: 'name', name: textOf(tree, node) };
  if (kind === 'as_pattern_target' || kind === 'parenthesized_expression') return targetOf(making, first(making, node), depth + 1);
  if (kind === 'attribute') return { t: 'attr', of: exprOf(making, childIn(tree, node, 'object'), depth), name: textOf(tree, childIn(tree, node, 'attribute')) };
  if (kind === 'subscript') { const item = subscriptOf(making, node, depth); return item.e === 'index' ? { t: 'item', of: item.of, index: item.index } : { t: 'other' }; }
  return LISTS.has(kind) ? { t: 'list', items: childrenOf(tree, node).map((child) => targetOf(making, child, depth + 1)) } : { t: 'other' };
}
