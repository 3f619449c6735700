import type { SymbolPath } from './expr.ts';

/**
 * A top-level name that stands for something else: `const t = schema.users`, `const schema = { users, ...posts }`, `const { users } = schema`.
 * Linking walks through it.
 */
export type AliasFact =
  | { readonly symbol: string; readonly kind: 'path'; readonly path: SymbolPath }
  | { readonly symbol: string; readonly kind: 'object'; readonly entries: readonly AliasEntry[] };

export type AliasEntry = { readonly key: string; readonly path: SymbolPath } | { readonly spread: SymbolPath };
