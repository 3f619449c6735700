import type { HostExpr } from '../../lang/expression.ts';
import type { Piece } from './pieces.ts';
import { isSqlTag } from './tags.ts';
import { isTagged, piecesOf, type Reading, taggedTemplate } from './texts.ts';

/**
 * Every text that an expression may be, as far as they can be told: `query(all ? 'SELECT …' : 'SELECT …')` is two statements, a variable that
 * branches give values is as many as there are branches, and a loop's variable each element of the list.
 */
export function alternatives(reading: Reading, expr: HostExpr): Piece[][] {
  if (expr.kind === 'conditional') return [...alternatives(reading, expr.then), ...alternatives(reading, expr.otherwise)];
  if (isTagged(expr)) {
    reading.used.add(expr.span.start);
    return isSqlTag(reading, expr) ? [taggedTemplate(reading, expr)] : [];
  }
  reading.forks.clear();
  const pieces = piecesOf(reading, expr);
  // Of several names that may be several things one is gone through, else there would be all combinations.
  const [fork] = reading.forks;
  if (fork === undefined) return pieces === null ? [] : [pieces];
  return Array.from({ length: fork[1] }, (_, index) => chosen(reading, expr, fork[0], index)).flatMap((found) => (found === null ? [] : [found]));
}

function chosen(reading: Reading, expr: HostExpr, name: object, index: number): Piece[] | null {
  reading.chosen.set(name, index);
  const pieces = piecesOf(reading, expr);
  reading.chosen.delete(name);
  return pieces;
}
