import type { FlowTarget } from '../../../facts/flow.ts';
import { childIn, childrenOf, fieldOf, kindOf, NONE, textOf } from '../../flat-tree.ts';
import { LISTS } from '../patterns.ts';
import { exprOf } from './expressions.ts';
import { DEEPEST, type Making } from './making.ts';

/** What an assignment, a loop or `as` gives a value to. */
export function targetOf(making: Making, node: number, depth = 0): FlowTarget {
  const { tree } = making;
  const kind = kindOf(tree, node);
  if (depth > DEEPEST) return { t: 'other' };
  switch (kind) {
    case 'identifier': return { t: 'name', name: textOf(tree, node) };
    case 'as_pattern_target': case 'parenthesized_expression': return targetOf(making, childrenOf(tree, node)[0] ?? NONE, depth + 1);
    case 'attribute': return { t: 'attr', of: exprOf(making, childIn(tree, node, 'object'), depth), name: textOf(tree, childIn(tree, node, 'attribute')) };
    case 'subscript': return itemOf(making, node, depth);
    default: return LISTS.has(kind) ? listOf(making, node, depth) : { t: 'other' };
  }
}

function itemOf(making: Making, node: number, depth: number): FlowTarget {
  const { tree } = making;
  const [key = NONE, ...others] = childrenOf(tree, node).filter((child) => fieldOf(tree, child) === 'subscript');
  if (others.length > 0 || kindOf(tree, key) === 'slice') return { t: 'other' };
  return { t: 'item', of: exprOf(making, childIn(tree, node, 'value'), depth), index: exprOf(making, key, depth) };
}

/** A star in the middle (`a, *b, c`) leaves what comes after it without a place that is known. */
function listOf(making: Making, node: number, depth: number): FlowTarget {
  const { tree } = making;
  const nodes = childrenOf(tree, node);
  const star = nodes.findIndex((child) => isStar(kindOf(tree, child)));
  const items = nodes.map((child, index): FlowTarget => {
    if (index === star) return star === nodes.length - 1 ? targetOf(making, childrenOf(tree, child).at(-1) ?? NONE, depth + 1) : { t: 'other' };
    return targetOf(making, child, depth + 1);
  });
  return star !== -1 && star === nodes.length - 1 ? { t: 'list', items, rest: true } : { t: 'list', items };
}

const isStar = (kind: string): boolean => kind === 'list_splat_pattern' || kind === 'list_splat';
