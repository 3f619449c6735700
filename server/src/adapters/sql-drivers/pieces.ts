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

/** Whether a text says nothing so far. */
export const isBlank = (pieces: readonly Piece[]): boolean => pieces.every((piece) => (piece.kind === 'string' ? piece.string.value.slice(piece.from, piece.to).trim() === '' : piece.kind === 'made' && piece.text.trim() === ''));

export function sqlTextOf(written: readonly Piece[]): SqlText {
  const pieces = withoutEnds(written);
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

const FIRST = /^\s*,?\s*(?:\?|%s)/;
const LAST = /(?:\?|%s)\s*,?\s*$/;

/** A list of placeholders that is written as so many and one more (`'?,' * (n - 1) + '?'`) is one list. */
function withoutEnds(pieces: readonly Piece[]): readonly Piece[] {
  if (!pieces.some(isList)) return pieces;
  return pieces.map((piece, index) => {
    if (piece.kind !== 'string') return piece;
    const { from, to, string } = piece;
    const [before, after] = [pieces[index - 1], pieces[index + 1]];
    const first = before !== undefined && isList(before) ? (FIRST.exec(string.value.slice(from, to))?.[0].length ?? 0) : 0;
    const last = after !== undefined && isList(after) ? (LAST.exec(string.value.slice(from + first, to))?.[0].length ?? 0) : 0;
    return { ...piece, from: from + first, to: to - last };
  });
}

const isList = (piece: Piece): boolean => piece.kind === 'hole' && piece.hole.kind === 'value' && piece.hole.list === true;

/** `%%` is one percent sign to drivers that mark values by `%s`. */
export function singlePercents(piece: Piece): readonly Piece[] {
  if (piece.kind !== 'string' || !piece.string.value.includes('%%')) return [piece];
  const out: Piece[] = [];
  let { from } = piece;
  for (let at = piece.string.value.indexOf('%%', from); at >= 0 && at + 1 < piece.to; at = piece.string.value.indexOf('%%', from)) {
    out.push({ ...piece, from, to: at + 1 });
    from = at + 2;
  }
  return [...out, { ...piece, from }];
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
