import type { StringHost } from '../../lang/expression.ts';
import { HOLE, type Hole, type SqlText } from '../../sql/read.ts';
import { TextBuilder } from '../../sql/text-builder.ts';
import type { Span } from '../../text/span.ts';

/** What a text is put together from. */
export type Piece =
  /** `from` and `to` are offsets of the string's value. */
  | { readonly kind: 'string'; readonly string: StringHost; readonly from: number; readonly to: number }
  /** Text that stands for something else at that place (a separator, a number). */
  | { readonly kind: 'made'; readonly text: string; readonly span: Span }
  | { readonly kind: 'hole'; readonly hole: Hole; readonly span: Span };

export const wholeString = (string: StringHost): Piece => ({ kind: 'string', string, from: 0, to: string.value.length });
export const holeAt = (span: Span, hole: Hole): Piece => ({ kind: 'hole', hole, span });
export const fragmentAt = (span: Span, pieces: readonly Piece[], presence: 'always' | 'sometimes'): Piece => holeAt(span, { kind: 'fragment', text: sqlTextOf(pieces), optional: presence === 'sometimes' });

export function sqlTextOf(pieces: readonly Piece[]): SqlText {
  const builder = new TextBuilder();
  const holes: (Hole & { readonly span: Span })[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'string') builder.copy(withoutMark(piece.string.value), piece.from, piece.to, piece.string.toDocument);
    else if (piece.kind === 'made') builder.replace(withoutMark(piece.text), piece.span);
    else {
      holes.push({ ...piece.hole, span: piece.span });
      builder.replace(HOLE, piece.span);
    }
  }
  const { text, toDocument } = builder.build();
  return { text, holes, toDocument };
}

/** The mark of a hole must not come from the text itself. */
const withoutMark = (text: string): string => text.replaceAll(HOLE, ' ');

/** The beginning of a text, with its fragments in place, for a first look. */
export function preview(sql: SqlText, length = 600, depth = 0): string {
  let next = 0;
  let out = '';
  for (const char of sql.text) {
    if (out.length >= length) break;
    if (char !== HOLE) { out += char; continue; }
    const hole = sql.holes[next++];
    out += hole?.kind === 'fragment' && depth < 8 ? preview(hole.text, length - out.length, depth + 1) : hole?.kind === 'identifier' ? hole.name : HOLE;
  }
  return out;
}

/** Whether a hole of one of these kinds is anywhere in the text. */
export const hasHole = (sql: SqlText, test: (hole: Hole) => boolean): boolean => sql.holes.some((hole) => test(hole) || (hole.kind === 'fragment' && hasHole(hole.text, test)));
