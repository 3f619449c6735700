import type { FlowExpr, FlowStep, FlowTarget } from '../../../facts/flow.ts';
import { childIn, kindOf, NONE, textOf } from '../../flat-tree.ts';
import { typeText } from '../patterns.ts';
import { exprOf } from './expressions.ts';
import { DEEPEST, type Making, placeOf, unknownAt } from './making.ts';
import { targetOf } from './targets.ts';

/** An assignment of any form. One that only declares a type gives no value, and no step. */
export function assignmentSteps(making: Making, node: number): FlowStep[] {
  const { tree } = making;
  const { targets, value } = chainAt(making, node);
  if (value === NONE) return [];
  const at = placeOf(making, node);
  const augmented = kindOf(tree, node) === 'augmented_assignment';
  const type = typeText(tree, node);
  const given = exprOf(making, value);
  const op = augmented ? textOf(tree, childIn(tree, node, 'operator')).slice(0, -1) : null;
  const [first = NONE, ...others] = named(making, targets);
  const readable = others.length === 0 ? given : exprOf(making, first);
  const again: FlowExpr = ['name', 'attr', 'index'].includes(readable.e) ? readable : unknownAt(making, first);
  const letOf = (target: FlowTarget, what: FlowExpr): FlowStep => ({ s: 'let', target, value: what, op, type, at });
  return [letOf(targetOf(making, first), given), ...others.map((target) => letOf(targetOf(making, target), again))];
}

/** `a = b = value`: all the targets, and the value. */
function chainAt(making: Making, node: number): { readonly targets: number[]; readonly value: number } {
  const { tree } = making;
  const targets = [childIn(tree, node, 'left')];
  let value = childIn(tree, node, 'right');
  while (kindOf(tree, value) === 'assignment' && targets.length < DEEPEST) {
    targets.push(childIn(tree, value, 'left'));
    value = childIn(tree, value, 'right');
  }
  return { targets, value };
}

/** The value is given once, to a plain name if there is one: the others read it from there. */
function named({ tree }: Making, targets: readonly number[]): number[] {
  const isName = (target: number): boolean => kindOf(tree, target) === 'identifier';
  return [...targets.filter(isName), ...targets.filter((target) => !isName(target))];
}
