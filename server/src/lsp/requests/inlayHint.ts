import type { InlayHint, InlayHintParams } from 'vscode-languageserver/node';
import { hints } from '../hints.ts';
import type { Session } from '../session.ts';

/** `textDocument/inlayHint`: the index that serves each condition of the lines that are on screen. */
export const inlayHint = (session: Session, { textDocument: { uri }, range }: InlayHintParams): InlayHint[] =>
  session.shown.answer(session, hints, uri).filter(({ position }) => range.start.line <= position.line && position.line <= range.end.line);
