import type { FileFlow, FlowUnit } from '../../../facts/flow.ts';
import { childrenOf, type FlatTree } from '../../flat-tree.ts';
import type { Found } from './found.ts';
import { readStatement } from './units.ts';

/** Nodes of one file that become data; a longer file was made by a program, or is all data. */
const BUDGET = 200_000;

/**
 * What a TypeScript or JavaScript file does.
 *
 * Functions in the properties of a top-level object literal are units of their own, whose spans lie in that of the object's statement: the innermost unit around an
 * offset is meant. In the statement a path leads to them (`service.find`), and `this` in them is that object. What `module.exports` is given has the names that exports
 * have (`exports.find`). Offsets in a class's fields are from the beginning of its span.
 */
export function flowOf(tree: FlatTree): FileFlow {
  const found: Found = { making: { tree, base: 0, budget: BUDGET, own: new Map() }, units: [], classes: [] };
  for (const node of childrenOf(tree, 0)) readStatement(found, node);
  return { units: found.units.sort(inOrder), classes: found.classes };
}

const inOrder = (a: FlowUnit, b: FlowUnit): number => a.span.start - b.span.start || b.span.end - a.span.end;
