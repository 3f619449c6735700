import type { Connection } from 'vscode-languageserver/node';
import { guardNotification } from './guard.ts';
import type { Log } from './log.ts';
import type { Session } from './session.ts';
import { settingsChanged } from './settings.ts';
import { fileOf } from './uris.ts';
import { watchedFilesChanged } from './watch.ts';

/** What the client tells of documents and files. */
export function listenToDocuments(connection: Connection, log: Log, session: () => Session): void {
  connection.onDidOpenTextDocument(guardNotification('textDocument/didOpen', log, ({ textDocument: { uri, languageId, version, text } }) => {
    const { documents, folders } = session();
    folders.openDocument(documents.open(uri, languageId, version, text));
  }));
  connection.onDidChangeTextDocument(guardNotification('textDocument/didChange', log, ({ textDocument: { uri, version }, contentChanges }) => {
    const { documents, folders } = session();
    const document = documents.change(uri, version, contentChanges);
    if (document) folders.editDocument(document);
  }));
  connection.onDidCloseTextDocument(guardNotification('textDocument/didClose', log, ({ textDocument: { uri } }) => {
    const { documents, folders, refresh, shown } = session();
    const document = documents.close(uri);
    refresh.forget(uri);
    shown.forget(uri);
    if (document) folders.closeDocument(document);
  }));
  connection.onDidChangeConfiguration(guardNotification('workspace/didChangeConfiguration', log, ({ settings }) => settingsChanged(session(), settings)));
  connection.onDidChangeWatchedFiles(guardNotification('workspace/didChangeWatchedFiles', log, ({ changes }) => watchedFilesChanged(session(), changes)));
}

/** The client's workspace folders as they come and go. */
export function listenToFolders(session: Session): void {
  if (!session.client.severalFolders) return;
  session.connection.workspace.onDidChangeWorkspaceFolders(guardNotification('workspace/didChangeWorkspaceFolders', session.log, ({ added, removed }) => {
    const roots = (folders: readonly { readonly uri: string }[]): string[] => folders.flatMap(({ uri }) => fileOf(uri) ?? []);
    session.folders.change(roots(added), roots(removed), session.documents.all());
  }));
}
