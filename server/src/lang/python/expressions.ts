import type { CallHost, FunctionHost, HostExpr, HostProperty, StringHost, TemplateHost } from '../expression.ts';
import { childIn, childrenOf, endOf, fieldOf, type FlatTree, kindOf, NONE, nodesOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import { FUNCTIONS, isSelf, TRANSPARENT } from './grammar.ts';
import { paramPatterns, patternOf } from './patterns.ts';
import { decodeLiteral, type Literal, literalAt } from './strings.ts';

/** Makes expressions of nodes, each once, when an adapter looks. */
export interface Expressions {
  of(node: number): HostExpr;
  /** For a call's node; null when it is too deep or broken. */
  call(node: number): CallHost | null;
  /** For the node of a definition or a lambda. */
  function(node: number): FunctionHost;
  /** What stands between parentheses, of a call or behind the name of a class: by place and by name. */
  args(nodes: readonly number[]): Arguments;
  readonly tree: FlatTree;
}

/** Nesting beyond this becomes `unknown`, so that neither this nor a walk over the result can overflow the stack. */
const DEEPEST = 400;

export function expressionsOf(tree: FlatTree): Expressions {
  const maker: Maker = { tree, made: new Map(), returns: null };
  const of = (node: number) => make(maker, node, 0);
  return {
    tree, of,
    call: (node) => { const expr = of(node); return expr.kind === 'call' ? expr : null; },
    function: (node) => { const expr = of(node); return expr.kind === 'function' ? expr : functionOf(maker, node, 0); },
    args: (nodes) => argumentsOf(maker, nodes, 0),
  };
}

export interface Arguments { readonly args: readonly HostExpr[]; readonly keywords: readonly HostProperty[] }

interface Maker { readonly tree: FlatTree; readonly made: Map<number, HostExpr>; returns: ReadonlyMap<number, Returned> | null }
interface Returned { readonly returns: number[]; readonly yields: number[] }

function make(maker: Maker, node: number, depth: number): HostExpr {
  if (node === NONE) return { kind: 'unknown', span: { start: 0, end: 0 } };
  const known = maker.made.get(node);
  if (known !== undefined) return known;
  if (depth > DEEPEST) return { kind: 'unknown', span: spanOf(maker.tree, node) };
  const expr = convert(maker, node, depth + 1);
  maker.made.set(node, expr);
  return expr;
}

type Converter = (maker: Maker, node: number, depth: number) => HostExpr;

const first = (maker: Maker, node: number): number => childrenOf(maker.tree, node)[0] ?? NONE;
const unknown: Converter = ({ tree }, node) => ({ kind: 'unknown', span: spanOf(tree, node) });
const inner: Converter = (maker, node, depth) => make(maker, first(maker, node), depth);
const field = (name: string): Converter => (maker, node, depth) => make(maker, childIn(maker.tree, node, name), depth);
const items: Converter = (maker, node, depth) => ({ kind: 'array', items: childrenOf(maker.tree, node).map((child) => make(maker, child, depth)), span: spanOf(maker.tree, node) });
/** The last of its children: the star is one too. */
const starred: Converter = (maker, node, depth) => make(maker, childrenOf(maker.tree, node).at(-1) ?? NONE, depth);
const spread: Converter = (maker, node, depth) => ({ kind: 'spread', arg: starred(maker, node, depth), span: spanOf(maker.tree, node) });
const mapped: Converter = (maker, node, depth) => comprehension(maker, node, depth) ?? unknown(maker, node, depth);
const truth = (value: boolean): Converter => ({ tree }, node) => ({ kind: 'boolean', value, span: spanOf(tree, node) });

const CONVERTERS: Readonly<Record<string, Converter>> = {
  identifier: ({ tree }, node) => (startOf(tree, node) === endOf(tree, node) ? { kind: 'unknown', span: spanOf(tree, node) } : { kind: 'identifier', name: isSelf(textOf(tree, node)) ? 'this' : textOf(tree, node), span: spanOf(tree, node) }),
  none: ({ tree }, node) => ({ kind: 'nothing', name: 'null', span: spanOf(tree, node) }),
  true: truth(true), false: truth(false), integer: numberOf, float: numberOf,
  string: stringOf, concatenated_string: concatenationOf,
  attribute: memberOf, subscript: subscriptOf, generic_type: genericOf, call: callOf,
  list: items, tuple: items, set: items, expression_list: items, pattern_list: items,
  dictionary: (maker, node, depth) => ({ kind: 'object', properties: childrenOf(maker.tree, node).flatMap((child) => propertyOf(maker, child, depth)), span: spanOf(maker.tree, node) }),
  conditional_expression: conditionalOf,
  binary_operator: binaryOf, boolean_operator: binaryOf, comparison_operator: comparisonOf,
  not_operator: (maker, node, depth) => ({ kind: 'unary', op: '!', arg: make(maker, childIn(maker.tree, node, 'argument'), depth), span: spanOf(maker.tree, node) }),
  unary_operator: (maker, node, depth) => ({ kind: 'unary', op: textOf(maker.tree, childIn(maker.tree, node, 'operator')), arg: make(maker, childIn(maker.tree, node, 'argument'), depth), span: spanOf(maker.tree, node) }),
  await: (maker, node, depth) => ({ kind: 'await', arg: inner(maker, node, depth), span: spanOf(maker.tree, node) }),
  list_splat: spread, dictionary_splat: spread, splat_type: spread,
  // The value of an assignment is what was assigned: `a = b = 1`, `(n := 1)`.
  assignment: field('right'), named_expression: field('value'), keyword_argument: field('value'), as_pattern: inner, type: inner,
  list_comprehension: mapped, generator_expression: mapped,
};

function convert(maker: Maker, node: number, depth: number): HostExpr {
  const kind = kindOf(maker.tree, node);
  if (FUNCTIONS.has(kind)) return functionOf(maker, node, depth);
  const converter = Object.hasOwn(CONVERTERS, kind) ? CONVERTERS[kind] : undefined;
  return (converter ?? (TRANSPARENT.has(kind) ? inner : unknown))(maker, node, depth);
}

function numberOf({ tree }: Maker, node: number): HostExpr {
  const raw = textOf(tree, node);
  return { kind: 'number', value: Number(raw.replaceAll('_', '')), raw, span: spanOf(tree, node) };
}

/** A literal with `{…}` in it is an untagged template, any other a string. */
function stringOf(maker: Maker, node: number, depth: number): HostExpr {
  const { tree } = maker;
  const span = spanOf(tree, node);
  const literal = literalAt(tree, node);
  if (literal === null) return { kind: 'unknown', span };
  const pasted = childrenOf(tree, node).filter((child) => kindOf(tree, child) === 'interpolation');
  return pasted.length === 0 ? decodeLiteral(tree.text, literal.inner, span, literal) : formattedOf(maker, node, { literal, pasted }, depth);
}

function formattedOf(maker: Maker, node: number, { literal, pasted }: { readonly literal: Literal; readonly pasted: readonly number[] }, depth: number): TemplateHost {
  const { tree } = maker;
  const quasis: StringHost[] = [];
  let from = literal.inner.start;
  const quasi = (to: number) => { const part = { start: from, end: Math.max(from, to) }; quasis.push(decodeLiteral(tree.text, part, part, literal)); };
  for (const child of pasted) {
    quasi(startOf(tree, child));
    from = endOf(tree, child);
  }
  quasi(literal.inner.end);
  return { kind: 'template', tag: null, quasis, holes: pasted.map((child) => holeOf(maker, child, depth)), span: spanOf(tree, node) };
}

/** What is pasted through a format (`{x!r}`, `{n:>3}`) is another text than the value. */
function holeOf(maker: Maker, node: number, depth: number): HostExpr {
  const [expression, ...rest] = childrenOf(maker.tree, node);
  return expression === undefined || rest.length > 0 ? unknown(maker, node, depth) : make(maker, expression, depth);
}

/** Literals side by side are one text: `'a' 'b'` is `'a' + 'b'`. So many that the sum would be too deep to walk are no text for people. */
function concatenationOf(maker: Maker, node: number, depth: number): HostExpr {
  if (childrenOf(maker.tree, node).length > DEEPEST) return unknown(maker, node, depth);
  const parts = childrenOf(maker.tree, node).map((child) => make(maker, child, depth));
  return parts.reduce<HostExpr | null>((left, right) => (left === null ? right : { kind: 'binary', op: '+', left, right, span: { start: left.span.start, end: right.span.end } }), null) ?? unknown(maker, node, depth);
}

function memberOf(maker: Maker, node: number, depth: number): HostExpr {
  const property = childIn(maker.tree, node, 'attribute');
  return { kind: 'member', object: make(maker, childIn(maker.tree, node, 'object'), depth), property: property === NONE ? '' : textOf(maker.tree, property), propertySpan: spanOf(maker.tree, property === NONE ? node : property), span: spanOf(maker.tree, node) };
}

function subscriptOf(maker: Maker, node: number, depth: number): HostExpr {
  const keys = childrenOf(maker.tree, node).filter((child) => fieldOf(maker.tree, child) === 'subscript');
  return { kind: 'subscript', object: make(maker, childIn(maker.tree, node, 'value'), depth), index: indexOf(maker, keys, { node, depth }), span: spanOf(maker.tree, node) };
}

/** In an annotation `Mapped[int]` has nodes of its own, and a string is a name that comes later. */
function genericOf(maker: Maker, node: number, depth: number): HostExpr {
  const [object = NONE, keys = NONE] = childrenOf(maker.tree, node);
  return { kind: 'subscript', object: make(maker, object, depth), index: indexOf(maker, childrenOf(maker.tree, keys), { node, depth }), span: spanOf(maker.tree, node) };
}

/** Several keys are one tuple, as in Python itself: `Annotated[int, index]`. */
function indexOf(maker: Maker, keys: readonly number[], { node, depth }: { readonly node: number; readonly depth: number }): HostExpr {
  const [only, ...rest] = keys.map((key) => make(maker, key, depth));
  if (only === undefined) return { kind: 'unknown', span: spanOf(maker.tree, node) };
  return rest.length === 0 ? only : { kind: 'array', items: [only, ...rest], span: { start: only.span.start, end: rest.at(-1)?.span.end ?? only.span.end } };
}

function callOf(maker: Maker, node: number, depth: number): CallHost {
  const { tree } = maker;
  const list = childIn(tree, node, 'arguments');
  const nodes = kindOf(tree, list) === 'generator_expression' ? [list] : childrenOf(tree, list);
  const { args, keywords } = argumentsOf(maker, nodes, depth);
  return {
    kind: 'call', callee: make(maker, childIn(tree, node, 'function'), depth), args, ...(keywords.length === 0 ? {} : { keywords }),
    isNew: false, argsSpan: list === NONE ? { start: endOf(tree, node), end: endOf(tree, node) } : spanOf(tree, list), span: spanOf(tree, node),
  };
}

function argumentsOf(maker: Maker, nodes: readonly number[], depth: number): Arguments {
  const isNamed = (node: number): boolean => kindOf(maker.tree, node) === 'keyword_argument' || kindOf(maker.tree, node) === 'dictionary_splat';
  return { args: nodes.filter((node) => !isNamed(node)).map((node) => make(maker, node, depth)), keywords: nodes.filter(isNamed).flatMap((node) => keywordOf(maker, node, depth)) };
}

function keywordOf(maker: Maker, node: number, depth: number): HostProperty[] {
  const { tree } = maker;
  const span = spanOf(tree, node);
  if (kindOf(tree, node) === 'dictionary_splat') return [{ kind: 'spread', arg: starred(maker, node, depth), span }];
  const name = childIn(tree, node, 'name');
  return name === NONE ? [] : [{ kind: 'property', key: textOf(tree, name), keySpan: spanOf(tree, name), value: make(maker, childIn(tree, node, 'value'), depth), shorthand: false, span }];
}

function propertyOf(maker: Maker, node: number, depth: number): HostProperty[] {
  const { tree } = maker;
  const span = spanOf(tree, node);
  if (kindOf(tree, node) === 'dictionary_splat') return [{ kind: 'spread', arg: starred(maker, node, depth), span }];
  if (kindOf(tree, node) !== 'pair') return [];
  const key = make(maker, childIn(tree, node, 'key'), depth);
  const value = make(maker, childIn(tree, node, 'value'), depth);
  return [key.kind === 'string' ? { kind: 'property', key: key.value, keySpan: key.span, value, shorthand: false, span } : { kind: 'computed', key, value, span }];
}

/** `then if test else otherwise`. */
function conditionalOf(maker: Maker, node: number, depth: number): HostExpr {
  const [then = NONE, test = NONE, otherwise = NONE] = childrenOf(maker.tree, node);
  // biome-ignore lint/suspicious/noThenProperty: HostExpr names the branch so; it is data and never awaited.
  return { kind: 'conditional', test: make(maker, test, depth), then: make(maker, then, depth), otherwise: make(maker, otherwise, depth), span: spanOf(maker.tree, node) };
}

const NEUTRAL: Readonly<Record<string, string>> = { and: '&&', or: '||', '<>': '!=' };

function binaryOf(maker: Maker, node: number, depth: number): HostExpr {
  const part = (name: string) => childIn(maker.tree, node, name);
  const op = textOf(maker.tree, part('operator'));
  return { kind: 'binary', op: NEUTRAL[op] ?? op, left: make(maker, part('left'), depth), right: make(maker, part('right'), depth), span: spanOf(maker.tree, node) };
}

/** `a < b`; `a < b < c` is `a < b && b < c`. */
function comparisonOf(maker: Maker, node: number, depth: number): HostExpr {
  const { tree } = maker;
  const children = childrenOf(tree, node);
  const operands = children.filter((child) => fieldOf(tree, child) !== 'operators');
  const operators = children.filter((child) => fieldOf(tree, child) === 'operators').map((child) => textOf(tree, child).replace(/\s+/g, ' '));
  const pairs = operators.map((op, index): HostExpr => {
    const [left, right] = [make(maker, operands[index] ?? NONE, depth), make(maker, operands[index + 1] ?? NONE, depth)];
    return { kind: 'binary', op: NEUTRAL[op] ?? op, left, right, span: { start: left.span.start, end: right.span.end } };
  });
  return pairs.reduce<HostExpr | null>((left, right) => (left === null ? right : { kind: 'binary', op: '&&', left, right, span: { start: left.span.start, end: right.span.end } }), null) ?? unknown(maker, node, depth);
}

/** `[f(x) for x in xs]` is `xs.map((x) => f(x))`: the one form that other languages have for it. Null for nested loops. */
function comprehension(maker: Maker, node: number, depth: number): HostExpr | null {
  const { tree } = maker;
  const clauses = childrenOf(tree, node).filter((child) => kindOf(tree, child) === 'for_in_clause');
  const [clause] = clauses;
  if (clause === undefined || clauses.length > 1) return null;
  const span = spanOf(tree, node);
  const body = childIn(tree, node, 'body');
  const each: FunctionHost = { kind: 'function', name: null, params: [patternOf(tree, childIn(tree, clause, 'left'))], returns: [make(maker, body, depth)], bodySpan: spanOf(tree, body), span, concise: true };
  const callee: HostExpr = { kind: 'member', object: make(maker, childIn(tree, clause, 'right'), depth), property: 'map', propertySpan: span, span };
  return { kind: 'call', callee, args: [each], isNew: false, argsSpan: span, span };
}

function functionOf(maker: Maker, node: number, depth: number): FunctionHost {
  const { tree } = maker;
  const body = childIn(tree, node, 'body');
  const name = childIn(tree, node, 'name');
  const concise = kindOf(tree, node) === 'lambda';
  return {
    kind: 'function', name: name === NONE ? null : textOf(tree, name), params: paramPatterns(tree, node), returns: (concise ? [body] : givenBy(maker, node)).map((value) => make(maker, value, depth)),
    bodySpan: spanOf(tree, body === NONE ? node : body), span: spanOf(tree, node), concise,
  };
}

/** What a function gives: its returned values, or what it yields where it returns none (`@contextmanager`, dependencies). */
function givenBy(maker: Maker, node: number): readonly number[] {
  maker.returns ??= returnsByFunction(maker.tree);
  const given = maker.returns.get(node);
  return given === undefined ? [] : given.returns.length > 0 ? given.returns : given.yields;
}

/** All `return` and `yield` values by the function they leave, in one pass. */
function returnsByFunction(tree: FlatTree): ReadonlyMap<number, Returned> {
  const out = new Map<number, Returned>();
  const open: number[] = [];
  for (const node of nodesOf(tree, [...FUNCTIONS, 'return_statement', 'yield'])) {
    while (open.length > 0 && endOf(tree, open.at(-1) ?? NONE) <= startOf(tree, node)) open.pop();
    if (FUNCTIONS.has(kindOf(tree, node))) { open.push(node); out.set(node, { returns: [], yields: [] }); continue; }
    const given = out.get(open.at(-1) ?? NONE);
    const value = childrenOf(tree, node)[0];
    if (given !== undefined && value !== undefined) (kindOf(tree, node) === 'yield' ? given.yields : given.returns).push(value);
  }
  return out;
}
