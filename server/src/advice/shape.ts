import type { AccessPath } from '../facts/access.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { IndexKey } from '../facts/schema.ts';
import { exprText, indexStyle } from '../rules/words/expression.ts';
import { proposalOf } from '../rules/suggest.ts';
import { keyText } from '../rules/words/index.ts';

/**
 * What a query needs of its index: the keys it binds by equality, in any order, then the ones that must follow in
 * theirs. `ordered` are those of the sort: their directions count, forwards or backwards together.
 */
export interface Shape {
  /** Equal for needs of the same index; it stays when a need is given another one. */
  readonly id: string;
  readonly spec: IndexSpec;
  readonly free: readonly IndexKey<string>[];
  readonly ordered: readonly IndexKey<string>[];
  readonly last: readonly IndexKey<string>[];
  /** The sets of keys that the index must begin with: the free ones, then one key more each time. */
  readonly prefixes: readonly ReadonlySet<string>[];
}

/** A key without its direction: what must be the same for two needs to share it. */
export const keyId = (key: IndexKey<string>): string => keyText({ ...key, direction: 'asc', nulls: 'default' });

/** The parts of a suggestion; where no path tells them apart (a foreign key) all keys are bound by equality. */
export function shapeOf(spec: IndexSpec, path: AccessPath | null): Shape {
  const proposal = path === null ? null : proposalOf(path);
  if (proposal === null) return makeShape(spec, spec.keys.length, 0);
  return makeShape(spec, proposal.equality.length, proposal.servesSort ? proposal.order.length : 0);
}

/** The first `free` keys are bound by equality, the next `ordered` are the sort's. */
export function makeShape(spec: IndexSpec, free: number, ordered: number): Shape {
  const known = made.get(spec);
  if (known !== undefined && known.free.length === Math.min(free, spec.keys.length) && known.ordered.length === Math.min(ordered, spec.keys.length - known.free.length)) return known;
  const shape = newShape(spec, free, ordered);
  made.set(spec, shape);
  return shape;
}

/** A suggestion is an unchanging object that stays from one keystroke to the next. */
const made = new WeakMap<IndexSpec, Shape>();

function newShape(spec: IndexSpec, free: number, ordered: number): Shape {
  const ids = spec.keys.map(keyId);
  const steps = ids.flatMap((_, i) => (i + 1 < free ? [] : [new Set(ids.slice(0, i + 1))]));
  const parts = { spec, prefixes: steps, free: spec.keys.slice(0, free), ordered: spec.keys.slice(free, free + ordered), last: spec.keys.slice(free + ordered) };
  return { ...parts, id: JSON.stringify([familyOf(spec), parts.free.map(keyId).sort(), parts.ordered.map(keyText), parts.last.map(keyId)]) };
}

/** An index for one alternative of an OR is taken as it is: which of its keys could change places is not known. */
export const rigidShape = (spec: IndexSpec): Shape => makeShape(spec, 0, 0);

/** Only indexes of one kind can be one: the same method and predicate; what is unique or carries INCLUDE stands alone. */
export const familyOf = (spec: IndexSpec): string => JSON.stringify([spec.method, spec.unique, spec.include, spec.where === null ? '' : exprText(spec.where, indexStyle)]);
