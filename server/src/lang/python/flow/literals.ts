import { endOf, type FlatTree, kindOf, startOf, textOf } from '../../flat-tree.ts';
import { decodeLiteral, literalAt } from '../strings.ts';

/** Longer texts are cut: what a flow is asked about them is which key or name they are. UTF-16 units. */
const LONGEST = 80;

/** The value of a string without `{…}` in it, cut; null for one that error recovery left without a beginning. */
export function stringValue(tree: FlatTree, node: number): string | null {
  const literal = literalAt(tree, node);
  if (literal === null) return null;
  const { start, end } = literal.inner;
  // Of a long text only the beginning is decoded: an escape takes at most ten units for one.
  const inner = { start, end: Math.min(end, start + LONGEST * 10) };
  return decodeLiteral(tree.text, inner, inner, literal).value.slice(0, LONGEST);
}

export const numberValue = (tree: FlatTree, node: number): number => Number(textOf(tree, node).replaceAll('_', ''));

/**
 * The parts of a slice by its colons, which are no nodes that are kept: what stands before the first, and between the first and the second.
 * `parts`: the slice's children.
 */
export function sliceParts(tree: FlatTree, node: number, parts: readonly number[]): { readonly from: number | null; readonly to: number | null } {
  let colons = 0;
  let at = startOf(tree, node);
  let [from, to]: (number | null)[] = [null, null];
  for (const part of parts) {
    for (const sign of tree.text.slice(at, startOf(tree, part))) if (sign === ':') colons++;
    if (colons === 0) from = part;
    if (colons === 1) to = part;
    at = endOf(tree, part);
  }
  return { from: from ?? null, to: to ?? null };
}

/** Whether `async` stands before a definition, a loop, a `with` or a clause: the word is no node that is kept. */
export const isAsync = (tree: FlatTree, node: number): boolean => tree.text.startsWith('async', startOf(tree, node)) && /^async\s/.test(tree.text.slice(startOf(tree, node), startOf(tree, node) + 6));

/** Whether a `yield` gives what another generator gives. */
export const isYieldFrom = (tree: FlatTree, node: number): boolean => kindOf(tree, node) === 'yield' && /^yield\s+from\b/.test(tree.text.slice(startOf(tree, node), startOf(tree, node) + 40));
