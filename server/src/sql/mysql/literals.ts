import type { LiteralExpr } from '../../facts/expr.ts';
import { fail, isSymbol, isWord, lastEnd, next, peek, spanFrom, type Reading } from './reading.ts';

/** A string (several side by side are one), number, blob, TRUE, FALSE or NULL; null when none comes next. */
export function literal(r: Reading): LiteralExpr | null {
  const token = peek(r);
  if (token.kind === 'string') return string(r);
  // A character set's name stands in front of a string: `_utf8mb4'x'`.
  if (token.kind === 'word' && token.value.startsWith('_') && (peek(r, 1).kind === 'string' || peek(r, 1).kind === 'blob')) {
    next(r);
    return { ...(literal(r) ?? fail(r)), span: spanFrom(r, token.start) };
  }
  if (token.kind === 'number' || token.kind === 'blob') {
    next(r);
    return { kind: 'literal', ...(token.kind === 'blob' ? { type: 'blob' as const, value: token.value } : numberOf(token.value)), span: spanFrom(r, token.start) };
  }
  return constant(r);
}

function string(r: Reading): LiteralExpr {
  const { start, value } = next(r);
  let whole = value;
  // `'a' 'b'` is one string; an alias in quotes is no neighbour of a string here, since it comes behind AS nearly always.
  while (peek(r).kind === 'string' && peek(r).double !== true) whole += next(r).value;
  return { kind: 'literal', type: 'string', value: whole, span: spanFrom(r, start) };
}

function constant(r: Reading): LiteralExpr | null {
  const { start } = peek(r);
  if (isSymbol(r, '.', 1) || isSymbol(r, '(', 1)) return null;
  for (const word of ['true', 'false', 'null'] as const) {
    if (!isWord(r, word)) continue;
    next(r);
    const span = spanFrom(r, start);
    return word === 'null' ? { kind: 'literal', type: 'null', value: null, span } : { kind: 'literal', type: 'boolean', value: word === 'true', span };
  }
  return null;
}

/** What does not fit a double exactly stays text, so that two different literals never look equal. `0x41` and `0b1` are strings of bytes. */
function numberOf(written: string): Pick<LiteralExpr, 'type' | 'value'> {
  if (/^0[xb]/i.test(written)) return { type: 'blob', value: written };
  const value = Number(written);
  const type = /^\d+$/.test(written) ? 'integer' : 'numeric';
  return { type, value: type === 'integer' && !Number.isSafeInteger(value) ? written : value };
}

/** `-5` is one literal: an index's expression and a query then compare as they read. */
export function negated(r: Reading, value: LiteralExpr, start: number): LiteralExpr | null {
  const span = lastEnd(r) > start ? spanFrom(r, start) : value.span;
  if (typeof value.value === 'number') return { ...value, value: -value.value, span };
  return value.type === 'integer' ? { ...value, value: `-${String(value.value)}`, span } : null;
}
