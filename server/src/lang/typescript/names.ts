import { childIn, childOfKind, childrenOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, textOf } from '../flat-tree.ts';
import { around, innermost, type Nest, nestOf } from '../nest.ts';
import type { FunctionRange } from '../outline.ts';
import type { Span } from '../../text/span.ts';
import { keyText, paramsOf } from './expressions.ts';
import { CLASSES, FUNCTIONS } from './grammar.ts';

interface Named extends Span { readonly name: string }

const NAMING: readonly string[] = [...FUNCTIONS, ...CLASSES, 'variable_declarator', 'pair', 'public_field_definition', 'assignment_expression', 'internal_module'];

/** `enclosing` of Outline: functions, methods, classes, and what holds a function or stands at top level, joined by dots. */
export function namesOf(tree: FlatTree): (offset: number) => string {
  const functions = nestOf(nodesOf(tree, FUNCTIONS).map((node) => spanOf(tree, node)));
  const named = nestOf(nodesOf(tree, NAMING).flatMap((node) => nameAt(tree, node, functions)));
  return (offset) => around(named, offset).reverse().map((range) => range.name).join('.');
}

function nameAt(tree: FlatTree, node: number, functions: Nest<Span>): Named[] {
  const kind = kindOf(tree, node);
  const span = spanOf(tree, node);
  const given = (name: string) => (name === '' ? [] : [{ ...span, name }]);
  if (FUNCTIONS.has(kind)) return kind === 'function_expression' && kindOf(tree, parentOf(tree, node)) === 'variable_declarator' ? [] : given(keyText(tree, childIn(tree, node, 'name')));
  if (CLASSES.has(kind) || kind === 'internal_module') return given(textOf(tree, childIn(tree, node, 'name')));
  if (kind === 'assignment_expression') return holdsFunction(tree, childIn(tree, node, 'right')) ? given(assignedName(textOf(tree, childIn(tree, node, 'left')))) : [];
  const value = childIn(tree, node, 'value');
  const topLevel = innermost(functions, span.start) < 0;
  if (!holdsFunction(tree, value) && !(topLevel && kind === 'variable_declarator')) return [];
  const name = kind === 'pair' ? childIn(tree, node, 'key') : childIn(tree, node, 'name');
  return /pattern$/.test(kindOf(tree, name)) || kindOf(tree, name) === 'computed_property_name' ? [] : given(keyText(tree, name));
}

const assignedName = (target: string): string => /^[\w$.]{1,80}$/.test(target) ? target.replace(/^(?:module\.)?exports\./, '').replace(/^this\./, '') : '';

/** A function, or a call that is handed one (`publicProcedure.query(async () => …)`, `cache(async () => …)`). */
function holdsFunction(tree: FlatTree, value: number): boolean {
  if (value === NONE) return false;
  if (FUNCTIONS.has(kindOf(tree, value))) return true;
  return kindOf(tree, value) === 'call_expression' && childOfKind(tree, childIn(tree, value, 'arguments'), ...FUNCTIONS) !== NONE;
}

/** Every function with the name that `enclosing` gives inside it. */
export function functionsOf(tree: FlatTree, enclosing: (offset: number) => string): FunctionRange[] {
  return nodesOf(tree, FUNCTIONS).map((node) => {
    const span = spanOf(tree, node);
    const body = childrenOf(tree, node).at(-1) ?? node;
    return { get name() { return enclosing(spanOf(tree, body).start); }, span, get params() { return paramsOf(tree, node); } };
  });
}
