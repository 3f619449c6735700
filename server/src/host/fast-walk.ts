import type { Tree } from 'web-tree-sitter';
import type { TreeWalk } from '../lang/syntax.ts';

/**
 * tree-sitter's cursor without the copying of its state into and out of wasm memory at every step, which is more than half of the time that a
 * walk over a tree takes. The state stays in the library's transfer buffer for the whole walk, so nothing else may be asked of the
 * library meanwhile. It leans on exports of web-tree-sitter 0.27.1, which is pinned; `fastWalks` gives null where they are not as expected.
 */
export type StartWalk = (tree: Tree) => TreeWalk;

type Native = (tree: number) => number;

const NATIVES = {
  type: '_ts_tree_cursor_current_node_type_id_wasm', field: '_ts_tree_cursor_current_field_id_wasm', start: '_ts_tree_cursor_start_index_wasm', end: '_ts_tree_cursor_end_index_wasm',
  missing: '_ts_tree_cursor_current_node_is_missing_wasm', child: '_ts_tree_cursor_goto_first_child_wasm', sibling: '_ts_tree_cursor_goto_next_sibling_wasm', parent: '_ts_tree_cursor_goto_parent_wasm',
} as const;

const WORDS = [0, 1, 2, 3] as const;

/** @param module the object that was handed to `Parser.init`, which the library fills with its exports */
export function fastWalks(module: Readonly<Record<string, unknown>>): StartWalk | null {
  const natives = nativesOf(module);
  const init = module['_ts_init'];
  const set = module['setValue'];
  const get = module['getValue'];
  if (natives === null || typeof init !== 'function' || typeof set !== 'function' || typeof get !== 'function') return null;
  const buffer = Number(init());
  return (tree) => {
    const cursor = tree.walk();
    const words = wordsOf(cursor);
    for (const index of WORDS) set(buffer + 4 * index, words[index], 'i32');
    const restore = () => { for (const index of WORDS) words[index] = Number(get(buffer + 4 * index, 'i32')); };
    return walkWith(natives, wordsOf(tree)[0] ?? 0, () => { restore(); cursor.delete(); });
  };
}

/** The library keeps addresses and state under the keys 0 to 3 of its objects, which its types do not tell. */
const wordsOf = (object: object): Record<number, number> => object as Record<number, number>;

type Natives = Readonly<Record<keyof typeof NATIVES, Native>>;

function nativesOf(module: Readonly<Record<string, unknown>>): Natives | null {
  const entries = Object.entries(NATIVES).map(([key, name]) => [key, module[name]] as const);
  return entries.every(([, native]) => typeof native === 'function') ? (Object.fromEntries(entries) as Natives) : null;
}

function walkWith({ type, field, start, end, missing, child, sibling, parent }: Natives, tree: number, done: () => void): TreeWalk {
  return {
    get nodeTypeId() { return type(tree); },
    get currentFieldId() { return field(tree); },
    get startIndex() { return start(tree); },
    get endIndex() { return end(tree); },
    get nodeIsMissing() { return missing(tree) === 1; },
    gotoFirstChild: () => child(tree) === 1,
    gotoNextSibling: () => sibling(tree) === 1,
    gotoParent: () => parent(tree) === 1,
    delete: done,
  };
}
