import type { Span } from '../text/span.ts';
import type { ParsedTree, TreeWalk } from './syntax.ts';

/**
 * A syntax tree copied out of wasm memory into flat arrays, in document order, parents first.
 *
 * Why a copy: a step of the wasm cursor costs about 0.1 µs a call, and each look at a node takes several. One walk that copies
 * takes a third of the parse's own time, after which the wasm tree is deleted at once and everything else (scopes, calls,
 * expressions made on demand) runs on plain arrays: 4 MB/s with the parse, and no question of who frees what.
 */
export interface FlatTree {
  readonly text: string;
  readonly kinds: readonly string[];
  readonly fields: readonly (string | null)[];
  readonly size: number;
  readonly type: Uint16Array;
  readonly fieldId: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly parent: Int32Array;
  /** The index of the first node after the whole subtree. */
  readonly after: Int32Array;
  /** Nodes that are errors, or tokens the parser had to invent. */
  readonly errors: readonly Span[];
  readonly byKind: Map<string, number[]>;
}

/** No node. */
export const NONE = -1;
export const ERROR = 'ERROR';
const ERROR_TYPE = 0xffff;

export const kindOf = (tree: FlatTree, node: number): string => (node === NONE ? '' : (tree.kinds[tree.type[node] ?? 0] ?? ERROR));
export const startOf = (tree: FlatTree, node: number): number => tree.start[node] ?? 0;
export const endOf = (tree: FlatTree, node: number): number => tree.end[node] ?? 0;
export const spanOf = (tree: FlatTree, node: number): Span => ({ start: startOf(tree, node), end: endOf(tree, node) });
export const textOf = (tree: FlatTree, node: number): string => tree.text.slice(startOf(tree, node), endOf(tree, node));
export const parentOf = (tree: FlatTree, node: number): number => tree.parent[node] ?? NONE;
export const afterOf = (tree: FlatTree, node: number): number => tree.after[node] ?? tree.size;
export const fieldOf = (tree: FlatTree, node: number): string | null => tree.fields[tree.fieldId[node] ?? 0] ?? null;

/** All children that were kept, comments left out. */
export function childrenOf(tree: FlatTree, node: number): number[] {
  const out: number[] = [];
  if (node === NONE) return out;
  for (let child = node + 1, end = afterOf(tree, node); child < end; child = afterOf(tree, child)) if (kindOf(tree, child) !== 'comment') out.push(child);
  return out;
}

/** The first child in that field; NONE when there is none. */
export function childIn(tree: FlatTree, node: number, field: string): number {
  if (node === NONE) return NONE;
  for (let child = node + 1, end = afterOf(tree, node); child < end; child = afterOf(tree, child)) if (fieldOf(tree, child) === field && kindOf(tree, child) !== 'comment') return child;
  return NONE;
}

/** The first child of one of these kinds; NONE when there is none. */
export function childOfKind(tree: FlatTree, node: number, ...kinds: readonly string[]): number {
  if (node === NONE) return NONE;
  for (let child = node + 1, end = afterOf(tree, node); child < end; child = afterOf(tree, child)) if (kinds.includes(kindOf(tree, child))) return child;
  return NONE;
}

/** Every node of these kinds, in document order. */
export function nodesOf(tree: FlatTree, kinds: Iterable<string>): readonly number[] {
  const lists: number[][] = [];
  for (const kind of kinds) {
    const list = tree.byKind.get(kind);
    if (list !== undefined) lists.push(list);
  }
  return lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort((a, b) => a - b);
}

/** What of a grammar is copied: all named nodes and these tokens; below `leaves` nothing is. */
export interface CopyRules { readonly tokens: ReadonlySet<string>; readonly leaves: ReadonlySet<string> }

const SKIP = 0;
const KEEP = 1;
const LEAF = 2;
const DESCEND = 3;

/** Copies the tree; the caller deletes the parsed one. Iterative: nesting of any depth is fine. */
export function copyTree(parsed: ParsedTree, text: string, rules: CopyRules): FlatTree {
  const tree = emptyArrays(text.length);
  const actions = actionsFor(parsed, rules);
  const errors: Span[] = [];
  const cursor = parsed.walk();
  copyNodes(cursor, tree, actions, parsed.hasError ? errors : null);
  cursor.delete();
  const copy: FlatTree = { text, kinds: parsed.kinds, fields: parsed.fields, errors, byKind: new Map(), ...tree };
  indexByKind(copy);
  return copy;
}

interface Arrays { size: number; type: Uint16Array; fieldId: Uint8Array; start: Int32Array; end: Int32Array; parent: Int32Array; after: Int32Array }

/** A named node stands for some nine characters of source. */
const emptyArrays = (length: number): Arrays => ({ size: 0, ...roomFor((length >> 3) + 64) });

/** One buffer for all: most files are small, and an allocation costs more than filling it. */
function roomFor(room: number): Omit<Arrays, 'size'> {
  const buffer = new ArrayBuffer(room * 19);
  const ints = (index: number) => new Int32Array(buffer, index * 4 * room, room);
  return { start: ints(0), end: ints(1), parent: ints(2), after: ints(3), type: new Uint16Array(buffer, 16 * room, room), fieldId: new Uint8Array(buffer, 18 * room, room) };
}

function grow(tree: Arrays): void {
  const wider = roomFor(tree.type.length * 2);
  wider.type.set(tree.type);
  wider.fieldId.set(tree.fieldId);
  wider.start.set(tree.start);
  wider.end.set(tree.end);
  wider.parent.set(tree.parent);
  wider.after.set(tree.after);
  Object.assign(tree, wider);
}

const knownActions = new WeakMap<readonly string[], Uint8Array>();

/** Worked out once a grammar: it has some 400 node types, and most files are small. */
function actionsFor(parsed: ParsedTree, rules: CopyRules): Uint8Array {
  const known = knownActions.get(parsed.kinds);
  if (known !== undefined) return known;
  const actions = Uint8Array.from(parsed.kinds, (kind, id) => {
    if (parsed.named[id] === true) return rules.leaves.has(kind) ? LEAF : DESCEND;
    return rules.tokens.has(kind) ? KEEP : SKIP;
  });
  knownActions.set(parsed.kinds, actions);
  return actions;
}

function copyNodes(cursor: TreeWalk, tree: Arrays, actions: Uint8Array, errors: Span[] | null): void {
  let parent = NONE;
  for (;;) {
    const type = cursor.nodeTypeId;
    const action = actions[type] ?? DESCEND;
    if (errors !== null) noteError(cursor, type, errors);
    if (action !== SKIP) {
      const node = add(tree, cursor, type, parent);
      if (action === DESCEND && cursor.gotoFirstChild()) { parent = node; continue; }
      tree.after[node] = tree.size;
    }
    while (!cursor.gotoNextSibling()) {
      if (parent === NONE || !cursor.gotoParent()) return;
      tree.after[parent] = tree.size;
      parent = tree.parent[parent] ?? NONE;
    }
  }
}

function add(tree: Arrays, cursor: TreeWalk, type: number, parent: number): number {
  const node = tree.size++;
  if (node >= tree.type.length) grow(tree);
  tree.type[node] = type;
  tree.fieldId[node] = cursor.currentFieldId;
  tree.start[node] = cursor.startIndex;
  tree.end[node] = cursor.endIndex;
  tree.parent[node] = parent;
  return node;
}

function noteError(cursor: TreeWalk, type: number, errors: Span[]): void {
  if (type === ERROR_TYPE || cursor.nodeIsMissing) errors.push({ start: cursor.startIndex, end: cursor.endIndex });
}

function indexByKind(tree: FlatTree): void {
  const lists: (number[] | undefined)[] = [];
  for (let node = 0; node < tree.size; node++) {
    const type = tree.type[node] ?? 0;
    let list = lists[type];
    if (list === undefined) lists[type] = list = listFor(tree, type);
    list.push(node);
  }
}

/** Several ids can have one name (aliases), so they share a list; document order holds since nodes come in it. */
function listFor(tree: FlatTree, type: number): number[] {
  const kind = tree.kinds[type] ?? ERROR;
  const list = tree.byKind.get(kind) ?? [];
  tree.byKind.set(kind, list);
  return list;
}
