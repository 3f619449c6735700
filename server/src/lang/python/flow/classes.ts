import type { FlowClass } from '../../../facts/flow.ts';
import type { SymbolPath } from '../../../facts/expr.ts';
import { childIn, childrenOf, type FlatTree, kindOf, NONE, spanOf, startOf, textOf } from '../../flat-tree.ts';
import { typeText } from '../patterns.ts';
import { decoratorNames } from '../program/steps.ts';
import { exprOf } from './expressions.ts';
import { DEEPEST, type Making } from './making.ts';

type Field = FlowClass['fields'][number];

/** A class with what its body gives names to; its methods are units of their own. Offsets in its fields are from where it begins. */
export function classOf(making: Making, { node, whole, name }: { readonly node: number; readonly whole: number; readonly name: string }): FlowClass {
  const { tree } = making;
  making.base = startOf(tree, whole);
  const bases = childrenOf(tree, childIn(tree, node, 'superclasses')).flatMap((child) => { const path = pathOf(tree, child); return path === null ? [] : [path]; });
  return { name, bases, fields: fieldsOf(making, childIn(tree, node, 'body')), decorators: decoratorNames(tree, whole), span: spanOf(tree, whole) };
}

/** `Base`, `module.Base`, `Base[Item]`; null for what is no path. */
function pathOf(tree: FlatTree, node: number): SymbolPath | null {
  const plain = kindOf(tree, node) === 'subscript' ? childIn(tree, node, 'value') : node;
  const text = textOf(tree, plain);
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(text) ? text.split('.') : null;
}

function fieldsOf(making: Making, block: number, depth = 0): Field[] {
  const { tree } = making;
  if (depth > DEEPEST) return [];
  return childrenOf(tree, block).flatMap((member): Field[] => {
    const kind = kindOf(tree, member);
    if (kind === 'expression_statement') return childrenOf(tree, member).flatMap((node) => fieldAt(making, node));
    return /^(?:if_statement|try_statement|block|(?:elif|else|except|finally)_clause)$/.test(kind) ? fieldsOf(making, member, depth + 1) : [];
  });
}

/** `a = b = value` are two fields of one value. */
function fieldAt(making: Making, node: number): Field[] {
  const { tree } = making;
  if (kindOf(tree, node) !== 'assignment') return [];
  const left = childIn(tree, node, 'left');
  const right = childIn(tree, node, 'right');
  const further = kindOf(tree, right) === 'assignment' ? fieldAt(making, right) : [];
  if (kindOf(tree, left) !== 'identifier') return further;
  const value = right === NONE ? null : further[0] === undefined ? exprOf(making, right) : further[0].value;
  return [{ name: textOf(tree, left), type: typeText(tree, node), value }, ...further];
}
