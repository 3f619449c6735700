import type { FlowCall, FlowExpr } from '../../../facts/flow.ts';
import { childIn, childrenOf, kindOf, textOf } from '../../flat-tree.ts';
import { exprOf, lastOf } from './expressions.ts';
import { type Making, placeOf } from './making.ts';

/** A call with its arguments by place and by name. */
export function callOf(making: Making, node: number, depth: number): FlowCall {
  const { tree } = making;
  const of = exprOf(making, childIn(tree, node, 'function'), depth);
  const list = childIn(tree, node, 'arguments');
  const args: FlowExpr[] = [];
  const keywords: { name: string | null; value: FlowExpr }[] = [];
  // `sum(x for x in xs)`: the generator stands for the whole list.
  for (const arg of kindOf(tree, list) === 'generator_expression' ? [list] : childrenOf(tree, list)) {
    const kind = kindOf(tree, arg);
    if (kind === 'keyword_argument') keywords.push({ name: textOf(tree, childIn(tree, arg, 'name')), value: exprOf(making, childIn(tree, arg, 'value'), depth) });
    else if (kind === 'dictionary_splat') keywords.push({ name: null, value: lastOf(making, arg, depth) });
    else args.push(exprOf(making, arg, depth));
  }
  return { e: 'call', of, args, keywords, isNew: false, at: placeOf(making, node) };
}
