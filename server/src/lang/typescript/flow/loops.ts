import type { FlowLoop, FlowSpan, FlowStep } from '../../../facts/flow.ts';
import { childIn, kindOf, NONE, startOf, textOf } from '../../flat-tree.ts';
import { exprOf } from './expressions.ts';
import { type Making, placeOf } from './making.ts';
import { bodyOf, declared, valueSteps } from './steps.ts';
import { targetOf } from './targets.ts';

/** From the keyword to before the body. */
function headOf({ tree, base }: Making, node: number): FlowSpan {
  const body = childIn(tree, node, 'body');
  const text = tree.text.slice(startOf(tree, node), body === NONE ? startOf(tree, node) : startOf(tree, body));
  return [startOf(tree, node) - base, startOf(tree, node) - base + text.trimEnd().length];
}

const BARE = { target: null, of: null, init: [], test: null, update: [], otherwise: [], async: false } as const;

export function forEachOf(making: Making, node: number, depth: number): readonly FlowLoop[] {
  const { tree } = making;
  const left = childIn(tree, node, 'left');
  const operator = textOf(tree, childIn(tree, node, 'operator'));
  const async = /^for\s+await\b/.test(tree.text.slice(startOf(tree, node), startOf(tree, left)));
  return [{
    ...BARE, s: 'loop', form: operator === 'in' ? 'keys' : 'each', target: targetOf(making, left, depth), of: exprOf(making, childIn(tree, node, 'right'), depth),
    body: bodyOf(making, childIn(tree, node, 'body'), depth), async, head: headOf(making, node), at: placeOf(making, node),
  }];
}

export function forOf(making: Making, node: number, depth: number): readonly FlowLoop[] {
  const { tree } = making;
  const increment = childIn(tree, node, 'increment');
  return [{
    ...BARE, s: 'loop', form: 'count', init: initOf(making, childIn(tree, node, 'initializer'), depth), test: testOf(making, childIn(tree, node, 'condition'), depth),
    update: increment === NONE ? [] : valueSteps(making, increment, depth), body: bodyOf(making, childIn(tree, node, 'body'), depth), head: headOf(making, node), at: placeOf(making, node),
  }];
}

function initOf(making: Making, node: number, depth: number): readonly FlowStep[] {
  const kind = kindOf(making.tree, node);
  if (kind === 'lexical_declaration' || kind === 'variable_declaration') return declared(making, node, depth);
  return kind === '' || kind === 'empty_statement' ? [] : valueSteps(making, node, depth);
}

const testOf = (making: Making, node: number, depth: number) => (node === NONE || kindOf(making.tree, node) === 'empty_statement' ? null : exprOf(making, node, depth));

export function whileOf(making: Making, node: number, depth: number): readonly FlowLoop[] {
  const { tree } = making;
  return [{ ...BARE, s: 'loop', form: 'while', test: exprOf(making, childIn(tree, node, 'condition'), depth), body: bodyOf(making, childIn(tree, node, 'body'), depth), head: headOf(making, node), at: placeOf(making, node) }];
}

export function untilOf(making: Making, node: number, depth: number): readonly FlowLoop[] {
  const { tree } = making;
  return [{ ...BARE, s: 'loop', form: 'until', test: exprOf(making, childIn(tree, node, 'condition'), depth), body: bodyOf(making, childIn(tree, node, 'body'), depth), head: headOf(making, node), at: placeOf(making, node) }];
}
