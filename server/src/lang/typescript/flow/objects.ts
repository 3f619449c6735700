import type { FlowExpr } from '../../../facts/flow.ts';
import { childIn, childrenOf, kindOf, NONE } from '../../flat-tree.ts';
import { exprOf } from './expressions.ts';
import { keyName } from './literals.ts';
import { type Making, placeOf } from './making.ts';

type Entry = Extract<FlowExpr, { e: 'object' }>['entries'][number];

export function objectOf(making: Making, node: number, depth: number): FlowExpr {
  return { e: 'object', entries: childrenOf(making.tree, node).flatMap((child) => entryOf(making, child, depth)), at: placeOf(making, node) };
}

function entryOf(making: Making, node: number, depth: number): Entry[] {
  const { tree } = making;
  switch (kindOf(tree, node)) {
    case 'pair': return [keyed(making, childIn(tree, node, 'key'), exprOf(making, childIn(tree, node, 'value'), depth), depth)];
    case 'method_definition': return [keyed(making, childIn(tree, node, 'name'), exprOf(making, node, depth), depth)];
    case 'spread_element': return [{ key: null, value: exprOf(making, childrenOf(tree, node)[0] ?? NONE, depth) }];
    case 'shorthand_property_identifier': return [keyed(making, node, exprOf(making, node, depth), depth)];
    default: return [];
  }
}

/** What is under a computed key could be under any: as a spread of an object of which nothing is known. */
function keyed(making: Making, key: number, value: FlowExpr, depth: number): Entry {
  const name = keyName(making, key);
  if (name !== null) return { key: name, value };
  return { key: '', value, computed: exprOf(making, childrenOf(making.tree, key)[0] ?? NONE, depth) };
}

/** A class inside a function: what it holds, by name. It is not followed further than as an object with these functions. */
export function classValue(making: Making, node: number, depth: number): FlowExpr {
  const { tree } = making;
  const entries = childrenOf(tree, childIn(tree, node, 'body')).flatMap((member): Entry[] => {
    const kind = kindOf(tree, member);
    if (kind === 'method_definition') return entryOf(making, member, depth);
    const value = kind === 'public_field_definition' ? childIn(tree, member, 'value') : NONE;
    return value === NONE ? [] : [keyed(making, childIn(tree, member, 'name'), exprOf(making, value, depth), depth)];
  });
  return { e: 'object', entries, at: placeOf(making, node) };
}
