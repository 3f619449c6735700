import type { BlockerKind, Condition } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import { type BoundExpr, sourcesIn, subqueriesIn } from './bound.ts';
import type { Ground } from './ground.ts';
import type { KeySide } from './key.ts';
import type { Compiled, Term } from './term.ts';

/** The source for which a conjunct is compiled. */
export interface Here { readonly source: number; readonly table: Table; readonly ground: Ground }

/** A conjunct that binds nothing of this source, and why. */
export function other(expr: BoundExpr, here: Here, kind: BlockerKind, blocker: string): Compiled {
  const elsewhere = subqueriesIn(expr).length > 0 || sourcesIn(expr).length > 1;
  return { form: 'other', terms: [], arms: null, blocker, blockerKind: kind, elsewhere, needs: sourcesIn(expr).filter((id) => id !== here.source), weak: true };
}

/** A conjunct made of terms. */
export function bound(terms: readonly Term[], form: Condition['form'], weak = false): Compiled {
  const needs = [...new Set(terms.flatMap((t) => t.needs))];
  const blocked = terms.find((t) => t.blocked !== null) ?? terms.find((t) => t.side.wrapped !== null);
  const kind = blocked === undefined ? null : (blocked.blocked ?? blocked.side.wrapped);
  return { form, terms, arms: null, blocker: kind === null ? null : REASON[kind], blockerKind: kind, elsewhere: false, needs, weak };
}

/** Clauses that follow "it does not serve this: ". */
export const REASON: Readonly<Record<BlockerKind, string>> = {
  function: 'the column is inside a function', cast: 'the column is cast to another type', arithmetic: 'the column is inside a calculation', wildcard: 'the pattern does not start with a constant',
  pattern: 'the pattern is known only at run time', 'needs-opclass': 'a prefix search needs another operator class or collation', negation: 'it names what is left out, not what is wanted',
  type: 'the value’s type makes the database convert the column', collation: 'it compares under another collation than the column’s', special: 'it needs another kind of index', or: 'one of its alternatives can be bound by no index',
  volatile: 'the value is computed anew for every row', 'same-row': 'it compares two columns of the same row', 'not-null': 'nearly every row has a value', opaque: 'it was not understood',
};

export const isBoolean = (side: KeySide): boolean => side.column?.type === 'bool';

/** Several parts that hold together: a row's columns, an AND inside an OR's arm. */
export function together(parts: readonly Compiled[]): Compiled {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const bad = parts.find((p) => p.form === 'other' || p.arms !== null);
  const whole = bound(parts.flatMap((p) => p.terms), first?.form ?? 'other', parts.every((p) => p.weak));
  return bad === undefined ? whole : { ...whole, blocker: bad.blocker, blockerKind: bad.blockerKind, terms: whole.terms.length > 0 ? [...whole.terms, UNBINDABLE] : [] };
}

/** Stands for the part of a conjunct that no index binds, so that the whole is never taken as bound. */
const UNBINDABLE: Term = { key: '', side: { key: '', expr: { kind: 'opaque', reason: '', args: [], span: { start: 0, end: 0 } }, column: null, collation: null, wrapped: null }, form: 'special', needs: [], collation: '', blocked: 'opaque', parameter: false };
