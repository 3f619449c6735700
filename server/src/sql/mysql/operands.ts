import type { TableRef } from '../../facts/expr.ts';
import { isDynamicName, type PreparedHole } from '../dialect-reader.ts';
import { call } from './calls.ts';
import { literal } from './literals.ts';
import { intervalOf, opensQuery, subquery } from './pieces.ts';
import { fail, fold, isSymbol, isWord, member, name, next, peek, spanFrom, spanOf, takeSymbol, takeWords, wantSymbol, wantWords, type Reading, type SymbolicExpr } from './reading.ts';
import { BARE_CALLS, CALLABLE, RESERVED } from './words.ts';

/** What an operator can stand beside. */
export function primary(r: Reading): SymbolicExpr {
  const token = peek(r);
  switch (token.kind) {
    case 'param': {
      next(r);
      return standIn(r.statement.holeAt(token.value), spanOf(r, token)) ?? { kind: 'param', name: token.value, span: spanOf(r, token) };
    }
    case 'variable': next(r); return { kind: 'param', name: token.value, span: spanOf(r, token) };
    case 'symbol': return symbolic(r, token.value);
    case 'string': case 'blob': case 'number': return literal(r) ?? fail(r);
    case 'name': return column(r);
    case 'word': return worded(r, token.value);
    default: return fail(r);
  }
}

/** What stands where the host language has a hole; null for any other name. */
function standIn(hole: PreparedHole | null, span: SymbolicExpr['span']): SymbolicExpr | null {
  if (!hole) return null;
  if (hole.kind === 'param') return { kind: 'param', name: hole.name, ...(hole.list ? { list: true } : {}), span };
  if (hole.kind === 'column') return { kind: 'column', column: hole.column, span };
  return { kind: 'opaque', reason: 'known only at run time', args: [], span };
}

function symbolic(r: Reading, symbol: string): SymbolicExpr {
  const { start } = peek(r);
  if (symbol === '{') return escaped(r, start);
  if (symbol !== '(') return fail(r);
  if (opensQuery(r)) return { kind: 'subquery', form: 'scalar', negated: false, query: subquery(r), span: spanFrom(r, start) };
  return row(r, start);
}

/** `(a, b)` is a row, `(a)` is a. */
function row(r: Reading, start: number): SymbolicExpr {
  wantSymbol(r, '(');
  const items = [r.expression(r)];
  while (takeSymbol(r, ',')) items.push(r.expression(r));
  wantSymbol(r, ')');
  const [only] = items;
  return only && items.length === 1 ? only : { kind: 'row', items, span: spanFrom(r, start) };
}

/** ODBC's `{ts '…'}` and `{fn now()}`. */
function escaped(r: Reading, start: number): SymbolicExpr {
  next(r);
  const kind = name(r).toLowerCase();
  const arg = r.expression(r);
  wantSymbol(r, '}');
  if (kind === 'fn') return arg;
  return { kind: 'cast', arg, type: kind === 'd' ? 'date' : kind === 't' ? 'time' : 'timestamp', span: spanFrom(r, start) };
}

const TYPED = /^(date|time|timestamp)$/;

function worded(r: Reading, word: string): SymbolicExpr {
  const { start } = peek(r);
  const value = literal(r);
  if (value) return value;
  if (isSymbol(r, '.', 1) && !RESERVED.has(word)) return column(r);
  if (TYPED.test(word) && peek(r, 1).kind === 'string') {
    next(r);
    return { kind: 'cast', arg: literal(r) ?? fail(r), type: word, span: spanFrom(r, start) };
  }
  const special = specialForm(r, word, start);
  if (special) return special;
  if (isSymbol(r, '(', 1) && (!RESERVED.has(word) || CALLABLE.has(word))) return call(r);
  if (BARE_CALLS.has(word)) {
    next(r);
    return { kind: 'call', name: word, args: [], span: spanFrom(r, start) };
  }
  return column(r);
}

function specialForm(r: Reading, word: string, start: number): SymbolicExpr | null {
  switch (word) {
    case 'exists': {
      if (!isSymbol(r, '(', 1)) return null;
      next(r);
      return { kind: 'subquery', form: 'exists', negated: false, query: subquery(r), span: spanFrom(r, start) };
    }
    case 'case': return cases(r, start);
    case 'match': return isSymbol(r, '(', 1) || !isSymbol(r, '.', 1) ? fulltext(r, start) : null;
    case 'row': {
      if (!isSymbol(r, '(', 1)) return null;
      next(r);
      return row(r, start);
    }
    case 'interval': return intervalOf(r) ?? call(r);
    case 'default': {
      next(r);
      if (isSymbol(r, '(')) { next(r); column(r); wantSymbol(r, ')'); }
      return { kind: 'opaque', reason: 'DEFAULT', args: [], span: spanFrom(r, start) };
    }
    case 'next': case 'previous': return sequenceValue(r, start);
    default: return null;
  }
}

/** MariaDB: `NEXT VALUE FOR s`. */
function sequenceValue(r: Reading, start: number): SymbolicExpr | null {
  if (!isWord(r, 'value', 1) || !isWord(r, 'for', 2)) return null;
  next(r);
  wantWords(r, 'value', 'for');
  column(r);
  return { kind: 'call', name: 'nextval', args: [], span: spanFrom(r, start) };
}

function cases(r: Reading, start: number): SymbolicExpr {
  next(r);
  const args: SymbolicExpr[] = [];
  if (!isWord(r, 'when')) args.push(r.expression(r));
  while (takeWords(r, 'when')) {
    args.push(r.expression(r));
    // A WHEN that is being typed has no THEN yet.
    if (isWord(r, 'end')) break;
    wantWords(r, 'then');
    args.push(r.expression(r));
  }
  if (takeWords(r, 'else')) args.push(r.expression(r));
  wantWords(r, 'end');
  return { kind: 'opaque', reason: 'CASE', args, span: spanFrom(r, start) };
}

/** `MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE)`: one search over the columns of a FULLTEXT index. */
function fulltext(r: Reading, start: number): SymbolicExpr {
  wantWords(r, 'match');
  const brackets = takeSymbol(r, '(');
  const columns = [column(r)];
  while (takeSymbol(r, ',')) columns.push(column(r));
  if (brackets) wantSymbol(r, ')');
  const end = spanFrom(r, start);
  wantWords(r, 'against');
  wantSymbol(r, '(');
  const pattern = searched(r);
  while (!isSymbol(r, ')')) if (next(r).kind === 'end') fail(r);
  wantSymbol(r, ')');
  const [only] = columns;
  const arg: SymbolicExpr = only && columns.length === 1 ? only : { kind: 'row', items: columns, span: end };
  return { kind: 'like', op: 'match', negated: false, arg, pattern, span: spanFrom(r, start) };
}

/** The search is a bit expression: the IN behind it begins the mode. */
function searched(r: Reading): SymbolicExpr {
  const pattern = primary(r);
  if (isSymbol(r, ')') || isWord(r, 'in') || isWord(r, 'with')) return pattern;
  return { kind: 'opaque', reason: 'a search put together', args: [pattern], span: pattern.span };
}

/** `c`, `t.c`, `db.t.c`. */
export function column(r: Reading): SymbolicExpr {
  const { start } = peek(r);
  const parts = [name(r)];
  while (isSymbol(r, '.') && !isSymbol(r, '*', 1)) {
    next(r);
    parts.push(member(r));
  }
  // A function of another database: `db.f(x)`.
  if (parts.length > 1 && isSymbol(r, '(')) { r.at -= 1; return call(r, start); }
  const span = spanFrom(r, start);
  const own = parts[parts.length - 1] ?? '';
  const qualifier = parts.length > 1 ? (parts[parts.length - 2] ?? null) : null;
  const hole = standIn(r.statement.holeAt(own), span);
  if (hole) return hole;
  const table = qualifier === null ? null : r.statement.holeAt(qualifier);
  if (isDynamicName(own) || (isDynamicName(qualifier ?? '') && table?.kind !== 'table')) return { kind: 'opaque', reason: 'the column is known only at run time', args: [], span };
  return { kind: 'column', column: { by: 'name', qualifier: table?.kind === 'table' ? aliasOfTable(table.table) : qualifier === null ? null : fold(qualifier), name: own }, span };
}

/** What conditions call a table that has no alias. */
export const aliasOfTable = (table: TableRef): string => fold(table.by === 'name' ? table.name : table.by === 'key' ? table.key : table.path.join('.'));
