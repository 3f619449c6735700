import type { FlowExpr, FlowFunction, FlowParam } from '../../../facts/flow.ts';
import { childIn, childOfKind, childrenOf, type FlatTree, kindOf, NONE, textOf } from '../../flat-tree.ts';
import { typeText } from '../patterns.ts';
import { decoratorNames } from '../program/steps.ts';
import { exprOf } from './expressions.ts';
import { isAsync } from './literals.ts';
import { type Making, placeOf } from './making.ts';
import { stepsOf } from './steps.ts';

/** A definition: the function itself, and all of it with its decorators. */
export interface Definition { readonly node: number; readonly whole: number; readonly inClass: boolean }

/** A function with its body. */
export function functionOf(making: Making, { node, whole, inClass }: Definition, depth = 0): FlowFunction {
  const { tree } = making;
  const decorators = childrenOf(tree, whole).filter((child) => kindOf(tree, child) === 'decorator').map((child) => exprOf(making, childrenOf(tree, child).at(-1) ?? NONE));
  const params = paramsOf(making, childIn(tree, node, 'parameters'), depth);
  const outer = making.yields;
  making.yields = 0;
  const body = stepsOf(making, childIn(tree, node, 'body'), depth);
  const generator = making.yields > 0;
  making.yields = outer;
  const flags = [...(isAsync(tree, node) ? ['async' as const] : []), ...(generator ? ['generator' as const] : []), ...(inClass ? memberFlags(textOf(tree, childIn(tree, node, 'name')), decoratorNames(tree, whole)) : [])];
  return { params, body, flags, decorators, returns: typeText(tree, node, 'return_type'), at: placeOf(making, whole) };
}

const isProperty = (name: string): boolean => name === 'getter' || /(?:^|_)property$/.test(name);

function memberFlags(name: string, decorators: readonly string[]): FlowFunction['flags'][number][] {
  const kind = decorators.includes('staticmethod') ? 'static' : decorators.includes('classmethod') || name === '__init_subclass__' || name === '__class_getitem__' ? 'classmethod' : 'method';
  return [kind, ...(decorators.some(isProperty) ? ['property' as const] : []), ...(name === '__init__' ? ['constructor' as const] : [])];
}

/** `lambda x: …` is a function that returns its body. */
export function lambdaOf(making: Making, node: number, depth: number): FlowExpr {
  return { e: 'function', fn: lambdaFunction(making, node, depth), at: placeOf(making, node) };
}

export function lambdaFunction(making: Making, node: number, depth = 0): FlowFunction {
  const { tree } = making;
  const params = paramsOf(making, childIn(tree, node, 'parameters'), depth);
  const value = exprOf(making, childIn(tree, node, 'body'), depth);
  return { params, body: [{ s: 'return', value, at: value.at }], flags: [], decorators: [], returns: null, at: placeOf(making, node) };
}

function paramsOf(making: Making, list: number, depth: number): FlowParam[] {
  return childrenOf(making.tree, list).flatMap((node) => paramOf(making, node, depth));
}

/** `/` and `*` alone are no parameters. */
function paramOf(making: Making, node: number, depth: number): FlowParam[] {
  const { tree } = making;
  const named = (name: number, rest: FlowParam['rest'] = null): FlowParam => ({ target: { t: 'name', name: textOf(tree, name) }, type: null, value: null, rest });
  switch (kindOf(tree, node)) {
    case 'identifier': return [named(node)];
    case 'list_splat_pattern': return [named(childOfKind(tree, node, 'identifier'), 'list')];
    case 'dictionary_splat_pattern': return [named(childOfKind(tree, node, 'identifier'), 'dict')];
    case 'typed_parameter': return paramOf(making, childrenOf(tree, node)[0] ?? NONE, depth).map((param) => ({ ...param, type: typeText(tree, node) }));
    case 'default_parameter': case 'typed_default_parameter': return [{ ...named(childIn(tree, node, 'name')), type: typeText(tree, node), value: exprOf(making, childIn(tree, node, 'value'), depth) }];
    default: return [];
  }
}

/** The definition that a statement is, with decorators or without; null for any other statement. */
export function definitionAt(tree: FlatTree, whole: number): { readonly node: number; readonly kind: 'function' | 'class' } | null {
  const node = kindOf(tree, whole) === 'decorated_definition' ? childIn(tree, whole, 'definition') : whole;
  const kind = kindOf(tree, node);
  return kind === 'function_definition' ? { node, kind: 'function' } : kind === 'class_definition' ? { node, kind: 'class' } : null;
}
