import type { FlowExpr, FlowSpan } from '../../../facts/flow.ts';
import { endOf, type FlatTree, startOf } from '../../flat-tree.ts';

/** A flow being made of a tree. */
export interface Making {
  readonly tree: FlatTree;
  /** Where the unit (or class) that is being made begins: all offsets are from there. */
  base: number;
  /** How many nodes may still become expressions or steps. */
  budget: number;
  /** How many `yield`s the function that is being made has so far. */
  yields: number;
}

/** Deeper expressions than this are unknown, deeper statements are left out: whoever walks them recurses too. */
export const DEEPEST = 60;

export const placeOf = ({ tree, base }: Making, node: number): FlowSpan => [startOf(tree, node) - base, endOf(tree, node) - base];

export const unknownAt = (making: Making, node: number): FlowExpr => ({ e: 'unknown', at: placeOf(making, node) });
