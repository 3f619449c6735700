import { childIn, childrenOf, endOf, kindOf, NONE, startOf } from '../../flat-tree.ts';
import { CLASSES, FUNCTIONS } from '../grammar.ts';
import { classUnits } from './classes.ts';
import { exprOf } from './expressions.ts';
import { type Found, functionUnit, stepsUnit } from './found.ts';
import { keyName } from './literals.ts';
import { declarator } from './steps.ts';
import { stripped } from './stripped.ts';

/** How deep object literals and namespaces are looked into for functions: `handlers.users.create`. */
export const DEEPEST_NAME = 4;

/** `statement`: the declarator or statement that gives the name its value; NONE for a default export. */
export interface Given { readonly value: number; readonly whole: number; readonly statement: number }

/** What a name of the module is given: a function is its unit, a class its methods', an object literal's functions are one each. */
export function readValue(found: Found, { value, whole, statement }: Given, name: string, nameNode: number): void {
  const { tree } = found.making;
  const inner = stripped(tree, value);
  const kind = kindOf(tree, inner);
  if (FUNCTIONS.has(kind)) functionUnit(found, inner, whole, name, nameNode);
  else if (CLASSES.has(kind)) classUnits(found, inner, whole, name);
  else constantUnits(found, { value: inner, whole, statement }, name, nameNode);
}

/** The statement of the name, and the functions of an object literal that is its value. */
function constantUnits(found: Found, { value, whole, statement }: Given, name: string, nameNode: number): void {
  const { tree, own } = found.making;
  const isExports = name === 'default' && kindOf(tree, statement) === 'expression_statement';
  const parts = kindOf(tree, value) === 'object' ? functionsIn(found, value, isExports ? ['exports'] : name.split('.')) : [];
  for (const part of parts) own.set(part.fn, part.path);
  stepsUnit(found, whole, name, nameNode, (making) => {
    if (kindOf(tree, statement) === 'variable_declarator') return [declarator(making, statement, 0)];
    return [{ s: 'let', target: { t: 'name', name }, value: exprOf(making, value, 0), op: null, type: null, at: [0, endOf(tree, whole) - startOf(tree, whole)] }];
  });
  for (const part of parts) {
    own.delete(part.fn);
    functionUnit(found, part.fn, part.whole, part.path.join('.'), part.key, kindOf(tree, part.fn) === 'method_definition' ? {} : { flags: ['method'] });
  }
}

interface Part { readonly fn: number; readonly whole: number; readonly key: number; readonly path: readonly string[] }

/** Functions in the properties of an object literal, and of those in it. */
function functionsIn(found: Found, node: number, path: readonly string[]): Part[] {
  const { tree } = found.making;
  if (path.length > DEEPEST_NAME) return [];
  return childrenOf(tree, node).flatMap((child): Part[] => {
    const method = kindOf(tree, child) === 'method_definition';
    if (!method && kindOf(tree, child) !== 'pair') return [];
    const key = childIn(tree, child, method ? 'name' : 'key');
    const name = keyName(found.making, key);
    const value = method ? child : stripped(tree, childIn(tree, child, 'value'));
    if (name === null || value === NONE) return [];
    if (kindOf(tree, value) === 'object') return functionsIn(found, value, [...path, name]);
    return FUNCTIONS.has(kindOf(tree, value)) ? [{ fn: value, whole: child, key, path: [...path, name] }] : [];
  });
}
