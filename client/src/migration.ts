import { Uri, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { openNeedsRequest, writeMigrationRequest, type FolderNeeds, type OpenNeed } from '../../server/src/lsp/protocol.ts';

/** Sargable: Generate Index Migration. Everything is preselected; what is written is shown. */
export async function generateMigration(client: LanguageClient): Promise<void> {
  const { folders } = await client.sendRequest(openNeedsRequest);
  const folder = await pickFolder(folders.filter(({ needs }) => needs.length > 0));
  if (folder === null) {
    await window.showInformationMessage('No query of this workspace waits for an index.');
    return;
  }
  const needs = folder && await pickNeeds(folder);
  if (folder && needs && needs.length > 0) await write(client, folder, needs);
}

async function pickFolder(folders: readonly FolderNeeds[]): Promise<FolderNeeds | null | undefined> {
  if (folders.length <= 1) return folders[0] ?? null;
  const picked = await window.showQuickPick(folders.map((folder) => ({ label: folder.name, description: indexes(folder.needs.length), folder })), { placeHolder: 'Which folder?' });
  return picked?.folder;
}

async function pickNeeds(folder: FolderNeeds): Promise<readonly OpenNeed[] | undefined> {
  const items = folder.needs.map((need) => ({ label: need.title, description: need.table, detail: `${need.index} serves ${need.queries.join(', ')}`, picked: true, need }));
  const picked = await window.showQuickPick(items, { canPickMany: true, title: 'Generate Index Migration', placeHolder: 'Indexes to write', matchOnDescription: true });
  return picked?.map(({ need }) => need);
}

async function write(client: LanguageClient, folder: FolderNeeds, needs: readonly OpenNeed[]): Promise<void> {
  const { edit, files, problems } = await client.sendRequest(writeMigrationRequest, { folder: folder.uri, needs: needs.map(({ id }) => id) });
  for (const problem of problems) window.showWarningMessage(`Sargable: ${problem}`);
  if (!edit) return;
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  if (!await workspace.applyEdit(converted)) throw new Error('The editor refused the edit: a file has changed, or exists already');
  for (const [uri] of converted.entries()) await workspace.save(uri);
  for (const { uri } of files.slice(0, 1)) await window.showTextDocument(Uri.parse(uri), { preview: false });
  const names = files.map(({ uri }) => workspace.asRelativePath(Uri.parse(uri))).join(', ');
  await window.showInformationMessage(`Wrote ${indexes(needs.length)} as ${names}`);
}

const indexes = (count: number): string => (count === 1 ? '1 index' : `${count} indexes`);
