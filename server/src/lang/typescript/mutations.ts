import type { Conditions } from '../conditions.ts';
import type { HostExpr } from '../expression.ts';
import { childIn, fieldOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import type { Binding, Mutation } from '../outline.ts';
import { rootName } from './calls.ts';
import type { Expressions } from './expressions.ts';
import { TRANSPARENT } from './grammar.ts';

interface Candidate { readonly node: number; readonly kind: Mutation['kind'] }
type Resolve = (name: string, offset: number) => Binding | null;

/** Everything that may change what a binding stands for, in document order. Each place is resolved once: a minified file has thousands of one name. */
export function mutationsIn(expressions: Expressions, calls: readonly number[], resolve: Resolve): ReadonlyMap<Binding, readonly Candidate[]> {
  const { tree } = expressions;
  const assigned = nodesOf(tree, ['assignment_expression', 'augmented_assignment_expression']).map((node) => ({ node, kind: 'assign' as const, name: assignedName(tree, childIn(tree, node, 'left')) }));
  const called = calls.filter((node) => isDiscarded(tree, node)).map((node) => ({ node, kind: 'call' as const, name: rootName(tree, node) }));
  const out = new Map<Binding, Candidate[]>();
  for (const { node, kind, name } of [...assigned, ...called].sort((a, b) => a.node - b.node)) {
    const binding = name === null ? null : resolve(name, startOf(tree, node));
    if (binding === null) continue;
    const list = out.get(binding);
    if (list === undefined) out.set(binding, [{ node, kind }]);
    else list.push({ node, kind });
  }
  return out;
}

export function mutationsOf(binding: Binding, candidates: readonly Candidate[], expressions: Expressions, conditions: Conditions): Mutation[] {
  return candidates.flatMap(({ node, kind }): Mutation[] => {
    const span = spanOf(expressions.tree, node);
    const conditional = conditions.between(binding.span.start, span.start);
    if (kind === 'assign') return [{ kind, value: assignedValue(expressions, node), span, conditional }];
    const call = expressions.call(node);
    return call === null ? [] : [{ kind, call, span, conditional }];
  });
}

function assignedName(tree: FlatTree, left: number): string | null {
  if (kindOf(tree, left) === 'identifier') return textOf(tree, left);
  return kindOf(tree, left) === 'member_expression' && kindOf(tree, childIn(tree, left, 'object')) === 'this' ? rootName(tree, left) : null;
}

/** `text += more` is `text = text + more`; `x ??= y` is `x = x ?? y`. */
function assignedValue(expressions: Expressions, node: number): HostExpr {
  const { tree } = expressions;
  const value = expressions.of(childIn(tree, node, 'right'));
  if (kindOf(tree, node) === 'assignment_expression') return value;
  const op = textOf(tree, childIn(tree, node, 'operator')).replace(/=$/, '');
  return { kind: 'binary', op, left: expressions.of(childIn(tree, node, 'left')), right: value, span: spanOf(tree, node) };
}

/** A call whose value nobody takes: a statement of its own, also behind `&&`, or the whole body of a callback. */
function isDiscarded(tree: FlatTree, node: number): boolean {
  let at = node;
  for (let parent = parentOf(tree, at); parent !== NONE; parent = parentOf(tree, at)) {
    const kind = kindOf(tree, parent);
    if (kind === 'expression_statement') return true;
    if (kind === 'arrow_function') return fieldOf(tree, at) === 'body';
    const passes = TRANSPARENT.has(kind) || kind === 'await_expression' || (kind === 'binary_expression' && fieldOf(tree, at) === 'right') || (kind === 'ternary_expression' && fieldOf(tree, at) !== 'condition');
    if (!passes) return false;
    at = parent;
  }
  return false;
}

