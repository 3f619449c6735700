import { LanguageStatusSeverity, languages, type Disposable, type DocumentSelector, type LanguageStatusItem } from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import { statusNotification, type FolderStatus } from '../../server/src/lsp/protocol.ts';

const selector: DocumentSelector = ['sql', 'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'].map((language) => ({ language }));

/** Beside the language's name: what is known, what is not served, how long it took. */
export function registerStatus(client: LanguageClient): Disposable {
  const item = languages.createLanguageStatusItem('sargable.status', selector);
  item.name = 'Sargable';
  item.command = { title: 'Show Output', command: 'sargable.showOutput' };
  show(item, [], client.state);
  client.onDidChangeState(({ newState }) => show(item, [], newState));
  client.onNotification(statusNotification, ({ folders }) => show(item, folders, client.state));
  return item;
}

function show(item: LanguageStatusItem, folders: readonly FolderStatus[], state: State): void {
  const complete = folders.length > 0 && folders.every((folder) => folder.complete);
  const sum = (pick: (folder: FolderStatus) => number): number => folders.reduce((total, folder) => total + pick(folder), 0);
  item.busy = state === State.Starting || (state === State.Running && !complete && folders.length > 0);
  item.severity = state === State.Stopped ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  if (state !== State.Running) item.text = state === State.Starting ? 'Sargable is starting' : 'Sargable is not running';
  else item.text = complete ? `${count(sum((f) => f.indexes), 'index', 'indexes')} known, ${count(sum((f) => f.unserved), 'query', 'queries')} unserved` : 'Sargable';
  const notRead = [...new Set(folders.flatMap((folder) => folder.notRead))];
  item.detail = complete ? `${count(sum((f) => f.queries), 'query', 'queries')} read, ${sum((f) => f.unread)} not understood, ${(sum((f) => f.milliseconds) / 1000).toFixed(1)} s${notRead.length === 0 ? '' : `; ${notRead.join(', ')} found, not read yet`}` : '';
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
