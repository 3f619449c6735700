import type { CompareOp, LikeOp, LogicExpr } from '../../facts/expr.ts';
import { negated } from './literals.ts';
import { primary } from './operands.ts';
import { bracketed, deeper, isSymbol, isWord, name, next, peek, spanFrom, takeAny, takeSymbol, takeWords, wantSymbol, type Reading, type SymbolicExpr } from './reading.ts';
import { intervalOf, opensQuery, subquery } from './pieces.ts';

/** An expression, by MySQL's precedence (https://dev.mysql.com/doc/refman/8.4/en/operator-precedence.html). Brackets around one expression are dropped. */
export const expression = (r: Reading): SymbolicExpr => deeper(r, () => assignment(r));

/** `@x := …` reads what stands on its right. */
function assignment(r: Reading): SymbolicExpr {
  const start = peek(r).start;
  const left = either(r);
  if (!takeSymbol(r, ':=')) return left;
  return { kind: 'operator', op: ':=', args: [left, expression(r)], span: spanFrom(r, start) };
}

const either = (r: Reading): SymbolicExpr => chain(r, 'or', () => takeWords(r, 'or') || takeSymbol(r, '||'), exclusive);

function exclusive(r: Reading): SymbolicExpr {
  const start = peek(r).start;
  let left = both(r);
  while (takeWords(r, 'xor')) left = { kind: 'operator', op: 'xor', args: [left, both(r)], span: spanFrom(r, start) };
  return left;
}

const both = (r: Reading): SymbolicExpr => chain(r, 'and', () => takeWords(r, 'and') || takeSymbol(r, '&&'), negation);

/** A chain of ANDs or ORs, thousands long where code made it, is one list. */
function chain(r: Reading, kind: LogicExpr<never>['kind'], goesOn: () => boolean, read: (r: Reading) => SymbolicExpr): SymbolicExpr {
  const start = peek(r).start;
  const args = [read(r)];
  while (goesOn()) args.push(read(r));
  const [only] = args;
  return only && args.length === 1 ? only : { kind, args, span: spanFrom(r, start) };
}

function negation(r: Reading): SymbolicExpr {
  const start = peek(r).start;
  if (!isWord(r, 'not') || isSymbol(r, '.', 1)) return comparison(r);
  next(r);
  const arg = deeper(r, () => negation(r));
  const span = spanFrom(r, start);
  return arg.kind === 'subquery' && arg.form === 'exists' && !arg.negated ? { ...arg, negated: true, span } : { kind: 'not', arg, span };
}

const COMPARISONS: Readonly<Record<string, CompareOp>> = { '=': '=', '<>': '<>', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=', '<=>': 'is-not-distinct' };

/** Comparisons lean to the left: `a = b = c` compares the truth of the first with c. */
function comparison(r: Reading): SymbolicExpr {
  const start = peek(r).start;
  let left = predicate(r);
  for (;;) {
    const token = peek(r);
    const op = token.kind === 'symbol' ? COMPARISONS[token.value] : undefined;
    if (op !== undefined) {
      next(r);
      left = compared(r, op, left, start);
    } else if (isWord(r, 'is')) left = test(r, left, start);
    else return left;
  }
}

function compared(r: Reading, op: CompareOp, left: SymbolicExpr, start: number): SymbolicExpr {
  const quantifier = isSymbol(r, '(', 1) ? takeAny(r, 'any', 'some', 'all') : null;
  if (quantifier !== null) {
    const query = subquery(r);
    return { kind: 'subquery', form: quantifier === 'all' ? 'all' : 'any', negated: false, arg: left, op: op === 'is-not-distinct' ? '<=>' : op, query, span: spanFrom(r, start) };
  }
  const right = predicate(r);
  const span = spanFrom(r, start);
  if (op !== 'is-not-distinct') return { kind: 'compare', op, left, right, span };
  if (right.kind === 'literal' && right.type === 'null') return { kind: 'is', test: 'null', negated: false, arg: left, span };
  return { kind: 'compare', op, left, right, span };
}

function test(r: Reading, arg: SymbolicExpr, start: number): SymbolicExpr {
  next(r);
  const not = takeWords(r, 'not');
  const word = takeAny(r, 'null', 'true', 'false', 'unknown', 'json');
  const is = word === 'null' || word === 'true' || word === 'false' || word === 'unknown' ? word : null;
  if (is !== null) return { kind: 'is', test: is, negated: not, arg, span: spanFrom(r, start) };
  if (word === 'json') return { kind: 'call', name: 'json_valid', args: [arg], span: spanFrom(r, start) };
  // `IS ?`: only NULL, TRUE and their kind may stand there, and which one is known only at run time.
  return { kind: 'opaque', reason: 'IS with a value known only at run time', args: [arg, primary(r)], span: spanFrom(r, start) };
}

/** What binds closer than a comparison: IN, BETWEEN, LIKE, REGEXP. MariaDB takes several, one after the other. */
function predicate(r: Reading): SymbolicExpr {
  const start = peek(r).start;
  let arg = bits(r, 0);
  for (let longer = tested(r, arg, start); longer !== null; longer = tested(r, arg, start)) arg = longer;
  return arg;
}

/** The operand with the test that follows it; null when none does. */
function tested(r: Reading, arg: SymbolicExpr, start: number): SymbolicExpr | null {
  const isNegated = isWord(r, 'not') && /^(in|between|like|regexp|rlike)$/.test(peek(r, 1).value) && takeWords(r, 'not');
  if (takeWords(r, 'in')) return oneOf(r, arg, isNegated, start);
  if (takeWords(r, 'between')) return between(r, arg, isNegated, start);
  if (takeWords(r, 'like')) return like(r, arg, 'like', isNegated, start);
  if (takeAny(r, 'regexp', 'rlike') !== null) return like(r, arg, 'regex', isNegated, start);
  if (takeWords(r, 'sounds', 'like')) return { kind: 'operator', op: 'sounds like', args: [arg, bits(r, 0)], span: spanFrom(r, start) };
  return isWord(r, 'member') ? memberOf(r, arg, start) : null;
}

function memberOf(r: Reading, arg: SymbolicExpr, start: number): SymbolicExpr | null {
  if (isSymbol(r, '(', 1)) next(r);
  else if (!takeWords(r, 'member', 'of')) return null;
  const [array] = bracketed(r, () => expression(r));
  return { kind: 'call', name: 'member_of', args: array ? [arg, array] : [arg], span: spanFrom(r, start) };
}

/** `IN (?)` alone is how drivers of MySQL send a list: they write out the array. */
function oneOf(r: Reading, arg: SymbolicExpr, not: boolean, start: number): SymbolicExpr {
  if (opensQuery(r)) return { kind: 'subquery', form: 'in', negated: not, arg, query: subquery(r), span: spanFrom(r, start) };
  if (!isSymbol(r, '(')) {
    const value = primary(r);
    return { kind: 'in', negated: not, arg, items: [value.kind === 'param' ? { ...value, list: true } : value], span: spanFrom(r, start) };
  }
  const items = isSymbol(r, ')', 1) ? emptyBrackets(r) : bracketed(r, () => expression(r));
  const [only] = items;
  const sent = only?.kind === 'param' && items.length === 1 ? [{ ...only, list: true }] : items;
  return { kind: 'in', negated: not, arg, items: sent, span: spanFrom(r, start) };
}

function emptyBrackets(r: Reading): SymbolicExpr[] {
  wantSymbol(r, '(');
  wantSymbol(r, ')');
  return [];
}

function between(r: Reading, arg: SymbolicExpr, not: boolean, start: number): SymbolicExpr {
  const low = bits(r, 0);
  if (!takeWords(r, 'and')) return { kind: 'between', negated: not, arg, low, high: primary(r), span: spanFrom(r, start) };
  const high = predicate(r);
  return { kind: 'between', negated: not, arg, low, high, span: spanFrom(r, start) };
}

function like(r: Reading, arg: SymbolicExpr, op: LikeOp, not: boolean, start: number): SymbolicExpr {
  const pattern = bits(r, 0);
  const escaped = takeWords(r, 'escape') ? { escape: bits(r, 6) } : {};
  return { kind: 'like', op, negated: not, arg, pattern, ...escaped, span: spanFrom(r, start) };
}

const BINARY: Readonly<Record<string, number>> = { '|': 1, '&': 2, '<<': 3, '>>': 3, '+': 4, '-': 4, '*': 5, '/': 5, '%': 5, '^': 6 };
const WORDS: Readonly<Record<string, string>> = { div: 'div', mod: '%' };

/** Operators between numbers, those at least as strong as `least`. All lean to the left. */
function bits(r: Reading, least: number): SymbolicExpr {
  const start = peek(r).start;
  let left = unary(r);
  for (;;) {
    const token = peek(r);
    const op = token.kind === 'symbol' ? token.value : token.kind === 'word' ? WORDS[token.value] : undefined;
    const strength = op === undefined ? 0 : op === 'div' ? 5 : (BINARY[op] ?? 0);
    if (op === undefined || strength === 0 || strength < least) return left;
    next(r);
    const right = intervalOf(r) ?? bits(r, strength + 1);
    left = { kind: 'operator', op, args: [left, right], span: spanFrom(r, start) };
  }
}

function unary(r: Reading): SymbolicExpr {
  const { start, kind, value } = peek(r);
  if (kind === 'symbol' && (value === '-' || value === '+' || value === '~' || value === '!')) return deeper(r, () => signed(r, value, start));
  if (kind === 'word' && value === 'binary' && !isSymbol(r, '.', 1) && !isSymbol(r, ',', 1)) {
    next(r);
    const arg = deeper(r, () => unary(r));
    return { kind: 'cast', arg, type: 'binary', span: spanFrom(r, start) };
  }
  return collated(r);
}

function signed(r: Reading, op: string, start: number): SymbolicExpr {
  next(r);
  const arg = unary(r);
  if (op === '!') return { kind: 'not', arg, span: spanFrom(r, start) };
  const value = op === '-' && arg.kind === 'literal' ? negated(r, arg, start) : null;
  return value ?? { kind: 'operator', op, args: [arg], span: spanFrom(r, start) };
}

function collated(r: Reading): SymbolicExpr {
  const start = peek(r).start;
  let arg = primary(r);
  for (;;) {
    if (takeWords(r, 'collate')) arg = { kind: 'collate', arg, collation: collationName(r), span: spanFrom(r, start) };
    else if (isSymbol(r, '->') || isSymbol(r, '->>')) {
      const op = next(r).value;
      arg = { kind: 'operator', op, args: [arg, primary(r)], span: spanFrom(r, start) };
    } else return arg;
  }
}

const collationName = (r: Reading): string => (peek(r).kind === 'string' ? next(r).value : isWord(r, 'binary') ? next(r).value : name(r)).toLowerCase();
