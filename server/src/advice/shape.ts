import type { AccessPath } from '../facts/access.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { IndexKey } from '../facts/schema.ts';
import { exprText, indexStyle } from '../rules/words/expression.ts';
import { keyText } from '../rules/words/index.ts';

/**
 * What a query needs of its index: the keys it binds by equality, in any order, then the ones that must follow in
 * theirs. `ordered` are those of the sort: their directions count, forwards or backwards together.
 */
export interface Shape {
  readonly spec: IndexSpec;
  readonly free: readonly IndexKey<string>[];
  readonly ordered: readonly IndexKey<string>[];
  readonly last: readonly IndexKey<string>[];
}

/** A key without its direction: what must be the same for two needs to share it. */
export const keyId = (key: IndexKey<string>): string => keyText({ ...key, direction: 'asc', nulls: 'default' });

/** The parts of a suggestion; where no path tells them apart (a foreign key) all keys are bound by equality. */
export function shapeOf(spec: IndexSpec, path: AccessPath | null): Shape {
  const proposal = path?.proposal ?? null;
  if (proposal === null) return { spec, free: spec.keys, ordered: [], last: [] };
  const free = proposal.equality.length;
  const sorted = proposal.servesSort ? free + proposal.order.length : free;
  return { spec, free: spec.keys.slice(0, free), ordered: spec.keys.slice(free, sorted), last: spec.keys.slice(sorted) };
}

/** Equal for shapes that need the same index. */
export const shapeId = (shape: Shape): string =>
  JSON.stringify([familyOf(shape.spec), shape.free.map(keyId).sort(), shape.ordered.map(keyText), shape.last.map(keyId)]);

/** Only indexes of one kind can be one: the same method and predicate; what is unique or carries INCLUDE stands alone. */
export const familyOf = (spec: IndexSpec): string => JSON.stringify([spec.method, spec.unique, spec.include, spec.where === null ? '' : exprText(spec.where, indexStyle)]);
