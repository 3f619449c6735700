import { commands, EventEmitter, type Disposable, type Event } from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import { statusNotification, type FolderStatus } from '../../server/src/lsp/protocol.ts';

/** What the server is at, over all folders. `failed`: it does not run. */
export type Standing = 'starting' | 'reading' | 'read' | 'stopped' | 'failed';

export interface Status { readonly standing: Standing; readonly folders: readonly FolderStatus[] }

/** The server's status, for whoever shows a part of it. */
export interface ServerState extends Disposable {
  readonly current: Status;
  readonly onDidChange: Event<Status>;
}

/** Follows the server. Views ask for `sargable.standing` in their conditions. */
export function followServer(client: LanguageClient): ServerState {
  const changed = new EventEmitter<Status>();
  let folders: readonly FolderStatus[] = [];
  let current: Status = { standing: 'starting', folders };
  const update = (): void => {
    current = { standing: standingOf(client.state, folders), folders };
    void commands.executeCommand('setContext', 'sargable.standing', current.standing);
    changed.fire(current);
  };
  client.onDidChangeState(() => {
    folders = [];
    update();
  });
  client.onNotification(statusNotification, (status) => {
    ({ folders } = status);
    update();
  });
  update();
  return { get current() { return current; }, onDidChange: changed.event, dispose: () => changed.dispose() };
}

function standingOf(state: State, folders: readonly FolderStatus[]): Standing {
  if (state === State.Stopped || state === State.StartFailed) return 'failed';
  if (state !== State.Running) return 'starting';
  if (folders.some((folder) => folder.state === 'reading')) return 'reading';
  return folders.some((folder) => folder.state === 'stopped') ? 'stopped' : folders.length === 0 ? 'starting' : 'read';
}
