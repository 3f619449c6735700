import type { Expr } from '../facts/expr.ts';
import type { IndexDef } from '../facts/schema.ts';
import { childrenOf } from '../facts/walk.ts';

/** What a name is made of for the keys of an index: `user_id`; `lower`, `email` for lower(email). */
export const columnParts = (index: Pick<IndexDef<string>, 'keys'>): readonly string[] => index.keys.flatMap((key) => exprParts(key.expr));

function exprParts(expr: Expr<string>): readonly string[] {
  if (expr.kind === 'column') return [expr.column];
  const inner = childrenOf(expr).flatMap(exprParts);
  return expr.kind === 'call' ? [expr.name, ...inner] : inner;
}

/** `projectId` and `project_id` as project, id. */
export const wordsOf = (name: string): readonly string[] =>
  name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

const first = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();

/** How the parts of a name are put together. `as-is` keeps each part and sets the separator between them. */
export type Joining = 'as-is' | 'snake' | 'camel' | 'pascal' | 'kebab';

export function joinParts(parts: readonly string[], joining: Joining, separator: string): string {
  const words = parts.flatMap(wordsOf);
  switch (joining) {
    case 'as-is': return parts.join(separator);
    case 'snake': return words.map((w) => w.toLowerCase()).join('_');
    case 'kebab': return words.map((w) => w.toLowerCase()).join('-');
    case 'pascal': return words.map(first).join('');
    case 'camel': return words.map((w, i) => (i === 0 ? w.toLowerCase() : first(w))).join('');
  }
}
