import type { AccessPath } from '../facts/access.ts';
import { exprText } from '../rules/words/expression.ts';
import { hashText } from '../text/hash.ts';

/** What makes a site the same after the lines around it moved: no offset, no path, no message. */
export interface Identity {
  readonly rule: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly enclosing: string;
  readonly query: string;
}

/** Gives each site its fingerprint: equal identities are told apart by their ordinal, in the order given (file order). */
export function fingerprints(identities: readonly Identity[]): readonly string[] {
  const seen = new Map<string, number>();
  return identities.map((identity) => {
    const text = JSON.stringify([identity.rule, identity.table, identity.columns, identity.enclosing, identity.query]);
    const ordinal = seen.get(text) ?? 0;
    seen.set(text, ordinal + 1);
    return hashText(`${text}#${ordinal}`);
  });
}

/** What a site asks, without where: equal for equal queries of different functions. */
export const shapeOf = (identity: Omit<Identity, 'enclosing'>): string => hashText(JSON.stringify([identity.rule, identity.table, identity.columns, identity.query]));

/**
 * A query as it counts for a fingerprint: operation, conditions on the table in a fixed order, its sort and whether it
 * is bounded. Made from what the query means, so that layout, aliases, literals and comments do not change it.
 */
export function normalQuery(path: AccessPath | null): string {
  if (path === null) return '';
  const known = normal.get(path) ?? normalised(path);
  normal.set(path, known);
  return known;
}

const normal = new WeakMap<AccessPath, string>();

function normalised(path: AccessPath): string {
  const style = { column: (c: { readonly source: number; readonly column: string }) => (c.source === path.source ? c.column : `other.${c.column}`), values: 'hidden' as const };
  const conditions = path.conditions.map((c) => exprText(c.expr, style)).sort();
  const order = path.order.map((key) => `${exprText(key.expr, style)} ${key.direction} ${key.nulls}`);
  return JSON.stringify([path.query.op, conditions, order, path.limited]);
}
