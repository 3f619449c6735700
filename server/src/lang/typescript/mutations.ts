import type { HostExpr } from '../expression.ts';
import { childIn, fieldOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, textOf } from '../flat-tree.ts';
import type { Binding, Mutation } from '../outline.ts';
import { rootName } from './calls.ts';
import type { Conditions } from './conditions.ts';
import type { Expressions } from './expressions.ts';
import { TRANSPARENT } from './grammar.ts';

interface Candidate { readonly node: number; readonly kind: 'assign' | 'call' }

/** Everything that may change what a name stands for, by name; which binding is meant is settled when one is asked for. */
export function mutationsIn(expressions: Expressions, calls: readonly number[]): ReadonlyMap<string, readonly Candidate[]> {
  const { tree } = expressions;
  const out = new Map<string, Candidate[]>();
  const note = (name: string | null, candidate: Candidate) => {
    if (name === null) return;
    const list = out.get(name);
    if (list === undefined) out.set(name, [candidate]);
    else list.push(candidate);
  };
  for (const node of nodesOf(tree, ['assignment_expression', 'augmented_assignment_expression'])) note(assignedName(tree, childIn(tree, node, 'left')), { node, kind: 'assign' });
  for (const node of calls) if (isDiscarded(tree, node)) note(rootName(tree, node), { node, kind: 'call' });
  return out;
}

export function mutationsOf(binding: Binding, candidates: readonly Candidate[], expressions: Expressions, conditions: Conditions): Mutation[] {
  const sorted = [...candidates].sort((a, b) => a.node - b.node);
  return sorted.flatMap(({ node, kind }): Mutation[] => {
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

