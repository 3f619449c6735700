import type { CodeLens, CodeLensParams } from 'vscode-languageserver/node';
import { lenses } from '../lenses.ts';
import type { Session } from '../session.ts';

/** `textDocument/codeLens`: over each table what it has and what asks for it, over functions how many queries they send. */
export const codeLens = (session: Session, { textDocument: { uri } }: CodeLensParams): CodeLens[] => [...session.shown.answer(session, lenses, uri)];
