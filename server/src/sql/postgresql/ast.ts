import { clipName } from '../identifiers.ts';

/**
 * PostgreSQL's parse tree as libpg-query gives it: JSON whose nodes are wrapped in an object with their type as only key, and whose
 * zeros, falses and empty strings are left out. This is the one place where that outside data is given types.
 */
export type Ast = Readonly<Record<string, unknown>>;

const isAst = (value: unknown): value is Ast => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A child, wrapped or not. */
export const child = (node: Ast, key: string): Ast | null => {
  const value = node[key];
  return isAst(value) ? value : null;
};

/** A list of children; an empty one when there is none. */
export const children = (node: Ast, key: string): readonly Ast[] => {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isAst) : [];
};

/** A text; a name is cut to the length that names have. */
export const text = (node: Ast, key: string): string => {
  const value = node[key];
  return typeof value === 'string' ? (key.endsWith('name') ? clipName(value) : value) : '';
};

/** A name that may be missing. */
export const textOrNull = (node: Ast, key: string): string | null => text(node, key) || null;

export const integer = (node: Ast, key: string): number => {
  const value = node[key];
  return typeof value === 'number' ? value : 0;
};

export const flag = (node: Ast, key: string): boolean => node[key] === true;

/** Byte offset of a node, -1 when it carries none. Offset 0 is left out of the JSON, so a node type that always has one reads as 0. */
export const location = (node: Ast): number => {
  const value = node['location'];
  return typeof value === 'number' ? value : 0;
};

/** A wrapped node: its type and itself. */
export interface Tagged { readonly tag: string; readonly node: Ast }

export function unwrap(wrapped: Ast): Tagged {
  for (const tag in wrapped) {
    const node = wrapped[tag];
    if (isAst(node)) return { tag, node };
  }
  return { tag: '', node: wrapped };
}

export const unwrapChild = (node: Ast, key: string): Tagged | null => {
  const wrapped = child(node, key);
  return wrapped ? unwrap(wrapped) : null;
};

/** A child that is one kind of node, without its wrapping. */
export const childOf = (node: Ast, key: string, tag: string): Ast | null => {
  const found = unwrapChild(node, key);
  return found?.tag === tag ? found.node : null;
};

/** The members of a `List` node. */
export const members = (wrapped: Ast | null): readonly Ast[] => (wrapped ? children(childOf({ wrapped }, 'wrapped', 'List') ?? {}, 'items') : []);

/** Names of a list of String nodes; an A_Star reads as `*`. */
export const strings = (nodes: readonly Ast[]): string[] => nodes.map((wrapped) => {
  const { tag, node } = unwrap(wrapped);
  return tag === 'A_Star' ? '*' : clipName(text(node, 'sval'));
});

/** The statements of a parse result. */
export const statementsOf = (parsed: unknown): readonly Tagged[] => (isAst(parsed) ? children(parsed, 'stmts').flatMap((raw) => unwrapChild(raw, 'stmt') ?? []) : []);

/** What the parser says when it refuses: the message, and the place in code points where it says so. */
export function refusal(error: unknown): { readonly message: string; readonly at: number | null } {
  const details = isAst(error) ? child(error, 'sqlDetails') : null;
  const at = details?.['cursorPosition'];
  return { message: error instanceof Error ? error.message : String(error), at: typeof at === 'number' && at >= 0 ? at : null };
}
