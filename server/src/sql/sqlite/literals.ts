import type { Literal } from 'sqlite3-parser';
import type { LiteralExpr } from '../../facts/expr.ts';
import { spanOf, type Reading, type SymbolicExpr } from './reading.ts';

/** A literal of SQLite; CURRENT_TIMESTAMP and its kind are calls, since their value is not in the text. */
export function readLiteral(reading: Reading, node: Literal): SymbolicExpr {
  const span = spanOf(reading, node);
  switch (node.type) {
    case 'NumericLiteral': return { kind: 'literal', ...numberOf(node.value), span };
    case 'StringLiteral': return { kind: 'literal', type: 'string', value: node.value, span };
    case 'BlobLiteral': return { kind: 'literal', type: 'blob', value: hex(node.bytes), span };
    case 'NullLiteral': return { kind: 'literal', type: 'null', value: null, span };
    case 'CurrentDateLiteral': return { kind: 'call', name: 'current_date', args: [], span };
    case 'CurrentTimeLiteral': return { kind: 'call', name: 'current_time', args: [], span };
    case 'CurrentTimestampLiteral': return { kind: 'call', name: 'current_timestamp', args: [], span };
    case 'KeywordLiteral': return { kind: 'literal', type: 'string', value: node.value, span };
  }
}

/** `0x1F` and `1_000` are integers. What does not fit a double exactly stays text, so that two different literals never look equal. */
function numberOf(written: string): Pick<LiteralExpr, 'type' | 'value'> {
  const plain = written.replaceAll('_', '');
  const value = Number(plain);
  const type = /^(\d+|0x[0-9a-f]+)$/i.test(plain) ? 'integer' : 'numeric';
  return { type, value: type === 'integer' && !Number.isSafeInteger(value) ? plain : value };
}

/** `-5` is one literal: an index predicate and a query then compare as they read. */
export function negated(literal: LiteralExpr, span: LiteralExpr['span']): LiteralExpr | null {
  if (typeof literal.value === 'number') return { ...literal, value: -literal.value, span };
  return literal.type === 'integer' ? { ...literal, value: `-${String(literal.value)}`, span } : null;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
