import type { BlockerKind, Condition } from '../facts/access.ts';
import type { BoundExpr } from './bound.ts';
import type { KeySide } from './key.ts';
import type { Pattern } from './pattern.ts';
import type { Constant } from './value.ts';

/** One thing that a conjunct asks of one key, and with what. */
export interface Term {
  readonly key: string;
  readonly side: KeySide;
  readonly form: 'equality' | 'in' | 'is-null' | 'not-null' | 'lower' | 'upper' | 'between' | 'excluded' | 'pattern' | 'special';
  /** Sources whose columns the value is made of. */
  readonly needs: readonly number[];
  /** The collation the comparison runs under. */
  readonly collation: string;
  /** What an index on this very key cannot help: the value's type, affinity or volatility. */
  readonly blocked: BlockerKind | null;
  readonly pattern?: Pattern;
  /** The operator of a special term; of a list `unordered` where it is made of an OR or of rows, `subquery` where it is one; `is` of IS TRUE. */
  readonly operator?: string;
  readonly value?: BoundExpr;
  /** The value or values, where they are known now. */
  readonly constants?: readonly Constant[];
  readonly parameter: boolean;
  /** `<` or `>`. */
  readonly strict?: boolean;
  /** `(a, b) > (x, y)`: the keys of the whole row, this term's first. */
  readonly row?: readonly string[];
}

/** What one conjunct means to one source. All terms have to be bound for the conjunct to be; for `arms`, one probe an arm. */
export interface Compiled {
  readonly form: Condition['form'];
  readonly terms: readonly Term[];
  readonly arms: readonly (readonly ArmPart[])[] | null;
  readonly blocker: string | null;
  readonly blockerKind: BlockerKind | null;
  /** It names the source inside a subquery or beside other tables in a way no probe follows: neither bound nor checked row by row here. */
  readonly elsewhere: boolean;
  /** Sources that must have been read before. */
  readonly needs: readonly number[];
  /** Bounds next to nothing: a boolean, IS NOT NULL. */
  readonly weak: boolean;
}

/** One conjunct of an arm of an OR. */
export interface ArmPart { readonly expr: BoundExpr; readonly means: Compiled }

/** Whether some index could bind it. */
export const canBind = (c: Compiled): boolean => (c.arms !== null ? c.arms.every((arm) => arm.some((part) => canBind(part.means))) : c.terms.some((t) => t.blocked === null && t.form !== 'excluded'));

/** All its terms, those of an OR's arms too. */
export const termsOf = (c: Compiled): readonly Term[] => (c.arms === null ? c.terms : c.arms.flatMap((arm) => arm.flatMap((part) => termsOf(part.means))));
