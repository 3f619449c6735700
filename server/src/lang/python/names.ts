import type { Span } from '../../text/span.ts';
import { childIn, type FlatTree, kindOf, nodesOf, parentOf, spanOf, textOf } from '../flat-tree.ts';
import { around, nestOf } from '../nest.ts';
import type { FunctionRange } from '../outline.ts';
import { CLASSES, FUNCTIONS } from './grammar.ts';
import { paramPatterns } from './patterns.ts';

interface Named extends Span { readonly name: string }

/** `enclosing` of Outline: functions, methods and classes, and what is assigned at top level, joined by dots. */
export function namesOf(tree: FlatTree): (offset: number) => string {
  const named = nestOf(nodesOf(tree, ['function_definition', ...CLASSES, 'assignment']).flatMap((node) => nameAt(tree, node)));
  return (offset) => around(named, offset).reverse().map((range) => range.name).join('.');
}

function nameAt(tree: FlatTree, node: number): Named[] {
  const assignment = kindOf(tree, node) === 'assignment';
  if (assignment && kindOf(tree, parentOf(tree, parentOf(tree, node))) !== 'module') return [];
  const name = childIn(tree, node, assignment ? 'left' : 'name');
  return kindOf(tree, name) === 'identifier' ? [{ ...spanOf(tree, node), name: textOf(tree, name) }] : [];
}

/** Every function with the name that `enclosing` gives inside it. */
export function functionsOf(tree: FlatTree, enclosing: (offset: number) => string): FunctionRange[] {
  return nodesOf(tree, FUNCTIONS).map((node) => {
    const span = spanOf(tree, node);
    return { get name() { return enclosing(span.start); }, span, get params() { return paramPatterns(tree, node); } };
  });
}
