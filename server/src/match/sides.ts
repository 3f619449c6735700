import type { BlockerKind } from '../facts/access.ts';
import type { CompareOp } from '../facts/expr.ts';
import { type BoundExpr, sourcesIn } from './bound.ts';
import { collationOf } from './collation.ts';
import type { Ground } from './ground.ts';
import { type KeySide, keySideOf } from './key.ts';
import type { Here } from './meaning.ts';
import type { Term } from './term.ts';
import { affinityKeepsIndex, columnAffinity, keepsIndex, mysqlKeepsIndex, valueAffinity, valueClass } from './types.ts';
import { constantOf, isParameter, isVolatile } from './value.ts';

/** The operator with its sides exchanged. */
export const FLIP: Readonly<Record<CompareOp, CompareOp>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=', 'is-distinct': 'is-distinct', 'is-not-distinct': 'is-not-distinct' };

/** Which side is the key and which the value; null when neither is free of the other's source. */
export function sidesOf(left: BoundExpr, right: BoundExpr, here: Here): { readonly side: KeySide; readonly value: BoundExpr; readonly flipped: boolean } | null {
  const { source, table, ground } = here;
  const onLeft = sourcesIn(left).includes(source);
  const onRight = sourcesIn(right).includes(source);
  if (onLeft === onRight) return null;
  const side = keySideOf(onLeft ? left : right, source, table, ground);
  return side === null ? null : { side, value: onLeft ? right : left, flipped: onRight };
}

export function valueTerm(side: KeySide, value: BoundExpr, whole: BoundExpr, here: Here, form: Term['form']): Term {
  const constant = constantOf(value);
  return {
    key: side.key, side, form, needs: sourcesIn(value), collation: collationOf(whole, side, value, here.ground), blocked: blockOf(side, [value], here.ground), value,
    parameter: isParameter(value), ...(constant === undefined ? {} : { constants: [constant] }),
  };
}

export function blockOf(side: KeySide, values: readonly BoundExpr[], ground: Ground): BlockerKind | null {
  if (side.wrapped === 'opaque') return 'opaque';
  const { column } = side;
  if (ground.dialect === 'postgresql') {
    if (values.some(isVolatile)) return 'volatile';
    return column !== null && values.some((v) => !keepsIndex(column.type, valueClass(v, ground))) ? 'type' : null;
  }
  if (ground.dialect === 'sqlite') return column !== null && values.some((v) => !affinityKeepsIndex(columnAffinity(column), valueAffinity(v, ground))) ? 'type' : null;
  if (values.some(isVolatile)) return 'volatile';
  return column !== null && values.some((v) => !mysqlKeepsIndex(column.type, v, ground)) ? 'type' : null;
}

/** A term that binds a key to a list. */
export function listTerm(side: KeySide, whole: BoundExpr, items: readonly BoundExpr[], here: Here): Term {
  const constants = items.map(constantOf);
  const known = constants.flatMap((c) => (c === undefined ? [] : [c]));
  const explicit = side.collation;
  return {
    key: side.key, side, form: 'in', needs: [...new Set(items.flatMap(sourcesIn))], collation: collationOf(whole, { ...side, collation: explicit }, null, here.ground), blocked: blockOf(side, items, here.ground),
    parameter: items.some(isParameter), ...(known.length === items.length && items.length > 0 ? { constants: known } : {}),
  };
}
