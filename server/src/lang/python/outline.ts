import type { Document, Span } from '../../text/span.ts';
import { emptyOutline, once } from '../empty-outline.ts';
import { copyTree, type FlatTree } from '../flat-tree.ts';
import type { Outline } from '../outline.ts';
import type { Syntax } from '../syntax.ts';
import { callsOf, commentsOf } from './calls.ts';
import { classesOf } from './classes.ts';
import { conditionsOf } from './conditions.ts';
import { expressionsOf } from './expressions.ts';
import { COPY_RULES } from './grammar.ts';
import { flowOf } from './flow/index.ts';
import { exportsOf } from './modules.ts';
import { mutationsIn, mutationsOf } from './mutations.ts';
import { functionsOf, namesOf } from './names.ts';
import { programOf } from './program/index.ts';
import { mayMislead, repair } from './repair.ts';
import { scopesOf } from './scopes.ts';

/** Reads a Python file, once for all adapters, as lang/typescript reads scripts: broken code gives everything around the break, every part is made when it is asked for. */
export function readPython(document: Document, syntax: Syntax, state: 'open' | 'closed'): Outline {
  const { text } = document;
  const parsed = syntax.parse('python', text, state === 'open' ? document.path : undefined);
  if (parsed === null) return emptyOutline(text.length);
  if ((parsed.hasError || mayMislead(text)) && text.length < LONGEST_REPAIRED) {
    parsed.delete();
    return readRepaired(text, syntax, state === 'open' ? repairedOf(document.path) : undefined);
  }
  const tree = copyTree(parsed, text, COPY_RULES);
  parsed.delete();
  return outlineOf(tree);
}

/** Longer texts with errors in them are read as the parser recovers them. UTF-16 units. */
const LONGEST_REPAIRED = 400_000;

/** The key of the tree that is kept for an open document without what is half-typed in it. */
export const repairedOf = (path: string): string => `${path}#repaired`;

/** What is half-typed is left out, and told. */
function readRepaired(text: string, syntax: Syntax, key: string | undefined): Outline {
  const errorsIn = (part: string): readonly Span[] => {
    const parsed = syntax.parse('python', part);
    if (parsed === null) return [];
    const errors = parsed.hasError ? copyTree(parsed, part, COPY_RULES).errors : [];
    parsed.delete();
    return errors;
  };
  const repaired = repair(text, errorsIn);
  const parsed = syntax.parse('python', repaired.text, key);
  if (parsed === null) return emptyOutline(text.length);
  const tree = copyTree(parsed, repaired.text, COPY_RULES);
  parsed.delete();
  return outlineOf({ ...tree, errors: [...repaired.errors, ...tree.errors] });
}

function outlineOf(tree: FlatTree): Outline {
  const expressions = expressionsOf(tree);
  const scopes = once(() => scopesOf(expressions));
  const resolve = (name: string, offset: number) => scopes().resolve(name, offset);
  const calls = once(() => callsOf(tree));
  const conditions = once(() => conditionsOf(tree));
  const names = once(() => namesOf(tree));
  const mutations = once(() => mutationsIn(expressions, calls(), resolve));
  const callList = once(() => calls().flatMap((node) => expressions.call(node) ?? []));
  const comments = once(() => commentsOf(tree));
  const functions = once(() => functionsOf(tree, names()));
  const classes = once(() => classesOf(expressions));
  const exports = once(() => exportsOf(scopes().bindings, scopes().furtherImports));
  return {
    get imports() { return scopes().imports; },
    get exports() { return exports(); },
    get bindings() { return scopes().bindings; },
    get calls() { return callList(); },
    templates: [],
    get functions() { return functions(); },
    get classes() { return classes(); },
    get comments() { return comments(); },
    errors: tree.errors,
    resolve,
    mutationsOf: (binding) => mutationsOf(binding, mutations().get(binding) ?? [], expressions, conditions()),
    enclosing: (offset) => names()(offset),
    conditionsAround: (offset) => conditions().around(offset),
    program: () => programOf(tree),
    flow: () => flowOf(tree),
  };
}
