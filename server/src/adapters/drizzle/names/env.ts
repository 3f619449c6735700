import type { SymbolPath } from '../../../facts/expr.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';

/** What a name or a member stands for, as far as the text of one file tells. */
export type Meaning =
  /** A way to a table, column or schema object, from a name at the file's top level. `imported`: it starts with an import. */
  | { readonly kind: 'path'; readonly path: SymbolPath; readonly imported: boolean }
  /** A table under a local alias, a subquery or a CTE. */
  | { readonly kind: 'source'; readonly alias: string; readonly of: SourceOf }
  /** A column of such a source; `attr` of a nested selection has dots. */
  | { readonly kind: 'column'; readonly source: string; readonly attr: string }
  /** The operators that Drizzle hands to a callback, or a namespace import. */
  | { readonly kind: 'operators' }
  | { readonly kind: 'operator'; readonly name: string }
  /** A parameter of an inlined function: the argument, and what names mean there. */
  | { readonly kind: 'expr'; readonly expr: HostExpr; readonly env: Env | null }
  | { readonly kind: 'value' };

export type SourceOf =
  | { readonly kind: 'table'; readonly path: SymbolPath }
  | { readonly kind: 'query'; readonly expr: HostExpr; readonly env: Env | null }
  | { readonly kind: 'cte'; readonly expr: HostExpr; readonly env: Env | null }
  /** A callback's parameter: the table is known to whoever calls it. */
  | { readonly kind: 'given' };

/** Meanings of parameters, innermost first; a binding is known by where it stands. */
export interface Env { readonly given: ReadonlyMap<number, Meaning>; readonly outer: Env | null }

export const VALUE: Meaning = { kind: 'value' };

export function lookup(env: Env | null, binding: Binding): Meaning | null {
  for (let at = env; at !== null; at = at.outer) {
    const found = at.given.get(binding.span.start);
    if (found !== undefined) return found;
  }
  return null;
}
