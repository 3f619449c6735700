import type { Table } from '../../facts/catalog.ts';
import type { Expr } from '../../facts/expr.ts';
import { mapExpr } from '../../facts/walk.ts';
import type { BoundExpr } from '../bound.ts';
import { canBeIndexed } from '../deterministic.ts';
import type { ArmPart, Term } from '../term.ts';
import { ginClassOf } from './containment.ts';
import type { SpecialKey } from './definition.ts';
import { wantsTrigrams } from './trigram.ts';

/** A key that a GIN index would have for a condition. `id` is the canonical text of what it keeps. */
export interface GinKey extends SpecialKey { readonly id: string }

/** The key for one condition; null where it is none of GIN's, or where what it compares can not be kept in an index. */
export function ginKeyOf({ expr, means }: ArmPart, table: Table): GinKey | null {
  const [term, ...others] = means.terms;
  if (term === undefined || others.length > 0 || term.blocked !== null || term.key === '' || term.needs.length > 0) return null;
  const opclass = classOf(term, expr, table);
  if (opclass === undefined || (term.side.column === null && !canBeIndexed(term.side.expr, table, 'postgresql'))) return null;
  return { id: term.key, expr: plain(term.side.expr), opclass };
}

function classOf(term: Term, expr: BoundExpr, table: Table): string | null | undefined {
  if (term.form === 'special') return ginClassOf(term, table);
  return term.form === 'pattern' && expr.kind === 'like' && wantsTrigrams(term, expr) ? 'gin_trgm_ops' : undefined;
}

const plain = (expr: BoundExpr): Expr<string> => mapExpr<{ source: number; column: string }, string>(expr, { column: (c) => ({ kind: 'column', column: c.column.column, span: c.span }), query: () => null });

/** Each key once. What two conditions ask of one column the wider class keeps: jsonb_path_ops knows no keys, the default class both. */
export function distinctKeys(keys: readonly GinKey[]): readonly GinKey[] {
  const found = new Map<string, GinKey>();
  for (const key of keys) {
    const known = found.get(key.id);
    found.set(key.id, known === undefined || known.opclass === key.opclass ? key : { ...key, opclass: null });
  }
  return [...found.values()];
}
