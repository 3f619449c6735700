import type { Diagnostic } from 'vscode-languageserver/node';
import { closedReports } from './closedFiles.ts';
import { openDiagnostics } from './diagnostics.ts';
import type { Folder } from './folder.ts';
import type { OpenDocument } from './documents.ts';
import type { Session } from './session.ts';

/** Diagnostics for clients that do not ask for them: sent when they differ from what was sent before. */
export class Push {
  readonly #sent = new Map<string, string>();

  async send(session: Session): Promise<void> {
    const current = new Map<string, { readonly version?: number; readonly items: readonly Diagnostic[] }>();
    for (const folder of session.folders.all()) for (const [uri, items] of closedFiles(session, folder)) current.set(uri, { items });
    for (const document of session.documents.all()) current.set(document.uri, { version: document.version, items: openFile(session, document) });
    for (const [uri, { version, items }] of current) await this.#publish(session, uri, items, version);
    for (const uri of [...this.#sent.keys()].filter((known) => !current.has(known))) await this.#publish(session, uri, [], undefined);
  }

  async #publish(session: Session, uri: string, items: readonly Diagnostic[], version: number | undefined): Promise<void> {
    const said = JSON.stringify(items);
    if (said === (this.#sent.get(uri) ?? '[]')) return;
    if (items.length > 0) this.#sent.set(uri, said);
    else this.#sent.delete(uri);
    await session.connection.sendDiagnostics({ uri, diagnostics: [...items], ...(version !== undefined && { version }) });
  }
}

function closedFiles(session: Session, folder: Folder): [string, readonly Diagnostic[]][] {
  const snapshot = folder.snapshot();
  return snapshot === null ? [] : [...closedReports(session, folder, snapshot).values()].map(({ path, items }) => [folder.uri(path), items]);
}

function openFile(session: Session, document: OpenDocument): readonly Diagnostic[] {
  const place = session.folders.find(document.uri);
  const snapshot = place?.folder.snapshot();
  if (!place || !snapshot) return [];
  return openDiagnostics(session, place, snapshot);
}
