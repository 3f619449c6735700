import type { Program, ProgramAttr, ProgramClass, ProgramFunction } from '../../../facts/program.ts';
import { childIn, childrenOf, type FlatTree, kindOf, NONE, spanOf, textOf } from '../../flat-tree.ts';
import { typeText } from '../patterns.ts';
import { exprOf } from './expressions.ts';
import { type Making, placed } from './places.ts';
import { decoratorNames, functionOf } from './steps.ts';

/** Nodes of one file that become data; a longer file was made by a program, or is all data. */
const BUDGET = 120_000;

/** What the classes and functions of a Python file do. */
export function programOf(tree: FlatTree): Program {
  const making: Making = { tree, places: [], budget: BUDGET };
  const classes: ProgramClass[] = [];
  const functions: ProgramFunction[] = [];
  const names: Program['names'][number][] = [];
  const visit = (node: number): void => {
    const definition = kindOf(tree, node) === 'decorated_definition' ? childIn(tree, node, 'definition') : node;
    const kind = kindOf(tree, definition);
    if (kind === 'class_definition') classes.push(classOf(making, definition, node));
    else if (kind === 'function_definition') functions.push(functionOf(making, definition, node));
    else if (kind === 'if_statement' || kind === 'try_statement' || kind === 'block') { for (const child of childrenOf(tree, node)) visit(child); }
    else if (kind === 'expression_statement') names.push(...assignedBy(making, node));
  };
  for (const node of childrenOf(tree, 0)) visit(node);
  return { classes, functions, names, places: making.places };
}

function assignedBy(making: Making, statement: number): Program['names'][number][] {
  const { tree } = making;
  return childrenOf(tree, statement).flatMap((node) => {
    const [left, right] = [childIn(tree, node, 'left'), childIn(tree, node, 'right')];
    return kindOf(tree, node) === 'assignment' && kindOf(tree, left) === 'identifier' && right !== NONE ? [{ name: textOf(tree, left), value: exprOf(making, right) }] : [];
  });
}

function classOf(making: Making, node: number, whole: number): ProgramClass {
  const { tree } = making;
  const attrs: ProgramAttr[] = [];
  const methods: ProgramFunction[] = [];
  const name = childIn(tree, node, 'name');
  const at = placed(making, spanOf(tree, whole));
  const nameAt = placed(making, spanOf(tree, name));
  const bases = childrenOf(tree, childIn(tree, node, 'superclasses')).filter((child) => kindOf(tree, child) !== 'keyword_argument').map((child) => exprOf(making, child));
  for (const member of childrenOf(tree, childIn(tree, node, 'body'))) {
    const definition = kindOf(tree, member) === 'decorated_definition' ? childIn(tree, member, 'definition') : member;
    if (kindOf(tree, definition) === 'function_definition') methods.push(functionOf(making, definition, member));
    if (kindOf(tree, member) === 'expression_statement') attrs.push(...attrsOf(making, member));
  }
  return { name: textOf(tree, name), bases, attrs, methods, decorators: decoratorNames(tree, whole), at, nameAt };
}

function attrsOf(making: Making, statement: number): ProgramAttr[] {
  const { tree } = making;
  return childrenOf(tree, statement).flatMap((node) => {
    const [left, right] = [childIn(tree, node, 'left'), childIn(tree, node, 'right')];
    if (kindOf(tree, node) !== 'assignment' || kindOf(tree, left) !== 'identifier') return [];
    return [{ name: textOf(tree, left), type: typeText(tree, node), value: right === NONE ? null : exprOf(making, right), at: placed(making, spanOf(tree, node)) }];
  });
}

