import type { TextEdit } from '../text/span.ts';

/**
 * A text under change, as stretches of the text it started from and new text between them. It lets edits be made one after
 * another, each against the text as it then is, and still come out as edits of the first text.
 */
export type Pieces = readonly Piece[];
type Piece = { readonly kind: 'kept'; readonly start: number; readonly text: string } | { readonly kind: 'new'; readonly text: string };

export const wholeText = (text: string): Pieces => (text === '' ? [] : [{ kind: 'kept', start: 0, text }]);

export const textOf = (pieces: Pieces): string => pieces.map((piece) => piece.text).join('');

/** The pieces after all edits, whose spans are of `textOf(pieces)` and do not overlap. Edits at one offset keep their order. */
export function editPieces(pieces: Pieces, edits: readonly TextEdit[]): Pieces {
  const ordered = edits.map((edit, order) => ({ edit, order })).sort((a, b) => b.edit.span.start - a.edit.span.start || b.edit.span.end - a.edit.span.end || b.order - a.order);
  return ordered.reduce((now, { edit }) => replace(now, edit), pieces);
}

function replace(pieces: Pieces, edit: TextEdit): Pieces {
  const [before, rest] = splitAt(pieces, edit.span.start);
  const [, after] = splitAt(rest, edit.span.end - edit.span.start);
  return edit.newText === '' ? [...before, ...after] : [...before, { kind: 'new', text: edit.newText }, ...after];
}

function splitAt(pieces: Pieces, offset: number): readonly [Pieces, Pieces] {
  let passed = 0;
  for (const [index, piece] of pieces.entries()) {
    if (passed + piece.text.length > offset) {
      const cut = offset - passed;
      if (cut === 0) return [pieces.slice(0, index), pieces.slice(index)];
      return [[...pieces.slice(0, index), part(piece, 0, cut)], [part(piece, cut, piece.text.length), ...pieces.slice(index + 1)]];
    }
    passed += piece.text.length;
  }
  return [pieces, []];
}

const part = (piece: Piece, from: number, to: number): Piece => (piece.kind === 'kept' ? { kind: 'kept', start: piece.start + from, text: piece.text.slice(from, to) } : { kind: 'new', text: piece.text.slice(from, to) });

/** The edits that turn the first text (`length` code units long) into the text of the pieces, in document order. */
export function editsOf(pieces: Pieces, length: number): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let added = '';
  const close = (end: number): void => {
    if (added !== '' || end > at) edits.push({ span: { start: at, end }, newText: added });
    added = '';
  };
  for (const piece of pieces) {
    if (piece.kind === 'new') added += piece.text;
    else {
      close(piece.start);
      at = piece.start + piece.text.length;
    }
  }
  close(length);
  return edits;
}
