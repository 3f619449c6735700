import type { Conditions } from '../conditions.ts';
import type { HostExpr } from '../expression.ts';
import { childIn, fieldOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import type { Binding, Mutation } from '../outline.ts';
import { rootName } from './calls.ts';
import type { Expressions } from './expressions.ts';
import { isSelf, TRANSPARENT } from './grammar.ts';
import { LISTS, namesIn } from './patterns.ts';

/** `place`: of an assignment that takes a tuple apart, the way to what the name is given. */
interface Candidate { readonly node: number; readonly kind: Mutation['kind']; readonly place?: string | null }
type Resolve = (name: string, offset: number) => Binding | null;

/** Everything that may change what a binding stands for after it was declared, in document order; each place is resolved once. */
export function mutationsIn({ tree }: Expressions, calls: readonly number[], resolve: Resolve): ReadonlyMap<Binding, readonly Candidate[]> {
  const assigned = nodesOf(tree, ['assignment', 'augmented_assignment', 'named_expression']).flatMap((node) => targetsOf(tree, node));
  const called = calls.filter((node) => isDiscarded(tree, node)).map((node) => ({ node, kind: 'call' as const, target: { name: rootName(tree, node), at: startOf(tree, node) } }));
  const out = new Map<Binding, Candidate[]>();
  for (const { target, ...candidate } of [...assigned, ...called].sort((a, b) => a.node - b.node)) {
    const binding = target.name === null ? null : resolve(target.name, target.at);
    // The first assignment is the declaration itself; an annotation alone gives nothing.
    if (binding === null || (candidate.kind === 'assign' && (binding.span.start === target.at || valueNode(tree, candidate.node) === NONE))) continue;
    const list = out.get(binding);
    if (list === undefined) out.set(binding, [candidate]);
    else list.push(candidate);
  }
  return out;
}

export function mutationsOf(binding: Binding, candidates: readonly Candidate[], expressions: Expressions, conditions: Conditions): Mutation[] {
  return candidates.flatMap(({ node, kind, place }): Mutation[] => {
    const span = spanOf(expressions.tree, node);
    const conditional = conditions.between(binding.span.start, span.start);
    if (kind === 'assign') return [{ kind, value: place === undefined ? assignedValue(expressions, node) : partAt(assignedValue(expressions, node), place), span, conditional }];
    const call = expressions.call(node);
    return call === null ? [] : [{ kind, call, span, conditional }];
  });
}

interface Assigned extends Candidate { readonly kind: 'assign'; readonly target: { readonly name: string | null; readonly at: number } }

/** The names of an assignment: several of `a, b = c`. */
function targetsOf(tree: FlatTree, node: number): Assigned[] {
  const left = childIn(tree, node, 'left');
  if (kindOf(tree, node) !== 'assignment' || !LISTS.has(kindOf(tree, left))) return [{ node, kind: 'assign', target: targetOf(tree, node) }];
  return namesIn(tree, left).map(({ name, span, key }): Assigned => ({ node, kind: 'assign', target: { name, at: span.start }, place: key }));
}

/** What a tuple that is written out has at a place; unknown for any other value. */
function partAt(value: HostExpr, place: string | null): HostExpr {
  const part = place === null ? null : place.split('.').reduce<HostExpr | null>((at, index) => (at?.kind === 'array' ? (at.items[Number(index)] ?? null) : null), value);
  return part ?? { kind: 'unknown', span: value.span };
}

/** The name that is assigned (`this.x` for `self.x`) and where it stands. */
function targetOf(tree: FlatTree, node: number): { readonly name: string | null; readonly at: number } {
  const left = childIn(tree, node, kindOf(tree, node) === 'named_expression' ? 'name' : 'left');
  if (kindOf(tree, left) === 'identifier') return { name: textOf(tree, left), at: startOf(tree, left) };
  if (kindOf(tree, left) !== 'attribute' || !isSelf(textOf(tree, childIn(tree, left, 'object')))) return { name: null, at: 0 };
  return { name: rootName(tree, left), at: startOf(tree, childIn(tree, left, 'attribute')) };
}

const valueNode = (tree: FlatTree, node: number): number => childIn(tree, node, kindOf(tree, node) === 'named_expression' ? 'value' : 'right');

/** `text += more` is `text = text + more`. */
export function assignedValue(expressions: Expressions, node: number): HostExpr {
  const { tree } = expressions;
  const value = expressions.of(valueNode(tree, node));
  if (kindOf(tree, node) !== 'augmented_assignment') return value;
  const op = textOf(tree, childIn(tree, node, 'operator')).replace(/=$/, '');
  return { kind: 'binary', op, left: expressions.of(childIn(tree, node, 'left')), right: value, span: spanOf(tree, node) };
}

/** A call whose value nobody takes: a statement of its own, also behind `and` or in a branch. */
function isDiscarded(tree: FlatTree, node: number): boolean {
  for (let at = node, parent = parentOf(tree, at); parent !== NONE; at = parent, parent = parentOf(tree, at)) {
    const kind = kindOf(tree, parent);
    if (kind === 'expression_statement') return true;
    if (!TRANSPARENT.has(kind) && kind !== 'await' && kind !== 'conditional_expression' && !(kind === 'boolean_operator' && fieldOf(tree, at) === 'right')) return false;
  }
  return false;
}
