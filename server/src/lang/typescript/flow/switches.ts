import type { FlowStep } from '../../../facts/flow.ts';
import { childIn, childrenOf, fieldOf, NONE } from '../../flat-tree.ts';
import { exprOf } from './expressions.ts';
import { type Making, placeOf } from './making.ts';
import { stepsOf } from './steps.ts';

/** A `break` here leaves the switch, not the loop around it: since one case of several runs, it tells nothing and is left out. */
export function switchOf(making: Making, node: number, depth: number): readonly FlowStep[] {
  const { tree } = making;
  const cases = childrenOf(tree, childIn(tree, node, 'body')).map((clause) => {
    const value = childIn(tree, clause, 'value');
    const body = childrenOf(tree, clause).filter((child) => fieldOf(tree, child) === 'body');
    return { test: value === NONE ? null : exprOf(making, value, depth), body: withoutBreaks(stepsOf(making, body, depth)) };
  });
  return [{ s: 'switch', on: exprOf(making, childIn(tree, node, 'value'), depth), cases, at: placeOf(making, node) }];
}

function withoutBreaks(steps: readonly FlowStep[]): readonly FlowStep[] {
  return steps.filter((step) => step.s !== 'leave' || step.how !== 'break').map((step): FlowStep => {
    switch (step.s) {
      case 'if': return { ...step, yes: withoutBreaks(step.yes), no: withoutBreaks(step.no) };
      case 'block': return { ...step, body: withoutBreaks(step.body) };
      case 'try': return { ...step, body: withoutBreaks(step.body), handlers: step.handlers.map(withoutBreaks), last: withoutBreaks(step.last) };
      default: return step;
    }
  });
}
