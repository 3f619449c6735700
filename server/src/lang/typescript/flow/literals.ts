import type { FlowExpr } from '../../../facts/flow.ts';
import { endOf, kindOf, startOf, textOf } from '../../flat-tree.ts';
import { decodeString } from '../../strings.ts';
import { type Making, placeOf } from './making.ts';

/** Longer texts are cut: they matter for what a list holds, never as a whole. */
const LONGEST = 80;

export function textLiteral(making: Making, node: number): FlowExpr {
  const { tree } = making;
  const inner = { start: startOf(tree, node) + 1, end: Math.max(startOf(tree, node) + 1, endOf(tree, node) - 1) };
  // An escape takes at most ten units, so that enough is decoded and a text of a megabyte is not.
  const some = { start: inner.start, end: Math.min(inner.end, inner.start + LONGEST * 10) };
  return { e: 'literal', value: decodeString(tree.text, some, some, 'kept').value.slice(0, LONGEST), at: placeOf(making, node) };
}

export function numberLiteral(making: Making, node: number): FlowExpr {
  const value = Number(textOf(making.tree, node).replaceAll('_', '').replace(/n$/, ''));
  // What is no number in JSON would not come back from it.
  return Number.isFinite(value) ? { e: 'literal', value, at: placeOf(making, node) } : { e: 'unknown', at: placeOf(making, node) };
}

/** A constant of another kind: a regular expression, `import.meta`. */
export const constantText = (making: Making, node: number): FlowExpr => ({ e: 'literal', value: textOf(making.tree, node).slice(0, LONGEST), at: placeOf(making, node) });

export const constant = (value: boolean | null) => (making: Making, node: number): FlowExpr => ({ e: 'literal', value, at: placeOf(making, node) });

/** A property's name as the program knows it; null for a computed one. */
export function keyName({ tree }: Making, key: number): string | null {
  const kind = kindOf(tree, key);
  if (kind === 'computed_property_name' || kind === '') return null;
  if (kind !== 'string') return textOf(tree, key);
  const inner = { start: startOf(tree, key) + 1, end: Math.max(startOf(tree, key) + 1, endOf(tree, key) - 1) };
  return decodeString(tree.text, inner, inner, 'kept').value;
}
