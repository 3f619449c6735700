import type { FlowExpr, FlowSpan, FlowStep } from '../../../facts/flow.ts';
import { childIn, childOfKind, childrenOf, endOf, kindOf, NONE, textOf } from '../../flat-tree.ts';
import { assignmentSteps } from './assignments.ts';
import { exprOf } from './expressions.ts';
import { definitionAt, functionOf } from './functions.ts';
import { forOf, whileOf } from './loops.ts';
import { DEEPEST, type Making, placeOf } from './making.ts';
import { matchOf } from './match.ts';
import { targetOf } from './targets.ts';

/** The statements of a block. */
export function stepsOf(making: Making, block: number, depth = 0): FlowStep[] {
  if (depth > DEEPEST) return [];
  return childrenOf(making.tree, block).flatMap((node) => stepOf(making, node, depth + 1));
}

/** What one statement does; nothing for what does nothing (`pass`, imports, `del`, texts that stand alone). */
export function stepOf(making: Making, node: number, depth: number): FlowStep[] {
  if (--making.budget < 0) return [];
  const { tree } = making;
  switch (kindOf(tree, node)) {
    case 'expression_statement': return childrenOf(tree, node).flatMap((child) => valueSteps(making, child));
    case 'return_statement': return [{ s: 'return', value: firstValue(making, node), at: placeOf(making, node) }];
    case 'raise_statement': return [{ s: 'leave', how: 'throw', value: firstValue(making, node), at: placeOf(making, node) }];
    case 'break_statement': return [{ s: 'leave', how: 'break', value: null, at: placeOf(making, node) }];
    case 'continue_statement': return [{ s: 'leave', how: 'continue', value: null, at: placeOf(making, node) }];
    case 'assert_statement': case 'print_statement': return childrenOf(tree, node).flatMap((child) => valueSteps(making, child));
    case 'if_statement': return [ifOf(making, node, childrenOf(tree, node).filter((child) => /^(?:elif|else)_clause$/.test(kindOf(tree, child))), { depth, end: endOf(tree, node) })];
    case 'for_statement': return [forOf(making, node, depth)];
    case 'while_statement': return [whileOf(making, node, depth)];
    case 'with_statement': return [...withItems(making, node), { s: 'block', ...bodyOf(making, node, depth) }];
    case 'try_statement': return [tryOf(making, node, depth)];
    case 'match_statement': return [matchOf(making, node, depth)];
    case 'function_definition': case 'class_definition': case 'decorated_definition': return definedBy(making, node, depth);
    default: return [];
  }
}

function firstValue(making: Making, node: number): FlowExpr | null {
  const [value] = childrenOf(making.tree, node);
  return value === undefined ? null : exprOf(making, value);
}

function valueSteps(making: Making, node: number): FlowStep[] {
  const kind = kindOf(making.tree, node);
  if (kind === 'assignment' || kind === 'augmented_assignment') return assignmentSteps(making, node);
  if (kind === 'string' || kind === 'ellipsis') return [];
  const value = exprOf(making, node);
  return value.e === 'literal' || value.e === 'name' ? [] : [{ s: 'do', value, at: placeOf(making, node) }];
}

function bodyOf(making: Making, node: number, depth: number): { readonly body: FlowStep[]; readonly at: FlowSpan } {
  const body = childIn(making.tree, node, 'body');
  return { body: stepsOf(making, body, depth), at: placeOf(making, body === NONE ? node : body) };
}

/** An `elif` is an `if` in the `else` of what is before it; `end`: where all of the statement ends. */
function ifOf(making: Making, node: number, rest: readonly number[], { depth, end }: { readonly depth: number; readonly end: number }): FlowStep {
  const { tree } = making;
  const test = exprOf(making, childIn(tree, node, 'condition'));
  const yes = stepsOf(making, childIn(tree, node, 'consequence'), depth);
  const [next, ...others] = rest;
  const no = next === undefined || depth > DEEPEST ? [] : kindOf(tree, next) === 'elif_clause' ? [ifOf(making, next, others, { depth: depth + 1, end })] : stepsOf(making, childIn(tree, next, 'body'), depth);
  return { s: 'if', test, yes, no, at: [placeOf(making, node)[0], end - making.base] };
}

/** `with x as y` gives `y` what `x` gives when it is entered, which is `x` itself as far as a flow can tell. */
function withItems(making: Making, node: number): FlowStep[] {
  const { tree } = making;
  return childrenOf(tree, childOfKind(tree, node, 'with_clause')).map((item): FlowStep => {
    const value = childIn(tree, item, 'value');
    const alias = kindOf(tree, value) === 'as_pattern' ? childIn(tree, value, 'alias') : NONE;
    const expr = exprOf(making, value);
    const at = placeOf(making, item);
    return alias === NONE ? { s: 'do', value: expr, at } : { s: 'let', target: targetOf(making, alias), value: expr, op: null, type: null, at };
  });
}

/** What runs where nothing was raised (`else`) comes behind the body. */
function tryOf(making: Making, node: number, depth: number): FlowStep {
  const { tree } = making;
  const body: FlowStep[] = [];
  const last: FlowStep[] = [];
  const handlers: FlowStep[][] = [];
  for (const child of childrenOf(tree, node)) {
    const kind = kindOf(tree, child);
    if (kind === 'block') body.push(...stepsOf(making, child, depth));
    else if (kind === 'else_clause') body.push(...stepsOf(making, childIn(tree, child, 'body'), depth));
    else if (kind === 'finally_clause') last.push(...stepsOf(making, childOfKind(tree, child, 'block'), depth));
    else if (kind.startsWith('except')) handlers.push(stepsOf(making, childOfKind(tree, child, 'block'), depth));
  }
  return { s: 'try', body, handlers, last, at: placeOf(making, node) };
}

/** A function in a function; of a class there its methods, named as those of a module's own class are. */
function definedBy(making: Making, whole: number, depth: number, outer = ''): FlowStep[] {
  const { tree } = making;
  const definition = definitionAt(tree, whole);
  if (definition === null || depth > DEEPEST) return [];
  const name = outer + textOf(tree, childIn(tree, definition.node, 'name'));
  if (definition.kind === 'function') return [{ s: 'function', name, fn: functionOf(making, { node: definition.node, whole, inClass: outer !== '' }, depth), at: placeOf(making, whole) }];
  return childrenOf(tree, childIn(tree, definition.node, 'body')).flatMap((member) => definedBy(making, member, depth + 1, `${name}.`));
}
