import type { ProgramFunction, ProgramParam, ProgramStep } from '../../../facts/program.ts';
import { childIn, childOfKind, childrenOf, type FlatTree, kindOf, NONE, spanOf, textOf } from '../../flat-tree.ts';
import { typeText } from '../patterns.ts';
import { exprOf, targetOf } from './expressions.ts';
import { type Making, placed } from './places.ts';

const DEEPEST = 40;

/** A function with its body, as data. `whole` is the definition with its decorators. */
export function functionOf(making: Making, node: number, whole: number): ProgramFunction {
  const { tree } = making;
  return {
    at: placed(making, spanOf(tree, whole)), name: textOf(tree, childIn(tree, node, 'name')), decorators: decoratorNames(tree, whole), returns: typeText(tree, node, 'return_type'),
    params: childrenOf(tree, childIn(tree, node, 'parameters')).flatMap((child) => paramOf(making, child)), body: stepsOf(making, childIn(tree, node, 'body')),
  };
}

/** The last names of what is written behind each `@`. */
export const decoratorNames = (tree: FlatTree, whole: number): string[] =>
  childrenOf(tree, whole).filter((child) => kindOf(tree, child) === 'decorator').map((child) => /([\w]+)\s*(?:\(|$)/.exec(textOf(tree, child))?.[1] ?? '');

function paramOf(making: Making, node: number): ProgramParam[] {
  const { tree } = making;
  const plain = { type: null, value: null };
  switch (kindOf(tree, node)) {
    case 'identifier': return [{ ...plain, name: textOf(tree, node), rest: null }];
    case 'list_splat_pattern': case 'dictionary_splat_pattern': return [{ ...plain, name: textOf(tree, childOfKind(tree, node, 'identifier')), rest: kindOf(tree, node) === 'list_splat_pattern' ? 'list' : 'dict' }];
    case 'typed_parameter': return paramOf(making, childrenOf(tree, node)[0] ?? NONE).map((param) => ({ ...param, type: typeText(tree, node) }));
    case 'default_parameter': case 'typed_default_parameter': return [{ name: textOf(tree, childIn(tree, node, 'name')), rest: null, type: typeText(tree, node), value: exprOf(making, childIn(tree, node, 'value')) }];
    default: return [];
  }
}

/** The statements of a block. */
export function stepsOf(making: Making, block: number, depth = 0): ProgramStep[] {
  if (depth > DEEPEST) return [];
  return childrenOf(making.tree, block).flatMap((node) => (--making.budget < 0 ? [] : stepOf(making, node, depth + 1)));
}

function stepOf(making: Making, node: number, depth: number): ProgramStep[] {
  const { tree } = making;
  const part = (name: string): number => childIn(tree, node, name);
  switch (kindOf(tree, node)) {
    case 'expression_statement': return childrenOf(tree, node).flatMap((child) => valueSteps(making, child));
    case 'return_statement': { const value = childrenOf(tree, node)[0]; return [{ s: 'return', value: value === undefined ? null : exprOf(making, value) }]; }
    case 'if_statement': return [ifOf(making, node, childrenOf(tree, node).filter((child) => /^(?:elif|else)_clause$/.test(kindOf(tree, child))), depth)];
    case 'for_statement': return [{ s: 'for', target: targetOf(making, part('left')), of: exprOf(making, part('right')), body: stepsOf(making, part('body'), depth) }, ...elseOf(making, node, depth)];
    case 'while_statement': return [{ s: 'while', body: stepsOf(making, part('body'), depth) }];
    case 'with_statement': return [...withItems(making, node), { s: 'block', body: stepsOf(making, part('body'), depth) }];
    case 'try_statement': return tryOf(making, node, depth);
    case 'raise_statement': return [{ s: 'leave', how: 'raise' }];
    case 'break_statement': return [{ s: 'leave', how: 'break' }];
    case 'continue_statement': return [{ s: 'leave', how: 'continue' }];
    default: return [];
  }
}

function valueSteps(making: Making, node: number): ProgramStep[] {
  const { tree } = making;
  const kind = kindOf(tree, node);
  if (kind === 'yield') { const value = childrenOf(tree, node).at(-1); return value === undefined ? [] : [{ s: 'yield', value: exprOf(making, value) }]; }
  if (kind !== 'assignment' && kind !== 'augmented_assignment') return kind === 'string' ? [] : [{ s: 'do', value: exprOf(making, node) }];
  const right = childIn(tree, node, 'right');
  if (right === NONE) return [];
  const target = targetOf(making, childIn(tree, node, 'left'));
  // `a = b = value`: the inner one comes first, and both have its value.
  if (kindOf(tree, right) === 'assignment') { const inner = valueSteps(making, right); const set = inner[0]; return set?.s === 'set' ? [...inner, { ...set, target }] : inner; }
  const op = kind === 'assignment' ? null : textOf(tree, childIn(tree, node, 'operator')).slice(0, -1);
  return [{ s: 'set', target, value: exprOf(making, right), op }];
}

function ifOf(making: Making, node: number, rest: readonly number[], depth: number): ProgramStep {
  const { tree } = making;
  const test = exprOf(making, childIn(tree, node, 'condition'));
  const yes = stepsOf(making, childIn(tree, node, 'consequence'), depth);
  const [next, ...others] = rest;
  if (next === undefined) return { s: 'if', test, yes, no: [] };
  return { s: 'if', test, yes, no: kindOf(tree, next) === 'elif_clause' && depth < DEEPEST ? [ifOf(making, next, others, depth + 1)] : stepsOf(making, childIn(tree, next, 'body'), depth) };
}

function elseOf(making: Making, node: number, depth: number): ProgramStep[] {
  const clause = childOfKind(making.tree, node, 'else_clause');
  return clause === NONE ? [] : [{ s: 'block', body: stepsOf(making, childIn(making.tree, clause, 'body'), depth) }];
}

/** `with x as y` gives `y` what `x` gives when it is entered: for all that is made of texts, `x` itself. */
function withItems(making: Making, node: number): ProgramStep[] {
  const { tree } = making;
  const clause = childOfKind(tree, node, 'with_clause');
  return childrenOf(tree, clause).map((item): ProgramStep => {
    const value = childIn(tree, item, 'value');
    const alias = kindOf(tree, value) === 'as_pattern' ? childIn(tree, value, 'alias') : NONE;
    const expr = exprOf(making, value);
    return alias === NONE ? { s: 'do', value: expr } : { s: 'set', target: targetOf(making, alias), value: expr, op: null };
  });
}

/** Nothing is raised where nothing is known: handlers are read as what may happen. */
function tryOf(making: Making, node: number, depth: number): ProgramStep[] {
  const { tree } = making;
  return childrenOf(tree, node).flatMap((child): ProgramStep[] => {
    const kind = kindOf(tree, child);
    if (kind === 'block') return [{ s: 'block', body: stepsOf(making, child, depth) }];
    if (kind === 'else_clause') return [{ s: 'block', body: stepsOf(making, childIn(tree, child, 'body'), depth) }];
    if (kind === 'finally_clause') return [{ s: 'block', body: stepsOf(making, childOfKind(tree, child, 'block'), depth) }];
    return /^except/.test(kind) ? [{ s: 'if', test: { e: 'unknown' }, yes: stepsOf(making, childOfKind(tree, child, 'block'), depth), no: [] }] : [];
  });
}
