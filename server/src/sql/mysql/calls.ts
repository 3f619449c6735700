import type { CallExpr, ColumnRef } from '../../facts/expr.ts';
import { opensQuery, subquery } from './pieces.ts';
import { fail, isAnyWord, isSymbol, isWord, list, member, next, peek, skipBrackets, spanFrom, spanOf, takeSymbol, takeWords, wantSymbol, wantWords, type Reading, type SymbolicExpr } from './reading.ts';
import { columnType } from './types.ts';
import { AGGREGATES, UNITS } from './words.ts';

type Call = CallExpr<ColumnRef>;

/** A function, by its name and the bracket behind it. `from` is where it begins, when a database's name stands in front. */
export function call(r: Reading, from = peek(r).start): SymbolicExpr {
  const start = from;
  const value = next(r).value.toLowerCase();
  wantSymbol(r, '(');
  const special = specialCall(r, value, start);
  if (special) return special;
  const args = isSymbol(r, ')') ? [] : callArguments(r, value);
  closing(r);
  return windowed(r, { kind: 'call', name: value, args, ...(AGGREGATES.has(value) ? { aggregate: true } : {}), span: spanFrom(r, start) }, start);
}

function specialCall(r: Reading, name: string, start: number): SymbolicExpr | null {
  switch (name) {
    case 'cast': return cast(r, start, () => wantWords(r, 'as'));
    case 'convert': return converted(r, start);
    case 'extract': return extract(r, start);
    case 'trim': return trimmed(r, start);
    case 'position': return positioned(r, start);
    default: return null;
  }
}

function cast(r: Reading, start: number, between: () => void): SymbolicExpr {
  const arg = r.expression(r);
  if (takeWords(r, 'at', 'time', 'zone')) r.expression(r);
  // A cast that is being typed has no type yet.
  if (takeSymbol(r, ')')) return { kind: 'opaque', reason: 'a cast without a type', args: [arg], span: spanFrom(r, start) };
  between();
  const { type } = columnType(r);
  const array = takeWords(r, 'array') ? '[]' : '';
  wantSymbol(r, ')');
  return { kind: 'cast', arg, type: type + array, span: spanFrom(r, start) };
}

/** `CONVERT(x, SIGNED)` is a cast, `CONVERT(x USING utf8mb4)` a function. */
function converted(r: Reading, start: number): SymbolicExpr {
  const mark = r.at;
  const arg = r.expression(r);
  if (takeWords(r, 'using')) {
    next(r);
    wantSymbol(r, ')');
    return { kind: 'call', name: 'convert', args: [arg], span: spanFrom(r, start) };
  }
  r.at = mark;
  return cast(r, start, () => wantSymbol(r, ','));
}

function extract(r: Reading, start: number): SymbolicExpr {
  const unit = next(r);
  wantWords(r, 'from');
  const arg = r.expression(r);
  wantSymbol(r, ')');
  return { kind: 'call', name: 'extract', args: [{ kind: 'literal', type: 'string', value: unit.value, span: spanOf(r, unit) }, arg], span: spanFrom(r, start) };
}

function trimmed(r: Reading, start: number): SymbolicExpr {
  const args: SymbolicExpr[] = [];
  if (isAnyWord(r, 'both', 'leading', 'trailing')) next(r);
  if (!isWord(r, 'from')) args.push(r.expression(r));
  if (takeWords(r, 'from')) args.unshift(r.expression(r));
  while (takeSymbol(r, ',')) args.push(r.expression(r));
  wantSymbol(r, ')');
  return { kind: 'call', name: 'trim', args, span: spanFrom(r, start) };
}

/** `POSITION(a IN b)`: the IN is no comparison, so `a` is read in brackets of its own where it is more than a value. */
function positioned(r: Reading, start: number): SymbolicExpr {
  const arg = r.expression(r);
  const args = arg.kind === 'in' ? [arg.arg, ...arg.items] : [arg];
  while (takeSymbol(r, ',')) args.push(r.expression(r));
  closing(r);
  return { kind: 'call', name: 'position', args, span: spanFrom(r, start) };
}

function callArguments(r: Reading, name: string): SymbolicExpr[] {
  if (takeSymbol(r, '*')) return [];
  if (isAnyWord(r, 'distinct', 'distinctrow', 'all') && !isSymbol(r, ',', 1)) next(r);
  const unit = peek(r);
  if (/^timestamp(add|diff)$/.test(name) && unit.kind === 'word' && UNITS.has(unit.value)) {
    next(r);
    wantSymbol(r, ',');
    return [{ kind: 'literal', type: 'string', value: unit.value, span: spanOf(r, unit) }, ...list(r, () => argument(r))];
  }
  return list(r, () => argument(r));
}

/** `json_arrayagg((SELECT …))` apart, a query without brackets of its own is an argument too (`IF(SELECT …)` is not, but nobody is helped by an error). */
const argument = (r: Reading): SymbolicExpr => (isWord(r, 'select') ? { kind: 'subquery', form: 'scalar', negated: false, query: r.query(r), span: spanFrom(r, peek(r).start) } : r.expression(r));

/** Words of a function's own (`SEPARATOR ','`, `ORDER BY x`, `USING utf8`, `FROM 1 FOR 2`) decide nothing about access. */
const ENDINGS = ['separator', 'order', 'using', 'from', 'for', 'as', 'returning', 'default', 'error', 'null', 'limit', 'respect', 'ignore', 'in'] as const;

function closing(r: Reading): void {
  if (isAnyWord(r, ...ENDINGS)) while (!isSymbol(r, ')')) skipOne(r);
  wantSymbol(r, ')');
}

function skipOne(r: Reading): void {
  if (isSymbol(r, '(')) { if (opensQuery(r)) subquery(r); else skipBrackets(r); } else if (next(r).kind === 'end') fail(r);
}

/** OVER and what stands in front of it. */
function windowed(r: Reading, made: Call, start: number): Call {
  if (takeWords(r, 'within', 'group')) skipBrackets(r);
  if (takeWords(r, 'from', 'first') || takeWords(r, 'respect', 'nulls') || takeWords(r, 'ignore', 'nulls')) return windowed(r, made, start);
  if (!isWord(r, 'over') || !(isSymbol(r, '(', 1) || peek(r, 1).kind === 'word' || peek(r, 1).kind === 'name')) return made;
  next(r);
  const { aggregate: _, ...rest } = made;
  if (!takeSymbol(r, '(')) {
    member(r);
    return { ...rest, window: true, span: spanFrom(r, start) };
  }
  const named = !isAnyWord(r, 'partition', 'order', 'rows', 'range', 'groups') && !isSymbol(r, ')');
  if (named) member(r);
  const partitionBy = takeWords(r, 'partition', 'by') ? list(r, () => r.expression(r)) : [];
  while (!isSymbol(r, ')')) skipOne(r);
  wantSymbol(r, ')');
  return { ...rest, window: true, ...(named ? {} : { partitionBy }), span: spanFrom(r, start) };
}
