import type { FlowCall, FlowExpr } from '../../../facts/flow.ts';
import { childIn, childOfKind, childrenOf, fieldOf, kindOf, NONE, textOf } from '../../flat-tree.ts';
import { exprOf } from './expressions.ts';
import { keyName } from './literals.ts';
import { type Making, placeOf } from './making.ts';

export const callOf = (making: Making, node: number, depth: number): FlowCall => made(making, node, childIn(making.tree, node, 'function'), false, depth);
export const newOf = (making: Making, node: number, depth: number): FlowCall => made(making, node, childIn(making.tree, node, 'constructor'), true, depth);

function made(making: Making, node: number, callee: number, isNew: boolean, depth: number): FlowCall {
  const { tree } = making;
  const list = childIn(tree, node, 'arguments');
  const of = exprOf(making, callee, depth);
  return { e: 'call', of, args: argumentsOf(making, list, depth), keywords: [], isNew, at: placeOf(making, node) };
}

/** Of a tagged template the holes. */
function argumentsOf(making: Making, list: number, depth: number): FlowExpr[] {
  const { tree } = making;
  const children = childrenOf(tree, list);
  if (kindOf(tree, list) !== 'template_string') return children.map((child) => exprOf(making, child, depth));
  return children.filter((child) => kindOf(tree, child) === 'template_substitution').map((child) => exprOf(making, childrenOf(tree, child)[0] ?? NONE, depth));
}

/**
 * An element: an operation on its component (where it is not one of the page's own tags), an object of its attributes (where it has any), and its children.
 * Rendering calls a component with that object.
 */
export function jsxOf(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const opening = kindOf(tree, node) === 'jsx_self_closing_element' ? node : childIn(tree, node, 'open_tag');
  const name = childIn(tree, opening, 'name');
  const parts: FlowExpr[] = /^[a-z]/.test(textOf(tree, name)) && kindOf(tree, name) === 'identifier' || name === NONE ? [] : [exprOf(making, name, depth)];
  const attributes = childrenOf(tree, opening).filter((child) => fieldOf(tree, child) === 'attribute');
  if (attributes.length > 0) parts.push({ e: 'object', entries: attributes.map((child) => attributeOf(making, child, depth)), at: placeOf(making, opening) });
  for (const child of childrenOf(tree, node)) if (fieldOf(tree, child) === null && kindOf(tree, child).startsWith('jsx_') && kindOf(tree, child) !== 'jsx_text') parts.push(exprOf(making, child, depth));
  return { e: 'op', op: 'jsx', parts, at: placeOf(making, node) };
}

type Entry = Extract<FlowExpr, { e: 'object' }>['entries'][number];

function attributeOf(making: Making, node: number, depth: number): Entry {
  const { tree } = making;
  if (kindOf(tree, node) === 'jsx_expression') return { key: null, value: exprOf(making, childrenOf(tree, childOfKind(tree, node, 'spread_element'))[0] ?? NONE, depth) };
  const [key = NONE, ...rest] = childrenOf(tree, node).filter((child) => kindOf(tree, child) !== '=');
  const value = rest.at(-1);
  return { key: keyName(making, key), value: value === undefined ? { e: 'literal', value: true, at: placeOf(making, node) } : exprOf(making, value, depth) };
}
