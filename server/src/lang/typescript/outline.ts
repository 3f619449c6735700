import type { Document } from '../../text/span.ts';
import { emptyOutline, once } from '../empty-outline.ts';
import { copyTree, type FlatTree } from '../flat-tree.ts';
import type { Outline } from '../outline.ts';
import type { Syntax } from '../syntax.ts';
import { callsOf, commentsOf, markedOf } from './calls.ts';
import { conditionsOf } from './conditions.ts';
import { expressionsOf } from './expressions.ts';
import { flowOf } from './flow/index.ts';
import { COPY_RULES } from './grammar.ts';
import { maskTypeArguments } from './mask.ts';
import { exportsOf } from './modules.ts';
import { mutationsIn, mutationsOf } from './mutations.ts';
import { namesIn, placeOf, usesOf } from './places.ts';
import { functionsOf, namesOf } from './names.ts';
import { scopesOf } from './scopes.ts';

/**
 * Reads a TypeScript or JavaScript file, once for all adapters. Broken code gives everything around the break.
 * `open` says that the document is open in an editor and will be read again: its tree is kept for an incremental parse
 * until `syntax.forget(document.path)`.
 *
 * The wasm tree is copied into flat arrays and freed at once (see FlatTree), so an outline holds no wasm memory and needs no
 * release. Every part is made when it is first asked for, since most files of a project have nothing that an adapter wants.
 */
export function readOutline(document: Document, syntax: Syntax, state: 'open' | 'closed' = 'closed'): Outline {
  const { text } = document;
  const parsed = syntax.parse(document.languageId, maskTypeArguments(text, document.languageId), state === 'open' ? document.path : undefined);
  if (parsed === null) return emptyOutline(text.length);
  const tree = copyTree(parsed, text, COPY_RULES);
  parsed.delete();
  return outlineOf(tree);
}

function outlineOf(tree: FlatTree): Outline {
  const expressions = expressionsOf(tree);
  const exports = once(() => exportsOf(tree));
  const scopes = once(() => scopesOf(expressions, exports().facts, exports().anonymous));
  const resolve = (name: string, offset: number) => scopes().resolve(name, offset);
  const calls = once(() => callsOf(tree));
  const conditions = once(() => conditionsOf(tree));
  const names = once(() => namesOf(tree));
  const mutations = once(() => mutationsIn(expressions, calls().calls, resolve));
  const callList = once(() => calls().calls.flatMap((node) => expressions.call(node) ?? []));
  const templates = once(() => [...calls().tagged, ...markedOf(tree)].sort((a, b) => a - b).flatMap((node) => expressions.template(node) ?? []));
  const comments = once(() => commentsOf(tree));
  const functions = once(() => functionsOf(tree, names()));
  const byName = once(() => namesIn(tree));
  return {
    get imports() { return scopes().imports; },
    get exports() { return exports().facts; },
    get bindings() { return scopes().bindings; },
    get calls() { return callList(); },
    get templates() { return templates(); },
    get functions() { return functions(); },
    classes: [],
    get comments() { return comments(); },
    errors: tree.errors,
    resolve,
    mutationsOf: (binding) => mutationsOf(binding, mutations().get(binding) ?? [], expressions, conditions()),
    enclosing: (offset) => names()(offset),
    conditionsAround: (offset) => conditions().around(offset),
    flow: () => flowOf(tree),
    place: (span) => placeOf(expressions, resolve, span),
    uses: (binding) => usesOf(tree, byName(), resolve, binding),
  };
}
