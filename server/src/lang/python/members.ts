import type { HostExpr } from '../expression.ts';
import { once } from '../empty-outline.ts';
import { childIn, childrenOf, ERROR, type FlatTree, kindOf, NONE, parentOf, spanOf, textOf } from '../flat-tree.ts';
import type { ClassMember } from '../outline.ts';
import type { Expressions } from './expressions.ts';
import { assignedValue } from './mutations.ts';
import { LISTS } from './patterns.ts';

/** Branches nested deeper than this are no class that a person wrote; what is in them counts as one other thing. */
const DEEPEST = 40;

/** What runs only sometimes inside a class body, and the blocks in which members stand all the same. */
const BLOCKS: Readonly<Record<string, 'always' | 'sometimes'>> = {
  block: 'always', with_statement: 'always', finally_clause: 'always',
  if_statement: 'sometimes', elif_clause: 'sometimes', else_clause: 'sometimes', try_statement: 'sometimes', except_clause: 'sometimes', except_group_clause: 'sometimes',
  for_statement: 'sometimes', while_statement: 'sometimes', match_statement: 'sometimes', case_clause: 'sometimes',
};

interface Place { readonly conditional: boolean; readonly depth: number }

/** Everything that stands directly in a class body, in document order; what the parser could not read there is `other`. */
export function membersOf(expressions: Expressions, node: number): ClassMember[] {
  const { tree } = expressions;
  // Error recovery can leave what was read of a broken body beside the block.
  const parts = childrenOf(tree, node).filter((child) => kindOf(tree, child) === ERROR || kindOf(tree, child) === 'block');
  return parts.flatMap((part) => membersAt(expressions, part, { conditional: false, depth: 0 }));
}

function membersAt(expressions: Expressions, node: number, place: Place): ClassMember[] {
  const { tree } = expressions;
  const kind = kindOf(tree, node);
  const runs = Object.hasOwn(BLOCKS, kind) ? BLOCKS[kind] : undefined;
  if (runs !== undefined && place.depth < DEEPEST) {
    const inside = { conditional: place.conditional || runs === 'sometimes', depth: place.depth + 1 };
    return childrenOf(tree, node).filter((child) => isStatement(tree, child)).flatMap((child) => membersAt(expressions, child, inside));
  }
  if (kind === 'function_definition' || kind === 'decorated_definition') return [methodAt(expressions, node, place)];
  const assigned = kind === 'expression_statement' ? childrenOf(tree, node)[0] ?? NONE : NONE;
  const members = assignedAt(expressions, assigned, { conditional: place.conditional, depth: 0 });
  return members.length > 0 ? members : [{ kind: 'other', span: spanOf(tree, node) }];
}

/** A condition, a subject or a loop's variable is no member. */
const isStatement = (tree: FlatTree, node: number): boolean => {
  const kind = kindOf(tree, node);
  return Object.hasOwn(BLOCKS, kind) || kind === ERROR || /_(?:statement|definition)$/.test(kind);
};

function methodAt(expressions: Expressions, whole: number, { conditional }: Place): ClassMember {
  const { tree } = expressions;
  const node = kindOf(tree, whole) === 'function_definition' ? whole : childIn(tree, whole, 'definition');
  const name = childIn(tree, node, 'name');
  const span = spanOf(tree, whole);
  // A decorated class is one of the outline's classes.
  if (kindOf(tree, node) !== 'function_definition' || name === NONE) return { kind: 'other', span };
  const decorators = once(() => decoratorsOf(expressions, node));
  return {
    kind: 'function', name: textOf(tree, name), nameSpan: spanOf(tree, name), conditional, span,
    get decorators() { return decorators(); },
    get value() { return expressions.function(node); },
  };
}

/** The expressions behind the `@` of a definition, in document order. */
export function decoratorsOf(expressions: Expressions, definition: number): HostExpr[] {
  const { tree } = expressions;
  const whole = parentOf(tree, definition);
  if (kindOf(tree, whole) !== 'decorated_definition') return [];
  return childrenOf(tree, whole).filter((child) => kindOf(tree, child) === 'decorator').map((child) => expressions.of(childrenOf(tree, child).at(-1) ?? NONE));
}

/** The names that a statement gives a value or a type; none where it gives them to something else. `a = b = value` and `a, b = one, two` are two. */
function assignedAt(expressions: Expressions, node: number, place: Place): ClassMember[] {
  const { tree } = expressions;
  const kind = kindOf(tree, node);
  if (place.depth > DEEPEST || (kind !== 'assignment' && kind !== 'augmented_assignment')) return [];
  const [left, right] = [childIn(tree, node, 'left'), childIn(tree, node, 'right')];
  const value = () => (right === NONE ? null : assignedValue(expressions, node));
  const named = LISTS.has(kindOf(tree, left)) ? pairsOf(expressions, left, right).flatMap(([one, given]) => namedAt(tree, one, node, { place, value: given, type: () => null })) : namedAt(tree, left, node, { place, value, type: () => typeOf(expressions, node) });
  return kindOf(tree, right) === 'assignment' ? [...named, ...assignedAt(expressions, right, { ...place, depth: place.depth + 1 })] : named;
}

interface Given { readonly place: Place; readonly type: () => HostExpr | null; readonly value: () => HostExpr | null }

function namedAt(tree: FlatTree, left: number, node: number, { place: { conditional }, type, value }: Given): ClassMember[] {
  if (kindOf(tree, left) !== 'identifier') return [];
  return [{ kind: 'assign', name: textOf(tree, left), nameSpan: spanOf(tree, left), conditional, span: spanOf(tree, node), get type() { return type(); }, get value() { return value(); } }];
}

function typeOf(expressions: Expressions, node: number): HostExpr | null {
  const type = childIn(expressions.tree, node, 'type');
  return type === NONE ? null : expressions.of(type);
}

/** Each name of a list of them with what it is given; that is unknown where the right side is not as long a list. */
function pairsOf({ tree, of }: Expressions, left: number, right: number): (readonly [number, () => HostExpr])[] {
  const names = childrenOf(tree, left);
  const values = LISTS.has(kindOf(tree, right)) ? childrenOf(tree, right) : [];
  const paired = names.length === values.length && ![...names, ...values].some((node) => kindOf(tree, node).startsWith('list_splat'));
  return names.map((name, index) => [name, () => (paired ? of(values[index] ?? NONE) : { kind: 'unknown', span: spanOf(tree, right) })]);
}
