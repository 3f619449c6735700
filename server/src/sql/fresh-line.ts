import type { Dialect } from '../facts/dialect.ts';
import type { Span } from '../text/span.ts';
import { nextToken, wordOf } from './tokens.ts';

const FIRST_WORDS = new Set(['select', 'insert', 'update', 'delete', 'with', 'create', 'alter', 'drop', 'merge']);

/**
 * Parts of a statement that begin where a line begins with the first word of a statement, outside all brackets: what the statements are,
 * should the `;` between them be missing.
 */
export function freshLines(text: string, piece: Span, dialect: Dialect): readonly Span[] {
  const out: Span[] = [];
  let start = piece.start;
  let end = piece.start;
  let depth = 0;
  for (let token = nextToken(text, piece.start, dialect); token && token.start < piece.end; token = nextToken(text, token.end, dialect)) {
    if (token.kind === 'comment') continue;
    if (token.kind === 'word' && depth <= 0 && end > start && text.charAt(token.start - 1) === '\n' && FIRST_WORDS.has(wordOf(text, token))) {
      out.push({ start, end });
      start = token.start;
      depth = 0;
    }
    if (token.kind === 'open') depth += 1;
    else if (token.kind === 'close') depth -= 1;
    end = Math.min(token.end, piece.end);
  }
  return [...out, { start, end: piece.end }];
}
