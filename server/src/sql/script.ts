import type { Dialect } from '../facts/dialect.ts';
import type { ScriptFact, ScriptStatement } from '../facts/script.ts';
import { type Piece, split } from './split.ts';

/**
 * How tools are told to run a file outside a transaction: goose, dbmate, sql-migrate, sqlx (its first line), Atlas, node-pg-migrate, and what
 * home-made runners have taken over from these.
 */
const OUTSIDE = /^[ \t]*--[ \t]*(?:\+goose[ \t]+no[ \t]+transaction|migrate:up\b.*\btransaction:[ \t]*false|\+migrate[ \t]+up[ \t]+notransaction|atlas:txmode[ \t]+none|no[-_ ]?transaction|.*\bdisable[-_ ]?transactions?\b)/im;

/**
 * How the statements of a SQL file stand to transactions; null for a text that does not speak of CONCURRENTLY, or in another dialect than
 * PostgreSQL's, where there is no such thing. Linear in the text.
 */
export function scriptFact(text: string, dialect: Dialect): ScriptFact | null {
  if (dialect !== 'postgresql' || !/\bconcurrently\b/i.test(text)) return null;
  return { statements: split(text, dialect).flatMap((piece) => (piece.kind === 'statement' ? [statementOf(text, piece)] : [])), outside: OUTSIDE.test(text) };
}

const CONCURRENTLY = /^(?:create\s+(?:unique\s+)?index|drop\s+index|reindex\b[^;]{0,40}?)\s+(?=concurrently\b)/i;

function statementOf(text: string, piece: Piece): ScriptStatement {
  const found = CONCURRENTLY.exec(text.slice(piece.start, Math.min(piece.end, piece.start + START)));
  if (found !== null) return { kind: 'concurrent', span: { start: piece.start + found[0].length, end: piece.start + found[0].length + 'concurrently'.length } };
  const [first, second] = piece.head;
  const span = { start: piece.start, end: piece.end };
  if (first === 'begin' || (first === 'start' && second === 'transaction')) return { kind: 'begin', span };
  return { kind: first === 'commit' || first === 'end' || first === 'rollback' || first === 'abort' ? 'commit' : 'other', span };
}

const START = 400;
