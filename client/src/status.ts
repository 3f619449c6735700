import { LanguageStatusSeverity, languages as editorLanguages, type Disposable, type LanguageStatusItem } from 'vscode';
import type { FolderStatus } from '../../server/src/lsp/protocol.ts';
import { languages } from './languages.ts';
import type { ServerState, Status } from './state.ts';
import { findingsText, readText } from './words.ts';

/** Beside the language's name: what was found, what it rests on, how long it took. It leads to everything else. */
export function registerStatus(server: ServerState): Disposable {
  const item = editorLanguages.createLanguageStatusItem('sargable.status', languages.map((language) => ({ language })));
  item.name = 'Sargable';
  show(item, server.current);
  const follows = server.onDidChange((status) => show(item, status));
  return { dispose: () => { follows.dispose(); item.dispose(); } };
}

const menu = { title: 'Show Menu', command: 'sargable.showMenu' };
const readAgain = { title: 'Read It', command: 'sargable.restartServer' };
const showLog = { title: 'Show Output', command: 'sargable.showOutput' };

function show(item: LanguageStatusItem, { standing, folders }: Status): void {
  item.busy = standing === 'starting' || standing === 'reading';
  item.severity = standing === 'failed' ? LanguageStatusSeverity.Error : standing === 'stopped' ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
  item.command = standing === 'failed' ? showLog : standing === 'stopped' ? readAgain : menu;
  item.text = textOf(standing, folders);
  item.detail = standing === 'read' ? detailOf(folders) : standing === 'stopped' ? 'Nothing is told before all of it was read' : '';
}

function textOf(standing: Status['standing'], folders: readonly FolderStatus[]): string {
  switch (standing) {
    case 'starting': return 'Sargable is starting';
    case 'reading': return 'Sargable is reading the workspace';
    case 'stopped': return 'Reading the workspace was stopped';
    case 'failed': return 'Sargable is not running';
    case 'read': return findingsText(sum(folders)) || 'No findings';
  }
}

function sum(folders: readonly FolderStatus[]): FolderStatus['findings'] {
  const of = (pick: (findings: FolderStatus['findings']) => number): number => folders.reduce((total, { findings }) => total + pick(findings), 0);
  return { error: of((f) => f.error), warning: of((f) => f.warning), information: of((f) => f.information), hint: of((f) => f.hint) };
}

/** `61 queries read, 4 not understood, 0.9 s`: short, since it stands on one line with the rest. */
function detailOf(folders: readonly FolderStatus[]): string {
  const total = (pick: (folder: FolderStatus) => number): number => folders.reduce((number, folder) => number + pick(folder), 0);
  const notRead = [...new Set(folders.flatMap((folder) => folder.notRead))];
  const read = `${readText(total((f) => f.queries), total((f) => f.unread))}, ${(total((f) => f.milliseconds) / 1000).toFixed(1)} s`;
  return notRead.length === 0 ? read : `${read}; ${notRead.join(', ')} found, not read yet`;
}
