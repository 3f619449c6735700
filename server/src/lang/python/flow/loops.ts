import type { FlowLoop, FlowSpan } from '../../../facts/flow.ts';
import { childIn, childOfKind, endOf, NONE, startOf } from '../../flat-tree.ts';
import { exprOf } from './expressions.ts';
import { isAsync } from './literals.ts';
import { type Making, placeOf } from './making.ts';
import { stepsOf } from './steps.ts';
import { targetOf } from './targets.ts';

type Rest = Pick<FlowLoop, 'init' | 'update' | 'body' | 'otherwise' | 'at' | 'head'>;

/** What both loops have. The head ends with what is iterated or asked, before the colon. */
function restOf(making: Making, node: number, lastOfHead: number, depth: number): Rest {
  const { tree } = making;
  const head: FlowSpan = [startOf(tree, node) - making.base, endOf(tree, lastOfHead === NONE ? node : lastOfHead) - making.base];
  const otherwise = childIn(tree, childOfKind(tree, node, 'else_clause'), 'body');
  return { init: [], update: [], body: stepsOf(making, childIn(tree, node, 'body'), depth), otherwise: stepsOf(making, otherwise, depth), head, at: placeOf(making, node) };
}

/** `for`, `async for`. */
export function forOf(making: Making, node: number, depth: number): FlowLoop {
  const { tree } = making;
  const right = childIn(tree, node, 'right');
  const target = targetOf(making, childIn(tree, node, 'left'));
  const of = exprOf(making, right);
  return { s: 'loop', form: 'each', target, of, test: null, async: isAsync(tree, node), ...restOf(making, node, right, depth) };
}

export function whileOf(making: Making, node: number, depth: number): FlowLoop {
  const condition = childIn(making.tree, node, 'condition');
  const test = exprOf(making, condition);
  return { s: 'loop', form: 'while', target: null, of: null, test, async: false, ...restOf(making, node, condition, depth) };
}
