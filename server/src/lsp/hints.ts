import { MarkupKind, type InlayHint, type InlayHintLabelPart } from 'vscode-languageserver/node';
import type { ServedUse } from '../engine/api.ts';
import type { Folder } from './folder.ts';
import { indexKind, pathText, plainText } from '../report/explanation.ts';
import { locationsOf } from './places.ts';
import { positionAt } from './positions.ts';
import type { Session } from './session.ts';
import type { Kind } from './shown.ts';

/** Behind what is served, the index that serves it. */
export const hints: Kind<InlayHint> = { of: hintsOf, canRefresh: (client) => client.hintRefresh, refresh: ({ connection }) => connection.languages.inlayHint.refresh() };

/** All inlay hints of an open document. Empty until everything was read. */
function hintsOf(session: Session, uri: string): InlayHint[] {
  const place = session.folders.find(uri);
  const snapshot = place?.folder.snapshot();
  if (!session.settings.current.inlayHints.servingIndex || !place || !snapshot || !session.documents.get(uri)) return [];
  const found = snapshot.served(place.path).map((use) => hintOf(session, place.folder, place.path, use));
  return [...new Map(found.map((hint) => [JSON.stringify([hint.position, hint.label]), hint])).values()];
}

function hintOf(session: Session, folder: Folder, path: string, use: ServedUse): InlayHint {
  const text = pathText(use.access, use.catalog, null);
  const tooltip = session.client.hintMarkdown ? { kind: MarkupKind.Markdown, value: text } : plainText(text);
  const parts = use.indexes.flatMap((one, at): InlayHintLabelPart[] => [...(at === 0 ? [] : [{ value: ' + ' }]), labelOf(folder, one)]);
  const part = use.access.filter === 'partly' ? [{ value: ' in part' }] : [];
  return { position: positionAt(folder.lines(path), use.at), label: [...parts, ...part], tooltip, paddingLeft: true };
}

/** The index's name; what it is, where the name is left to the database. It leads to where it is declared. */
function labelOf(folder: Folder, { index, declared }: ServedUse['indexes'][number]): InlayHintLabelPart {
  const [location] = declared === null ? [] : locationsOf(folder, [declared]);
  return { value: index.name ?? indexKind(index), ...(location && { location }) };
}
