import { type Conditions, conditionsOver, type Region } from '../conditions.ts';
import { childIn, childrenOf, type FlatTree, kindOf, NONE, nodesOf, spanOf, textOf } from '../flat-tree.ts';
import { FUNCTIONS } from './grammar.ts';

const BRANCHING: readonly string[] = ['if_statement', 'switch_case', 'switch_default', 'catch_clause', 'ternary_expression', 'binary_expression', 'for_statement', 'for_in_statement', 'while_statement', ...FUNCTIONS];
const SHORT_CIRCUIT: ReadonlySet<string> = new Set(['&&', '||', '??']);

/** What of a file runs only sometimes, by the statements and operators of JavaScript. */
export const conditionsOf = (tree: FlatTree): Conditions => conditionsOver(nodesOf(tree, BRANCHING).flatMap((node) => regionsAt(tree, node)));

function regionsAt(tree: FlatTree, node: number): Region[] {
  const kind = kindOf(tree, node);
  const region = (of: number, what: Region['kind']): Region[] => (of === NONE ? [] : [{ ...spanOf(tree, of), kind: what }]);
  if (FUNCTIONS.has(kind)) return region(node, 'function');
  switch (kind) {
    case 'if_statement': case 'ternary_expression': return [...region(childIn(tree, node, 'consequence'), 'condition'), ...region(childIn(tree, node, 'alternative'), 'condition')];
    case 'switch_case': case 'switch_default': case 'catch_clause': return region(node, 'condition');
    case 'binary_expression': return SHORT_CIRCUIT.has(textOf(tree, childIn(tree, node, 'operator'))) ? region(childIn(tree, node, 'right'), 'condition') : [];
    default: return region(childIn(tree, node, 'body') === NONE ? (childrenOf(tree, node).at(-1) ?? NONE) : childIn(tree, node, 'body'), 'loop');
  }
}
