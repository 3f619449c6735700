import { childIn, childrenOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf } from '../flat-tree.ts';
import { type Conditions, conditionsOver, type Region } from '../conditions.ts';
import { COMPREHENSIONS, FUNCTIONS } from './grammar.ts';

const BRANCHING: readonly string[] = ['if_statement', 'elif_clause', 'else_clause', 'case_clause', 'except_clause', 'except_group_clause', 'conditional_expression', 'boolean_operator', 'for_statement', 'while_statement', ...COMPREHENSIONS, ...FUNCTIONS];

/** What of a file runs only sometimes, by the statements and operators of Python. */
export const conditionsOf = (tree: FlatTree): Conditions => conditionsOver(nodesOf(tree, BRANCHING).flatMap((node) => regionsAt(tree, node)));

function regionsAt(tree: FlatTree, node: number): Region[] {
  const kind = kindOf(tree, node);
  const region = (of: number, what: Region['kind']): Region[] => (of === NONE ? [] : [{ ...spanOf(tree, of), kind: what }]);
  if (FUNCTIONS.has(kind)) return region(node, 'function');
  switch (kind) {
    case 'if_statement': case 'elif_clause': return region(childIn(tree, node, 'consequence'), 'condition');
    // `else` of a `try` runs whenever nothing is raised: as much as the statements behind it.
    case 'else_clause': return kindOf(tree, parentOf(tree, node)) === 'try_statement' ? [] : region(node, 'condition');
    case 'conditional_expression': return childrenOf(tree, node).filter((_, index) => index !== 1).flatMap((child) => region(child, 'condition'));
    case 'boolean_operator': return region(childIn(tree, node, 'right'), 'condition');
    case 'for_statement': case 'while_statement': return region(childIn(tree, node, 'body'), 'loop');
    default: return region(node, COMPREHENSIONS.has(kind) ? 'loop' : 'condition');
  }
}

