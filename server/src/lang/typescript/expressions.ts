import { childIn, childrenOf, endOf, type FlatTree, kindOf, NONE, nodesOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import type { CallHost, FunctionHost, HostExpr, HostProperty, Pattern, StringHost, TemplateHost } from '../expression.ts';
import { decodeString } from '../strings.ts';
import { FUNCTIONS, TRANSPARENT } from './grammar.ts';
import { patternOf } from './patterns.ts';

/** Makes expressions of nodes, each once. Nothing is made until an adapter looks: most calls of a file are of no interest. */
export interface Expressions {
  of(node: number): HostExpr;
  /** For a node that is a call or `new`; null when it is too deep or broken. */
  call(node: number): CallHost | null;
  template(node: number): TemplateHost | null;
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
    template: (node) => templateAt(maker, node),
  };
}

interface Maker { readonly tree: FlatTree; readonly made: Map<number, HostExpr>; returns: ReadonlyMap<number, readonly number[]> | null }

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
const identifier: Converter = ({ tree }, node) => (startOf(tree, node) === endOf(tree, node) ? { kind: 'unknown', span: spanOf(tree, node) } : { kind: 'identifier', name: textOf(tree, node), span: spanOf(tree, node) });
const right: Converter = (maker, node, depth) => make(maker, childIn(maker.tree, node, 'right'), depth);

const CONVERTERS: Readonly<Record<string, Converter>> = {
  identifier, this: identifier, super: identifier, meta_property: identifier, import: identifier, shorthand_property_identifier: identifier, property_identifier: identifier, private_property_identifier: identifier,
  undefined: ({ tree }, node) => ({ kind: 'nothing', name: 'undefined', span: spanOf(tree, node) }),
  null: ({ tree }, node) => ({ kind: 'nothing', name: 'null', span: spanOf(tree, node) }),
  true: ({ tree }, node) => ({ kind: 'boolean', value: true, span: spanOf(tree, node) }),
  false: ({ tree }, node) => ({ kind: 'boolean', value: false, span: spanOf(tree, node) }),
  number: numberOf, string: stringOf,
  member_expression: memberOf,
  subscript_expression: (maker, node, depth) => ({ kind: 'subscript', object: make(maker, childIn(maker.tree, node, 'object'), depth), index: make(maker, childIn(maker.tree, node, 'index'), depth), span: spanOf(maker.tree, node) }),
  call_expression: callOf,
  new_expression: (maker, node, depth) => callWith(maker, node, childIn(maker.tree, node, 'constructor'), depth),
  template_string: (maker, node, depth) => templateWith(maker, node, node, null, depth),
  object: (maker, node, depth) => ({ kind: 'object', properties: childrenOf(maker.tree, node).flatMap((child) => propertyOf(maker, child, depth)), span: spanOf(maker.tree, node) }),
  array: (maker, node, depth) => ({ kind: 'array', items: childrenOf(maker.tree, node).map((child) => make(maker, child, depth)), span: spanOf(maker.tree, node) }),
  ternary_expression: conditionalOf,
  binary_expression: binaryOf,
  unary_expression: (maker, node, depth) => ({ kind: 'unary', op: textOf(maker.tree, childIn(maker.tree, node, 'operator')), arg: make(maker, childIn(maker.tree, node, 'argument'), depth), span: spanOf(maker.tree, node) }),
  await_expression: (maker, node, depth) => ({ kind: 'await', arg: inner(maker, node, depth), span: spanOf(maker.tree, node) }),
  spread_element: (maker, node, depth) => ({ kind: 'spread', arg: inner(maker, node, depth), span: spanOf(maker.tree, node) }),
  // The value of an assignment is what was assigned: `globalThis.db ?? (globalThis.db = drizzle(pool))`.
  assignment_expression: right,
  type_assertion: (maker, node, depth) => make(maker, childrenOf(maker.tree, node).at(-1) ?? NONE, depth),
};

function convert(maker: Maker, node: number, depth: number): HostExpr {
  const kind = kindOf(maker.tree, node);
  if (FUNCTIONS.has(kind)) return functionOf(maker, node, depth);
  const converter = Object.hasOwn(CONVERTERS, kind) ? CONVERTERS[kind] : undefined;
  return (converter ?? (TRANSPARENT.has(kind) ? inner : unknown))(maker, node, depth);
}

function numberOf({ tree }: Maker, node: number): HostExpr {
  const raw = textOf(tree, node);
  return { kind: 'number', value: Number(raw.replaceAll('_', '').replace(/n$/, '')), raw, span: spanOf(tree, node) };
}

function stringOf({ tree }: Maker, node: number): StringHost {
  const span = spanOf(tree, node);
  return decodeString(tree.text, { start: span.start + 1, end: Math.max(span.start + 1, span.end - 1) }, span, 'kept');
}

function memberOf(maker: Maker, node: number, depth: number): HostExpr {
  const property = childIn(maker.tree, node, 'property');
  return { kind: 'member', object: make(maker, childIn(maker.tree, node, 'object'), depth), property: property === NONE ? '' : textOf(maker.tree, property), propertySpan: spanOf(maker.tree, property === NONE ? node : property), span: spanOf(maker.tree, node) };
}

function callOf(maker: Maker, node: number, depth: number): HostExpr {
  const callee = childIn(maker.tree, node, 'function');
  const args = childIn(maker.tree, node, 'arguments');
  if (kindOf(maker.tree, args) === 'template_string') return templateWith(maker, node, args, callee, depth);
  return callWith(maker, node, callee, depth);
}

function callWith(maker: Maker, node: number, callee: number, depth: number): CallHost {
  const { tree } = maker;
  const args = childIn(tree, node, 'arguments');
  const argsSpan = args === NONE ? { start: endOf(tree, node), end: endOf(tree, node) } : spanOf(tree, args);
  return { kind: 'call', callee: make(maker, callee, depth), args: childrenOf(tree, args).map((arg) => make(maker, arg, depth)), isNew: kindOf(tree, node) === 'new_expression', argsSpan, span: spanOf(tree, node) };
}

function conditionalOf(maker: Maker, node: number, depth: number): HostExpr {
  const part = (field: string) => make(maker, childIn(maker.tree, node, field), depth);
  // biome-ignore lint/suspicious/noThenProperty: HostExpr names the branch so; it is data and never awaited.
  return { kind: 'conditional', test: part('condition'), then: part('consequence'), otherwise: part('alternative'), span: spanOf(maker.tree, node) };
}

function binaryOf(maker: Maker, node: number, depth: number): HostExpr {
  const part = (field: string) => childIn(maker.tree, node, field);
  return { kind: 'binary', op: textOf(maker.tree, part('operator')), left: make(maker, part('left'), depth), right: make(maker, part('right'), depth), span: spanOf(maker.tree, node) };
}

/** A template by itself, a tagged one, or a string that a comment marks as SQL. */
function templateAt(maker: Maker, node: number): TemplateHost | null {
  const expr = make(maker, node, 0);
  if (expr.kind === 'template') return expr;
  return expr.kind === 'string' ? { kind: 'template', tag: null, quasis: [expr], holes: [], span: expr.span } : null;
}

function templateWith(maker: Maker, node: number, template: number, tag: number | null, depth: number): TemplateHost {
  const { tree } = maker;
  const quasis: StringHost[] = [];
  const holes: HostExpr[] = [];
  const end = Math.max(startOf(tree, template) + 1, endOf(tree, template) - 1);
  let from = startOf(tree, template) + 1;
  const quasi = (to: number) => { const inner = { start: from, end: to }; quasis.push(decodeString(tree.text, inner, inner, 'normalised')); };
  for (const child of childrenOf(tree, template)) {
    if (kindOf(tree, child) !== 'template_substitution') continue;
    quasi(startOf(tree, child));
    from = endOf(tree, child);
    const hole = first(maker, child);
    holes.push(hole === NONE ? { kind: 'unknown', span: spanOf(tree, child) } : make(maker, hole, depth));
  }
  quasi(Math.max(from, end));
  return { kind: 'template', tag: tag === null ? null : make(maker, tag, depth), quasis, holes, span: spanOf(tree, node) };
}

function propertyOf(maker: Maker, node: number, depth: number): HostProperty[] {
  const { tree } = maker;
  const span = spanOf(tree, node);
  switch (kindOf(tree, node)) {
    case 'pair': return [keyed(maker, node, make(maker, childIn(tree, node, 'value'), depth), depth)];
    case 'method_definition': return [keyed(maker, node, make(maker, node, depth), depth)];
    case 'spread_element': return [{ kind: 'spread', arg: inner(maker, node, depth), span }];
    case 'shorthand_property_identifier': return [{ kind: 'property', key: textOf(tree, node), keySpan: span, value: make(maker, node, depth), shorthand: true, span }];
    default: return [];
  }
}

function keyed(maker: Maker, node: number, value: HostExpr, depth: number): HostProperty {
  const { tree } = maker;
  const key = kindOf(tree, node) === 'pair' ? childIn(tree, node, 'key') : childIn(tree, node, 'name');
  const span = spanOf(tree, node);
  if (kindOf(tree, key) === 'computed_property_name') return { kind: 'computed', key: inner(maker, key, depth), value, span };
  return { kind: 'property', key: keyText(tree, key), keySpan: spanOf(tree, key === NONE ? node : key), value, shorthand: false, span };
}

/** A property's name as the program knows it: `'a b'` without its quotes, `1` as it stands. */
export function keyText(tree: FlatTree, key: number): string {
  if (key === NONE) return '';
  if (kindOf(tree, key) !== 'string') return textOf(tree, key);
  const span = spanOf(tree, key);
  return decodeString(tree.text, { start: span.start + 1, end: Math.max(span.start + 1, span.end - 1) }, span, 'kept').value;
}

function functionOf(maker: Maker, node: number, depth: number): FunctionHost {
  const { tree } = maker;
  const body = childIn(tree, node, 'body');
  const concise = body !== NONE && kindOf(tree, body) !== 'statement_block';
  maker.returns ??= returnsByFunction(tree);
  const returned = concise ? [body] : (maker.returns.get(node) ?? []);
  const name = childIn(tree, node, 'name');
  return { kind: 'function', name: name === NONE ? null : keyText(tree, name), params: paramsOf(tree, node), returns: returned.map((value) => make(maker, value, depth)), bodySpan: spanOf(tree, body === NONE ? node : body), span: spanOf(tree, node), concise };
}

export function paramsOf(tree: FlatTree, node: number): Pattern[] {
  const single = childIn(tree, node, 'parameter');
  if (single !== NONE) return [patternOf(tree, single)];
  return childrenOf(tree, childIn(tree, node, 'parameters')).map((param) => patternOf(tree, param));
}

/** All `return` values by the function they leave; in one pass, for nested functions would be read again and again otherwise. */
function returnsByFunction(tree: FlatTree): ReadonlyMap<number, readonly number[]> {
  const out = new Map<number, number[]>();
  const open: number[] = [];
  for (const node of nodesOf(tree, [...FUNCTIONS, 'return_statement'])) {
    while (open.length > 0 && endOf(tree, open.at(-1) ?? NONE) <= startOf(tree, node)) open.pop();
    if (kindOf(tree, node) !== 'return_statement') { open.push(node); continue; }
    const owner = open.at(-1);
    const value = childrenOf(tree, node)[0];
    if (owner === undefined || value === undefined) continue;
    const list = out.get(owner);
    if (list === undefined) out.set(owner, [value]);
    else list.push(value);
  }
  return out;
}
