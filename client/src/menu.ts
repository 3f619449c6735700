import { commands, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { unreadRequest } from '../../server/src/lsp/protocol.ts';
import type { ServerState } from './state.ts';
import { counted, findingsText, readText } from './words.ts';

interface Entry extends QuickPickItem { readonly command?: string; readonly args?: readonly unknown[] }

/** Everything that can be asked of Sargable, from its status. */
export async function showMenu(server: ServerState): Promise<void> {
  const picked = await window.showQuickPick(entries(server), { title: 'Sargable', placeHolder: 'What would you like to see?', matchOnDescription: true });
  if (picked?.command !== undefined) await commands.executeCommand(picked.command, ...picked.args ?? []);
}

function entries({ current: { folders } }: ServerState): readonly Entry[] {
  const findings = folders.map((folder) => findingsText(folder.findings)).filter((text) => text !== '').join('; ');
  const [queries, unread] = folders.reduce(([read, not], folder) => [read + folder.queries, not + folder.unread], [0, 0]);
  return [
    { label: '$(list-tree) Findings by table', description: findings || 'none', command: 'sargable.findings.focus' },
    { label: '$(table) Index Map', description: `${counted(folders.reduce((sum, folder) => sum + folder.indexes, 0), 'index', 'indexes')}, against the queries that use them`, command: 'sargable.showIndexMap' },
    { label: '$(database) Generate index migration', description: 'for the indexes that queries wait for', command: 'sargable.generateMigration' },
    { label: '$(question) Queries not understood', description: readText(queries, unread), command: 'sargable.showUnread' },
    { label: '', kind: QuickPickItemKind.Separator },
    { label: '$(book) Rules', description: 'what is looked for, and when it is left alone', command: 'sargable.showRule' },
    { label: '$(mortar-board) Get started', command: 'workbench.action.openWalkthrough', args: ['sargable.sargable#sargable.start', false] },
    { label: '$(gear) Settings', command: 'workbench.action.openSettings', args: ['@ext:sargable.sargable'] },
    { label: '$(output) Output', command: 'sargable.showOutput' },
    { label: '$(debug-restart) Restart', description: 'reads the workspace anew', command: 'sargable.restartServer' },
  ];
}

/** What looks like a query and was not understood, to jump to. */
export async function showUnread(client: LanguageClient): Promise<void> {
  const { queries } = await client.sendRequest(unreadRequest);
  if (queries.length === 0) return void await window.showInformationMessage('Every query that was found was understood.');
  const items = queries.map(({ location, path, reason }) => ({ label: `${path}:${location.range.start.line + 1}`, detail: reason, location }));
  const picked = await window.showQuickPick(items, { title: counted(queries.length, 'query not understood', 'queries not understood'), placeHolder: 'Nothing is said of these. Go to…', matchOnDetail: true });
  if (!picked) return;
  const { uri, range } = client.protocol2CodeConverter.asLocation(picked.location);
  await window.showTextDocument(uri, { selection: range });
}
