import type { Pattern } from '../expression.ts';
import { childIn, childOfKind, childrenOf, type FlatTree, kindOf, NONE, spanOf, textOf } from '../flat-tree.ts';
import { FUNCTIONS, isSelf } from './grammar.ts';

/** Deeper patterns than this are not taken apart. */
const DEEPEST = 40;
/** Several targets or values side by side. */
export const LISTS: ReadonlySet<string> = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple', 'list', 'expression_list']);

/** The target of an assignment, a loop or `as`. A starred name is no item of its place, so it is `other` there. */
export function patternOf(tree: FlatTree, node: number, type: string | null = null, depth = 0): Pattern {
  const span = spanOf(tree, node);
  const kind = kindOf(tree, node);
  if (kind === 'identifier') return { kind: 'name', name: textOf(tree, node), span, type };
  if (depth > DEEPEST || node === NONE) return { kind: 'other', span };
  if (kind === 'as_pattern_target' || kind === 'parenthesized_expression') return patternOf(tree, childrenOf(tree, node)[0] ?? NONE, type, depth + 1);
  if (!LISTS.has(kind)) return { kind: 'other', span };
  return { kind: 'array', items: childrenOf(tree, node).map((item) => patternOf(tree, item, null, depth + 1)), span };
}

/** A parameter of a function: its name's node, its annotation and its default. */
export interface Parameter { readonly node: number; readonly name: number; readonly type: string | null; readonly value: number; readonly starred: boolean }

/** All parameters but the first of a method, which is `this`. */
export function parametersOf(tree: FlatTree, definition: number): Parameter[] {
  const all = childrenOf(tree, childIn(tree, definition, 'parameters')).flatMap((node): Parameter[] => {
    const parameter = parameterAt(tree, node);
    return parameter.name === NONE ? [] : [parameter];
  });
  const [first] = all;
  return first !== undefined && isSelf(textOf(tree, first.name)) ? all.slice(1) : all;
}

function parameterAt(tree: FlatTree, node: number): Parameter {
  const kind = kindOf(tree, node);
  const plain = { node, name: NONE, type: null, value: NONE, starred: false };
  if (kind === 'identifier') return { ...plain, name: node };
  if (kind === 'list_splat_pattern' || kind === 'dictionary_splat_pattern') return { ...plain, name: childOfKind(tree, node, 'identifier'), starred: true };
  if (kind === 'typed_parameter') return { ...parameterAt(tree, childrenOf(tree, node)[0] ?? NONE), node, type: typeText(tree, node) };
  if (kind === 'default_parameter' || kind === 'typed_default_parameter') return { ...plain, name: childIn(tree, node, 'name'), type: typeText(tree, node), value: childIn(tree, node, 'value') };
  return plain;
}

export const paramPatterns = (tree: FlatTree, definition: number): Pattern[] =>
  FUNCTIONS.has(kindOf(tree, definition)) ? parametersOf(tree, definition).map(({ name, node, type, starred }) => (starred ? { kind: 'other', span: spanOf(tree, node) } : patternOf(tree, name, type))) : [];

/** An annotation as written; one in quotes (a forward reference) without them. */
export function typeText(tree: FlatTree, node: number, field: 'type' | 'return_type' = 'type'): string | null {
  const type = childIn(tree, node, field);
  return type === NONE ? null : textOf(tree, type).replace(/^(['"])(.*)\1$/s, '$2');
}

/** Each name a pattern binds, with the way to it from what is taken apart. */
export interface BoundName { readonly name: string; readonly span: { readonly start: number; readonly end: number }; readonly key: string | null; readonly plain: boolean }

export function namesIn(tree: FlatTree, node: number, path: readonly string[] = []): BoundName[] {
  const kind = kindOf(tree, node);
  if (kind === 'identifier') return [{ name: textOf(tree, node), span: spanOf(tree, node), key: path.join('.') || null, plain: path.length === 0 }];
  if (path.length > DEEPEST) return [];
  if (kind === 'as_pattern_target' || kind === 'parenthesized_expression') return childrenOf(tree, node).flatMap((child) => namesIn(tree, child, path));
  if (kind === 'list_splat_pattern' || kind === 'list_splat') return childrenOf(tree, node).flatMap((child) => namesIn(tree, child, [...path, '*'])).map((bound) => ({ ...bound, key: null }));
  return LISTS.has(kind) ? childrenOf(tree, node).flatMap((child, index) => namesIn(tree, child, [...path, String(index)])) : [];
}
