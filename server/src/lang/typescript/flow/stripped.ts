import { childrenOf, type FlatTree, kindOf, NONE } from '../../flat-tree.ts';
import { TRANSPARENT } from '../grammar.ts';

/** The expression inside parentheses, `as` and their kind. */
export function stripped(tree: FlatTree, node: number): number {
  let at = node;
  while (at !== NONE && TRANSPARENT.has(kindOf(tree, at))) at = (kindOf(tree, at) === 'type_assertion' ? childrenOf(tree, at).at(-1) : childrenOf(tree, at)[0]) ?? NONE;
  return at;
}
