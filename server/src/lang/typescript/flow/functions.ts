import type { FlowFunction, FlowParam } from '../../../facts/flow.ts';
import { childIn, childrenOf, fieldOf, kindOf, NONE, startOf, textOf } from '../../flat-tree.ts';
import { typeText } from '../patterns.ts';
import { exprOf } from './expressions.ts';
import { type Making, placeOf } from './making.ts';
import { stepsOf } from './steps.ts';
import { targetOf } from './targets.ts';

type Flag = FlowFunction['flags'][number];

/** A function with its parameters and what it does. `decorators` are written outside it. */
export function functionOf(making: Making, node: number, depth: number, more: { readonly flags?: readonly Flag[]; readonly decorators?: readonly number[] } = {}): FlowFunction {
  const { tree } = making;
  const returned = childIn(tree, node, 'return_type');
  return {
    params: paramsOf(making, node, depth), body: bodyOf(making, node, depth), flags: [...flagsOf(making, node), ...(more.flags ?? [])],
    decorators: (more.decorators ?? []).map((decorator) => exprOf(making, childrenOf(tree, decorator)[0] ?? NONE, depth)),
    returns: returned === NONE ? null : textOf(tree, returned).replace(/^:\s*/, ''), at: placeOf(making, node),
  };
}

function bodyOf(making: Making, node: number, depth: number): FlowFunction['body'] {
  const { tree } = making;
  const body = childIn(tree, node, 'body');
  if (body === NONE) return [];
  if (kindOf(tree, body) === 'statement_block') return stepsOf(making, childrenOf(tree, body), depth);
  return [{ s: 'return', value: exprOf(making, body, depth), at: placeOf(making, body) }];
}

/** Keywords are no nodes that are kept: they stand before the name or, where there is none, before the parameters. */
function flagsOf({ tree }: Making, node: number): Flag[] {
  const name = childIn(tree, node, 'name');
  const end = name !== NONE ? name : childrenOf(tree, node).find((child) => fieldOf(tree, child)?.startsWith('parameter') === true) ?? node;
  const words = tree.text.slice(startOf(tree, node), startOf(tree, end));
  const flags: Flag[] = [];
  if (/\basync\b/.test(words)) flags.push('async');
  if (words.includes('*')) flags.push('generator');
  if (kindOf(tree, node) !== 'method_definition') return flags;
  if (/\bget\b/.test(words)) flags.push('property');
  flags.push(/\bstatic\b/.test(words) ? 'static' : 'method');
  if (textOf(tree, name) === 'constructor') flags.push('constructor');
  return flags;
}

function paramsOf(making: Making, node: number, depth: number): FlowParam[] {
  const { tree } = making;
  const single = childIn(tree, node, 'parameter');
  if (single !== NONE) return [{ target: targetOf(making, single, depth), type: null, value: null, rest: null }];
  return childrenOf(tree, childIn(tree, node, 'parameters')).flatMap((param) => paramOf(making, param, depth));
}

function paramOf(making: Making, node: number, depth: number): FlowParam[] {
  const { tree } = making;
  const kind = kindOf(tree, node);
  // In JavaScript a parameter is its pattern, and a default an assignment to it.
  const typed = kind === 'required_parameter' || kind === 'optional_parameter';
  const pattern = typed ? childIn(tree, node, 'pattern') : node;
  if (pattern === NONE || kindOf(tree, pattern) === 'this') return [];
  const value = childIn(tree, node, typed ? 'value' : 'right');
  const param: FlowParam = {
    target: targetOf(making, pattern, depth), type: typed ? typeText(tree, node) : null, value: value === NONE ? null : exprOf(making, value, depth),
    rest: kindOf(tree, pattern) === 'rest_pattern' ? 'list' : null,
  };
  const words = tree.text.slice(startOf(tree, node), startOf(tree, pattern));
  return [typed && /\b(?:public|private|protected|readonly)\s+$/.test(words) ? { ...param, property: true } : param];
}
