import { childIn, childrenOf, fieldOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, textOf } from '../flat-tree.ts';
import type { CommentRange } from '../outline.ts';
import { isSelf, TRANSPARENT } from './grammar.ts';

/** Every call, the outermost of each chain only. */
export const callsOf = (tree: FlatTree): number[] => nodesOf(tree, ['call']).filter((node) => !isLink(tree, node));

/** Whether another call is made on what this one gives. `await` ends a chain. */
function isLink(tree: FlatTree, call: number): boolean {
  for (let at = call, parent = parentOf(tree, at); parent !== NONE; at = parent, parent = parentOf(tree, at)) {
    const kind = kindOf(tree, parent);
    const field = fieldOf(tree, at);
    if (kind === 'call') return field === 'function';
    if (!TRANSPARENT.has(kind) && !(kind === 'attribute' && field === 'object') && !(kind === 'subscript' && field === 'value')) return false;
  }
  return false;
}

export const commentsOf = (tree: FlatTree): CommentRange[] => nodesOf(tree, ['comment']).map((node) => ({ span: spanOf(tree, node), text: textOf(tree, node).replace(/^#+/, '').trim() }));

/** The name at the root of a chain (`q` of `q.where(…).limit(1)`, `this.q` of `self.q`); null when it has another root. */
export function rootName(tree: FlatTree, node: number): string | null {
  let inner = NONE;
  for (let at = node; at !== NONE;) {
    const kind = kindOf(tree, at);
    if (kind === 'identifier') {
      const name = textOf(tree, at);
      return !isSelf(name) ? name : inner === NONE ? null : `this.${textOf(tree, childIn(tree, inner, 'attribute'))}`;
    }
    inner = kind === 'attribute' ? at : NONE;
    at = kind === 'call' ? childIn(tree, at, 'function') : kind === 'attribute' ? childIn(tree, at, 'object') : kind === 'subscript' ? childIn(tree, at, 'value') : TRANSPARENT.has(kind) ? (childrenOf(tree, at)[0] ?? NONE) : NONE;
  }
  return null;
}
