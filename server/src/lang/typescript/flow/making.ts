import type { FlowExpr, FlowSpan } from '../../../facts/flow.ts';
import { endOf, type FlatTree, startOf } from '../../flat-tree.ts';

/** A flow being made of a tree. */
export interface Making {
  readonly tree: FlatTree;
  /** Where the unit (or class) that is being made begins: all offsets are from there. */
  base: number;
  /** How many nodes may still become expressions or steps. */
  budget: number;
  /** Functions that are units of their own, by their nodes: where they stand, a path leads to them. */
  readonly own: Map<number, readonly string[]>;
}

/** Nesting beyond this is `unknown` (statements are left out), so that neither this nor a walk over what it makes can overflow the stack. */
export const DEEPEST = 250;

export const placeOf = ({ tree, base }: Making, node: number): FlowSpan => [startOf(tree, node) - base, endOf(tree, node) - base];

export const unknownAt = (making: Making, node: number): FlowExpr => ({ e: 'unknown', at: placeOf(making, node) });

export function pathAt(path: readonly string[], at: FlowSpan): FlowExpr {
  const [root = '', ...rest] = path;
  return rest.reduce<FlowExpr>((of, name) => ({ e: 'attr', of, name, at }), { e: 'name', name: root, at });
}
