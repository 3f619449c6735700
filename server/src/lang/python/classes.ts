import { once } from '../empty-outline.ts';
import { childIn, childrenOf, endOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import { nestOf } from '../nest.ts';
import type { ClassHost, ClassMember } from '../outline.ts';
import type { Arguments, Expressions } from './expressions.ts';
import { CLASSES, FUNCTIONS } from './grammar.ts';
import { decoratorsOf, membersOf } from './members.ts';

/**
 * Every class of the file that has a name, taken apart when it is looked at. `span` begins at the first decorator. A class inside a function has its own name
 * and is not `topLevel`; one under an `if` or `try` of the module is, since blocks make no scope.
 */
export function classesOf(expressions: Expressions): ClassHost[] {
  const { tree } = expressions;
  const scopes = nestOf(nodesOf(tree, [...FUNCTIONS, ...CLASSES]).map((node) => ({ ...spanOf(tree, node), node })));
  // What the classes inside each scope put before their names: nothing in a function, whose own name says nothing of them.
  const paths: string[] = [];
  return scopes.ranges.flatMap(({ node }, index) => {
    const outer = scopes.parents[index] ?? -1;
    const name = childIn(tree, node, 'name');
    const isClass = CLASSES.has(kindOf(tree, node));
    const dotted = (paths[outer] ?? '') + textOf(tree, name);
    paths.push(isClass ? `${dotted}.` : '');
    return !isClass || startOf(tree, name) === endOf(tree, name) ? [] : [classAt(expressions, node, { name: dotted, topLevel: outer === -1 })];
  });
}

function classAt(expressions: Expressions, node: number, { name, topLevel }: { readonly name: string; readonly topLevel: boolean }): ClassHost {
  const { tree } = expressions;
  const parent = parentOf(tree, node);
  const whole = kindOf(tree, parent) === 'decorated_definition' ? parent : node;
  const members = once(() => membersOf(expressions, node));
  const listed = once(() => basesOf(expressions, node));
  const decorators = once(() => decoratorsOf(expressions, node));
  return {
    name, topLevel, nameSpan: spanOf(tree, childIn(tree, node, 'name')), span: spanOf(tree, whole),
    get bases() { return listed().args; },
    get keywords() { return listed().keywords; },
    get decorators() { return decorators(); },
    get members() { return members(); },
    get bodySpan() { return bodyOf(tree, node, members()); },
  };
}

/** A class without a body yet has an empty one at its end. */
function bodyOf(tree: FlatTree, node: number, members: readonly ClassMember[]): { readonly start: number; readonly end: number } {
  const end = endOf(tree, node);
  return { start: members[0]?.span.start ?? end, end: members.at(-1)?.span.end ?? end };
}

/** What stands between the parentheses of a class is what a call's arguments are. */
function basesOf(expressions: Expressions, node: number): Arguments {
  const list = childIn(expressions.tree, node, 'superclasses');
  return expressions.args(list === NONE ? [] : childrenOf(expressions.tree, list));
}
