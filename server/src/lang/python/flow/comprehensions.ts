import type { FlowExpr, FlowSpan, FlowTarget } from '../../../facts/flow.ts';
import { childIn, childrenOf, kindOf, NONE } from '../../flat-tree.ts';
import { exprOf } from './expressions.ts';
import { isAsync } from './literals.ts';
import { type Making, placeOf } from './making.ts';
import { targetOf } from './targets.ts';

interface Clause { readonly target: FlowTarget; readonly of: FlowExpr; readonly tests: FlowExpr[]; readonly async: boolean; at: FlowSpan }

/** A comprehension of any form, with all its clauses; each condition belongs to the clause before it, which reaches to its end. */
export function comprehensionOf(making: Making, node: number, form: 'list' | 'set' | 'dict' | 'generator', depth: number): FlowExpr {
  const { tree } = making;
  const clauses: Clause[] = [];
  for (const child of childrenOf(tree, node)) {
    const kind = kindOf(tree, child);
    if (kind === 'for_in_clause') clauses.push(clauseOf(making, child, depth));
    const clause = clauses.at(-1);
    if (kind !== 'if_clause' || clause === undefined) continue;
    clause.tests.push(exprOf(making, childrenOf(tree, child)[0] ?? NONE, depth));
    clause.at = [clause.at[0], placeOf(making, child)[1]];
  }
  const body = childIn(tree, node, 'body');
  const isPair = kindOf(tree, body) === 'pair';
  const key = isPair ? exprOf(making, childIn(tree, body, 'key'), depth) : null;
  return { e: 'comprehension', form, key, value: exprOf(making, isPair ? childIn(tree, body, 'value') : body, depth), clauses, at: placeOf(making, node) };
}

const clauseOf = (making: Making, node: number, depth: number): Clause => ({
  target: targetOf(making, childIn(making.tree, node, 'left'), depth),
  of: exprOf(making, childIn(making.tree, node, 'right'), depth),
  tests: [], async: isAsync(making.tree, node), at: placeOf(making, node),
});
