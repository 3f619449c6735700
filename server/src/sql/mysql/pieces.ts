import type { SymbolicQuery } from '../../facts/query.ts';
import { fail, isSymbol, isWord, next, peek, spanFrom, wantSymbol, type Reading, type SymbolicExpr } from './reading.ts';
import { UNITS } from './words.ts';

/** Whether a bracket opens here that holds a query. Brackets around it are looked through. */
export function opensQuery(r: Reading): boolean {
  let ahead = 0;
  while (isSymbol(r, '(', ahead)) ahead += 1;
  return ahead > 0 && (isWord(r, 'select', ahead) || isWord(r, 'with', ahead) || (isWord(r, 'values', ahead) && !isSymbol(r, '(', ahead + 1)) || (isWord(r, 'table', ahead) && !isSymbol(r, '.', ahead + 1)));
}

/** A query in brackets. */
export function subquery(r: Reading): SymbolicQuery {
  wantSymbol(r, '(');
  const query = r.query(r);
  wantSymbol(r, ')');
  return query;
}

/** `INTERVAL 1 DAY`, a value of its own type; null when none begins here. `INTERVAL(a, b)` is a function, `INTERVAL (1) DAY` is not. */
export function intervalOf(r: Reading): SymbolicExpr | null {
  const start = peek(r).start;
  if (!isWord(r, 'interval') || isSymbol(r, '.', 1)) return null;
  const mark = r.at;
  next(r);
  const arg = r.expression(r);
  const unit = peek(r);
  if (unit.kind !== 'word' || !UNITS.has(unit.value)) {
    if (r.tokens[mark + 1]?.value !== '(') fail(r);
    r.at = mark;
    return null;
  }
  next(r);
  return { kind: 'cast', arg, type: 'interval', span: spanFrom(r, start) };
}
