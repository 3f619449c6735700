import type { FlowExpr, FlowStep } from '../../../facts/flow.ts';
import { childIn, childrenOf, kindOf, NONE, textOf } from '../../flat-tree.ts';
import { typeText } from '../patterns.ts';
import { CLASSES, FUNCTIONS } from '../grammar.ts';
import { exprOf } from './expressions.ts';
import { functionOf } from './functions.ts';
import { forEachOf, forOf, untilOf, whileOf } from './loops.ts';
import { DEEPEST, type Making, placeOf, unknownAt } from './making.ts';
import { classValue } from './objects.ts';
import { switchOf } from './switches.ts';
import { targetOf } from './targets.ts';

type Reader = (making: Making, node: number, depth: number) => readonly FlowStep[];

const part = (making: Making, node: number, field: string): number => childIn(making.tree, node, field);
const leave = (how: 'break' | 'continue'): Reader => (making, node) => [{ s: 'leave', how, value: null, at: placeOf(making, node) }];
const firstValue = (making: Making, node: number, depth: number): FlowExpr | null => {
  const value = childrenOf(making.tree, node)[0];
  return value === undefined ? null : exprOf(making, value, depth);
};

const READERS: ReadonlyMap<string, Reader> = new Map(Object.entries<Reader>({
  expression_statement: (making, node, depth) => childrenOf(making.tree, node).flatMap((child) => valueSteps(making, child, depth)),
  lexical_declaration: declared, variable_declaration: declared,
  return_statement: (making, node, depth) => [{ s: 'return', value: firstValue(making, node, depth), at: placeOf(making, node) }],
  throw_statement: (making, node, depth) => [{ s: 'leave', how: 'throw', value: firstValue(making, node, depth), at: placeOf(making, node) }],
  break_statement: leave('break'), continue_statement: leave('continue'),
  if_statement: (making, node, depth) => [{ s: 'if', test: exprOf(making, part(making, node, 'condition'), depth), yes: bodyOf(making, part(making, node, 'consequence'), depth), no: elseOf(making, part(making, node, 'alternative'), depth), at: placeOf(making, node) }],
  switch_statement: switchOf,
  for_in_statement: forEachOf, for_statement: forOf, while_statement: whileOf, do_statement: untilOf,
  try_statement: tryOf,
  labeled_statement: (making, node, depth) => stepOf(making, part(making, node, 'body'), depth),
  statement_block: (making, node, depth) => [{ s: 'block', body: bodyOf(making, node, depth), at: placeOf(making, node) }],
  with_statement: (making, node, depth) => [{ s: 'block', body: bodyOf(making, part(making, node, 'body'), depth), at: placeOf(making, node) }],
  export_statement: (making, node, depth) => stepOf(making, part(making, node, 'declaration'), depth),
  enum_declaration: enumOf,
}));

/** The statements of a block. */
export const stepsOf = (making: Making, nodes: readonly number[], depth: number): FlowStep[] => nodes.flatMap((node) => stepOf(making, node, depth));

/** One statement; what does nothing that is kept gives no step. */
export function stepOf(making: Making, node: number, depth: number): readonly FlowStep[] {
  if (node === NONE || depth > DEEPEST || --making.budget < 0) return [];
  const { tree } = making;
  const kind = kindOf(tree, node);
  const reader = READERS.get(kind);
  if (reader !== undefined) return reader(making, node, depth + 1);
  if (FUNCTIONS.has(kind)) return [{ s: 'function', name: textOf(tree, part(making, node, 'name')), fn: functionOf(making, node, depth + 1), at: placeOf(making, node) }];
  if (CLASSES.has(kind)) return [{ s: 'let', target: { t: 'name', name: textOf(tree, part(making, node, 'name')) }, value: classValue(making, node, depth + 1), op: null, type: null, at: placeOf(making, node) }];
  return [];
}

/** The body of a branch or loop, which need not be a block. */
export const bodyOf = (making: Making, node: number, depth: number): readonly FlowStep[] =>
  kindOf(making.tree, node) === 'statement_block' ? stepsOf(making, childrenOf(making.tree, node), depth) : stepOf(making, node, depth);

const elseOf = (making: Making, clause: number, depth: number): readonly FlowStep[] => (clause === NONE ? [] : bodyOf(making, childrenOf(making.tree, clause)[0] ?? NONE, depth));

/** An expression that stands as a statement: assignments are steps of their own. */
export function valueSteps(making: Making, node: number, depth: number): readonly FlowStep[] {
  const { tree } = making;
  const kind = kindOf(tree, node);
  const at = placeOf(making, node);
  if (kind === 'parenthesized_expression') return depth > DEEPEST ? [] : valueSteps(making, childrenOf(tree, node)[0] ?? NONE, depth + 1);
  if (kind !== 'assignment_expression' && kind !== 'augmented_assignment_expression') return [{ s: 'do', value: exprOf(making, node, depth), at }];
  const op = kind === 'assignment_expression' ? null : textOf(tree, part(making, node, 'operator')).slice(0, -1);
  return [{ s: 'let', target: targetOf(making, part(making, node, 'left'), depth), value: exprOf(making, part(making, node, 'right'), depth), op, type: null, at }];
}

/** `const a = …, b = …`; without a value a name holds nothing yet. */
export function declared(making: Making, node: number, depth: number): readonly FlowStep[] {
  return childrenOf(making.tree, node).filter((child) => kindOf(making.tree, child) === 'variable_declarator').map((child) => declarator(making, child, depth));
}

export function declarator(making: Making, node: number, depth: number): FlowStep {
  const { tree } = making;
  const value = part(making, node, 'value');
  const at = placeOf(making, node);
  return { s: 'let', target: targetOf(making, part(making, node, 'name'), depth), value: value === NONE ? { e: 'literal', value: null, at } : exprOf(making, value, depth), op: null, type: typeText(tree, node), at };
}

function tryOf(making: Making, node: number, depth: number): readonly FlowStep[] {
  const { tree } = making;
  const handler = part(making, node, 'handler');
  const parameter = part(making, handler, 'parameter');
  // What was thrown is not known, but its name hides an outer one.
  const caught: FlowStep[] = parameter === NONE ? [] : [{ s: 'let', target: targetOf(making, parameter, depth), value: unknownAt(making, parameter), op: null, type: null, at: placeOf(making, parameter) }];
  const handlers = handler === NONE ? [] : [[...caught, ...bodyOf(making, part(making, handler, 'body'), depth)]];
  return [{ s: 'try', body: bodyOf(making, part(making, node, 'body'), depth), handlers, last: bodyOf(making, childIn(tree, part(making, node, 'finalizer'), 'body'), depth), at: placeOf(making, node) }];
}

/** Of an enum how many values it has: it may be gone over. */
function enumOf(making: Making, node: number): readonly FlowStep[] {
  const { tree } = making;
  const at = placeOf(making, node);
  const members = textOf(tree, part(making, node, 'body')).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace(/^\{|\}$/g, '').split(',');
  const entries = members.flatMap((member) => {
    const key = /^\s*(['"]?)([\w$ -]+?)\1\s*(?:=|$)/.exec(member)?.[2];
    return key === undefined ? [] : [{ key, value: { e: 'literal' as const, value: key, at } }];
  });
  return [{ s: 'let', target: { t: 'name', name: textOf(tree, part(making, node, 'name')) }, value: { e: 'object', entries, at }, op: null, type: null, at }];
}
