import type { Span } from '../../text/span.ts';
import { childIn, endOf, fieldOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import type { Binding } from '../outline.ts';
import type { Place } from '../place.ts';
import { rootName } from './calls.ts';
import type { Expressions } from './expressions.ts';
import { FUNCTIONS, TRANSPARENT } from './grammar.ts';

type Resolve = (name: string, offset: number) => Binding | null;

/** What takes the value of the expression at `span`; null where no expression stands there. */
export function placeOf(expressions: Expressions, resolve: Resolve, span: Span): Place | null {
  const node = nodeAt(expressions.tree, span);
  if (node === NONE) return null;
  let at = node;
  while (TRANSPARENT.has(kindOf(expressions.tree, parentOf(expressions.tree, at)))) at = parentOf(expressions.tree, at);
  return placeIn(expressions, resolve, at, parentOf(expressions.tree, at));
}

/** The innermost node of exactly that span: a statement may end where its expression does. */
function nodeAt(tree: FlatTree, { start, end }: Span): number {
  let [low, high] = [0, tree.size];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tree.start[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  let found = NONE;
  for (let node = low; node < tree.size && tree.start[node] === start; node++) if (tree.end[node] === end && kindOf(tree, node) !== 'comment') found = node;
  return found;
}

function placeIn(expressions: Expressions, resolve: Resolve, node: number, parent: number): Place {
  const { tree } = expressions;
  const field = fieldOf(tree, node);
  const span = spanOf(tree, parent);
  switch (kindOf(tree, parent)) {
    case 'await_expression': return { in: 'await', span };
    case 'arguments': return argument(expressions, parentOf(tree, parent));
    case 'member_expression': return field === 'object' ? member(expressions, parent) : { in: 'other' };
    case 'array': return { in: 'list', span };
    case 'spread_element': return { in: 'choice', span };
    case 'binary_expression': return CHOICES.has(textOf(tree, childIn(tree, parent, 'operator'))) ? { in: 'choice', span } : { in: 'other' };
    case 'template_substitution': return { in: 'hole' };
    case 'call_expression': return field === 'function' ? called(expressions, parent) : { in: 'other' };
    case 'ternary_expression': return field === 'condition' ? { in: 'other' } : { in: 'choice', span };
    case 'pair': return property(tree, parent);
    case 'object': return { in: 'property', key: textOf(tree, node), span };
    case 'variable_declarator': case 'assignment_expression': return given(tree, resolve, childIn(tree, parent, kindOf(tree, parent) === 'variable_declarator' ? 'name' : 'left'));
    case 'public_field_definition': return named(resolve, `this.${textOf(tree, childIn(tree, parent, 'name'))}`, startOf(tree, node));
    case 'return_statement': return returned(tree, resolve, parent);
    case 'arrow_function': return field === 'body' ? returned(tree, resolve, node) : { in: 'other' };
    case 'expression_statement': return { in: 'statement' };
    default: return { in: 'other' };
  }
}

const CHOICES: ReadonlySet<string> = new Set(['&&', '||', '??']);

function called(expressions: Expressions, node: number): Place {
  const call = expressions.call(node);
  return call === null ? { in: 'other' } : { in: 'callee', call };
}

function argument(expressions: Expressions, call: number): Place {
  const made = expressions.call(call);
  return made === null ? { in: 'other' } : { in: 'argument', call: made };
}

function member(expressions: Expressions, node: number): Place {
  const { tree } = expressions;
  let at = node;
  while (TRANSPARENT.has(kindOf(tree, parentOf(tree, at)))) at = parentOf(tree, at);
  const parent = parentOf(tree, at);
  const isCalled = kindOf(tree, parent) === 'call_expression' && fieldOf(tree, at) === 'function';
  return { in: 'member', property: textOf(tree, childIn(tree, node, 'property')), call: isCalled ? expressions.call(parent) : null, span: spanOf(tree, node) };
}

function property(tree: FlatTree, pair: number): Place {
  const key = textOf(tree, childIn(tree, pair, 'key')).replace(/^['"]|['"]$/g, '');
  return { in: 'property', key, span: spanOf(tree, parentOf(tree, pair)) };
}

function given(tree: FlatTree, resolve: Resolve, target: number): Place {
  const isName = kindOf(tree, target) === 'identifier' || (kindOf(tree, target) === 'member_expression' && kindOf(tree, childIn(tree, target, 'object')) === 'this');
  const name = isName ? rootName(tree, target) : null;
  return name === null ? { in: 'other' } : named(resolve, name, startOf(tree, target));
}

function named(resolve: Resolve, name: string, offset: number): Place {
  const binding = resolve(name, offset);
  return binding === null ? { in: 'other' } : { in: 'name', binding };
}

function returned(tree: FlatTree, resolve: Resolve, from: number): Place {
  let fn = from;
  while (fn !== NONE && !FUNCTIONS.has(kindOf(tree, fn))) fn = parentOf(tree, fn);
  if (fn === NONE) return { in: 'other' };
  const body = childIn(tree, fn, 'body');
  const isAsync = /^(?:static\s+)?async\b/.test(tree.text.slice(startOf(tree, fn), body === NONE ? endOf(tree, fn) : startOf(tree, body)));
  return { in: 'return', fn: spanOf(tree, fn), isAsync, binding: bindingOf(tree, resolve, fn) };
}

/** What a function is called by: its own name, or the constant that it is given to. */
function bindingOf(tree: FlatTree, resolve: Resolve, fn: number): Binding | null {
  const parent = parentOf(tree, fn);
  const name = kindOf(tree, fn) === 'method_definition' ? NONE : kindOf(tree, parent) === 'variable_declarator' ? childIn(tree, parent, 'name') : childIn(tree, fn, 'name');
  return kindOf(tree, name) === 'identifier' ? resolve(textOf(tree, name), startOf(tree, name)) : null;
}

/** Every name and `this.x` of a file, by what it says; made once. */
export function namesIn(tree: FlatTree): ReadonlyMap<string, readonly number[]> {
  const out = new Map<string, number[]>();
  const add = (name: string, node: number): void => {
    const list = out.get(name);
    if (list === undefined) out.set(name, [node]);
    else list.push(node);
  };
  for (const node of nodesOf(tree, ['identifier', 'shorthand_property_identifier'])) add(textOf(tree, node), node);
  for (const node of nodesOf(tree, ['member_expression'])) if (kindOf(tree, childIn(tree, node, 'object')) === 'this') add(`this.${textOf(tree, childIn(tree, node, 'property'))}`, node);
  return out;
}

/** Where a name is used, in document order; its declaration and what is assigned to it left out. */
export function usesOf(tree: FlatTree, names: ReadonlyMap<string, readonly number[]>, resolve: Resolve, binding: Binding): readonly Span[] {
  const name = binding.kind === 'field' ? `this.${binding.name.replace(/^this\./, '')}` : binding.name;
  return (names.get(name) ?? []).filter((node) => !isTarget(tree, node) && startOf(tree, node) !== binding.span.start && resolve(name, startOf(tree, node)) === binding).map((node) => spanOf(tree, node));
}

const isTarget = (tree: FlatTree, node: number): boolean => fieldOf(tree, node) === 'left' && kindOf(tree, parentOf(tree, node)) === 'assignment_expression';
