import type { Location, TextDocumentPositionParams } from 'vscode-languageserver/node';
import type { Snapshot } from '../engine/api.ts';
import type { Place as CodePlace } from '../facts/finding.ts';
import type { Folder } from './folder.ts';
import { offsetAt, rangeOf } from './positions.ts';
import type { Session } from './session.ts';

/** A position in an open document as the engine has it; null where the document or its folder is not known, or not read yet. */
export function subjectPlace(session: Session, { textDocument, position }: TextDocumentPositionParams): { readonly folder: Folder; readonly snapshot: Snapshot; readonly path: string; readonly offset: number } | null {
  const place = session.folders.find(textDocument.uri);
  const document = session.documents.get(textDocument.uri);
  const snapshot = place?.folder.snapshot();
  return place && document && snapshot ? { folder: place.folder, snapshot, path: place.path, offset: offsetAt(document.lines, position) } : null;
}

/** Places of a folder as the client has them, each once. */
export function locationsOf(folder: Folder, places: readonly CodePlace[]): Location[] {
  const found = places.map(({ path, span }): Location => ({ uri: folder.uri(path), range: rangeOf(folder.lines(path), span) }));
  return [...new Map(found.map((location) => [JSON.stringify(location), location])).values()];
}
