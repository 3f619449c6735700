import type { Span } from '../text/span.ts';
import { type Piece, split } from './split.ts';
import { nextToken, type Token, wordOf } from './tokens.ts';

/** Words of PL/pgSQL behind which a statement begins. */
const BEFORE_STATEMENT = new Set(['', 'begin', 'then', 'else', 'loop']);
const DDL = new Set(['create', 'alter', 'drop']);

/**
 * The DDL inside `DO $$ … $$`, wherever it stands (BEGIN, IF … THEN, EXCEPTION WHEN … THEN), and DDL handed to EXECUTE as one literal.
 * @param span the DO statement in `text`
 */
export function ddlOfBlock(text: string, span: Span): readonly Piece[] {
  const body = bodyOf(text, span);
  if (!body) return [];
  const inner = text.slice(body.start, body.end);
  return split(inner, 'postgresql').filter((piece) => piece.kind === 'statement').flatMap((piece) => {
    const found = ddlWithin(inner, piece);
    return found ? [{ ...found, start: found.start + body.start, end: found.end + body.start }] : [];
  });
}

function bodyOf(text: string, span: Span): Span | null {
  for (let token = nextToken(text, span.start, 'postgresql'); token && token.start < span.end; token = nextToken(text, token.end, 'postgresql')) {
    if (token.kind === 'string') return withinQuotes(text, token);
  }
  return null;
}

function withinQuotes(text: string, token: Token): Span {
  const tag = /^\$[^$]*\$/.exec(text.slice(token.start, token.start + 80))?.[0] ?? "'";
  return { start: token.start + tag.length, end: Math.max(token.start + tag.length, token.end - (token.open === true ? 0 : tag.length)) };
}

function ddlWithin(text: string, piece: Span): Piece | null {
  let previous = '';
  for (let token = nextToken(text, piece.start, 'postgresql'); token && token.start < piece.end; token = nextToken(text, token.end, 'postgresql')) {
    const word = wordOf(text, token);
    if (DDL.has(word) && BEFORE_STATEMENT.has(previous)) return statementAt(text, { start: token.start, end: piece.end });
    if (previous === 'execute' && token.kind === 'string') return literalDdl(text, token, piece.end);
    if (token.kind !== 'comment') previous = word || token.kind;
  }
  return null;
}

const statementAt = (text: string, span: Span): Piece | null => split(text.slice(span.start, span.end), 'postgresql').filter((piece) => piece.kind === 'statement').map((piece) => ({ ...piece, start: piece.start + span.start, end: piece.end + span.start }))[0] ?? null;

/** A literal that is not put together with anything else, and has no quote inside. */
function literalDdl(text: string, token: Token, end: number): Piece | null {
  const inner = withinQuotes(text, token);
  const next = nextToken(text, token.end, 'postgresql');
  if (next && next.start < end) return null;
  const written = text.slice(inner.start, inner.end);
  return /^\s*(?:create|alter|drop)\b/i.test(written) && !written.includes("''") ? statementAt(text, inner) : null;
}
