import { childIn, childrenOf, endOf, fieldOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import type { CommentRange } from '../outline.ts';
import { TRANSPARENT } from './grammar.ts';

/** Calls and `new`, the outermost of each chain, and the tagged templates. */
export function callsOf(tree: FlatTree): { readonly calls: readonly number[]; readonly tagged: readonly number[] } {
  const calls: number[] = [];
  const tagged: number[] = [];
  for (const node of nodesOf(tree, ['call_expression', 'new_expression'])) {
    if (isTagged(tree, node)) tagged.push(node);
    else if (chainTop(tree, node) === node) calls.push(node);
  }
  return { calls, tagged };
}

const isTagged = (tree: FlatTree, call: number): boolean => kindOf(tree, childIn(tree, call, 'arguments')) === 'template_string';

/** The next call above that this one is a link of, or itself. `await` ends a chain. */
function chainTop(tree: FlatTree, call: number): number {
  let at = call;
  for (;;) {
    const parent = parentOf(tree, at);
    if (parent === NONE) return call;
    const kind = kindOf(tree, parent);
    const field = fieldOf(tree, at);
    if (TRANSPARENT.has(kind) || ((kind === 'member_expression' || kind === 'subscript_expression') && field === 'object')) at = parent;
    else if ((kind === 'call_expression' && field === 'function' && !isTagged(tree, parent)) || (kind === 'new_expression' && field === 'constructor')) return parent;
    else return call;
  }
}

/** Strings and templates that stand right behind a comment `sql`. */
export function markedOf(tree: FlatTree): number[] {
  const strings = new Map(nodesOf(tree, ['string', 'template_string']).map((node) => [startOf(tree, node), node]));
  return nodesOf(tree, ['comment']).flatMap((node) => {
    if (!/^\/\*\s*sql\s*\*\/$/i.test(textOf(tree, node).slice(0, 40))) return [];
    const next = endOf(tree, node) + (/^\s*/.exec(tree.text.slice(endOf(tree, node), endOf(tree, node) + 200))?.[0].length ?? 0);
    const string = strings.get(next);
    return string === undefined || fieldOf(tree, string) === 'arguments' ? [] : [string];
  });
}

export function commentsOf(tree: FlatTree): CommentRange[] {
  return nodesOf(tree, ['comment']).map((node) => ({ span: spanOf(tree, node), text: textOf(tree, node).replace(/^\/[/*]+/, '').replace(/\*+\/$/, '').trim() }));
}

/** The name at the root of a chain (`q` of `q.where(…).limit(1)`, `this.q` of its kind); null when it has another root. */
export function rootName(tree: FlatTree, node: number): string | null {
  let at = node;
  let inner = NONE;
  for (;;) {
    const kind = kindOf(tree, at);
    if (kind === 'identifier') return textOf(tree, at);
    if (kind === 'this') return inner === NONE ? null : `this.${textOf(tree, childIn(tree, inner, 'property'))}`;
    const next = kind === 'call_expression' ? childIn(tree, at, 'function') : kind === 'member_expression' || kind === 'subscript_expression' ? childIn(tree, at, 'object') : TRANSPARENT.has(kind) ? (childrenOf(tree, at)[0] ?? NONE) : NONE;
    if (next === NONE) return null;
    inner = kind === 'member_expression' ? at : NONE;
    at = next;
  }
}
