import { TabInputText, Uri, window, workspace, type Tab } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { WorkspaceEdit as ProtocolEdit } from 'vscode-languageserver-protocol';
import type { Previews } from './preview.ts';
import { counted } from './words.ts';
import { fixEditRequest, openNeedsRequest, writeMigrationRequest, type FixEditParams, type FolderNeeds, type OpenNeed } from '../../server/src/lsp/protocol.ts';

/** Sargable: Generate Index Migration. Everything is preselected; what would be written is shown before, and opened after. */
export async function generateMigration(client: LanguageClient, previews: Previews): Promise<void> {
  const { folders } = await client.sendRequest(openNeedsRequest);
  const folder = await pickFolder(folders.filter(({ needs }) => needs.length > 0));
  if (folder === null) {
    await window.showInformationMessage('No query of this workspace waits for an index.');
    return;
  }
  const needs = folder && await pickNeeds(folder);
  if (folder && needs && needs.length > 0) await write(client, previews, folder, needs);
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

async function write(client: LanguageClient, previews: Previews, folder: FolderNeeds, needs: readonly OpenNeed[]): Promise<void> {
  const { edit, files, problems } = await client.sendRequest(writeMigrationRequest, { folder: folder.uri, needs: needs.map(({ id }) => id) });
  for (const problem of problems) window.showWarningMessage(`Sargable: ${problem}`);
  if (!edit || !await previews.confirm(edit, `Migration for ${indexes(needs.length)} (preview)`, files.map(({ uri }) => uri))) return;
  const migrations = files.filter(({ part }) => part === 'migration').map(({ path }) => path);
  await writeAndShow(client, edit, files.slice(0, 1).map(({ uri }) => uri), migrations.length === 0 ? `Added ${indexes(needs.length)}` : `Wrote ${indexes(needs.length)} as ${migrations.join(', ')}`);
}

/** A quick fix that writes a migration beside its index. */
export async function writeFix(client: LanguageClient, previews: Previews, argument: unknown): Promise<void> {
  if (!isFix(argument)) return;
  const { edit } = await client.sendRequest(fixEditRequest, argument);
  const created = (edit.documentChanges ?? []).flatMap((change) => ('kind' in change && change.kind === 'create' ? [change.uri] : []));
  if (!await previews.confirm(edit, `${argument.title.replace(/ \(.*\)$/, '')} (preview)`, created)) return;
  await writeAndShow(client, edit, created.slice(0, 1), `Wrote ${created.slice(0, 1).map((uri) => workspace.asRelativePath(Uri.parse(uri))).join('')}`);
}

const isFix = (argument: unknown): argument is FixEditParams => typeof argument === 'object' && argument !== null && 'fingerprint' in argument && 'title' in argument;

/** Makes the edit, saves what it touched, opens `show` and says what was done. */
async function writeAndShow(client: LanguageClient, edit: ProtocolEdit, show: readonly string[], done: string): Promise<void> {
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  const before = tabs();
  if (!await workspace.applyEdit(converted)) throw new Error('The editor refused the edit: a file has changed, or exists already');
  const changed = converted.entries().map(([uri]) => uri);
  await saveAll(changed);
  const shown = show.map((uri) => Uri.parse(uri));
  for (const uri of shown) await window.showTextDocument(uri, { preview: false });
  void window.showInformationMessage(done);
  await closeOthers(before, shown, changed);
}

/** By document, not by editor: the editor that an edit opens may come later than the edit. */
async function saveAll(uris: readonly Uri[]): Promise<void> {
  for (const uri of uris) await (await workspace.openTextDocument(uri)).save();
}

const tabs = (): Map<string, Tab> => new Map(window.tabGroups.all.flatMap(({ tabs: all }) => all).flatMap((tab) => (tab.input instanceof TabInputText ? [[tab.input.uri.toString(), tab] as const] : [])));

/** How often, and how far apart in ms, tabs are looked for that an edit opens late. */
const LOOKS = 20;
const PAUSE = 150;

/** An edit opens every file that it touches, some time after it was made. What was not open before and is not to be read is closed again: journals, snapshots, models. */
async function closeOthers(before: ReadonlyMap<string, Tab>, shown: readonly Uri[], changed: readonly Uri[]): Promise<void> {
  const touched = new Set(changed.map(String));
  const kept = new Set([...before.keys(), ...shown.map(String)]);
  for (let look = 0; look < LOOKS; look++) {
    const others = [...tabs()].filter(([uri]) => touched.has(uri) && !kept.has(uri));
    await saveAll(others.filter(([, tab]) => tab.isDirty).map(([uri]) => Uri.parse(uri)));
    await window.tabGroups.close(others.filter(([, tab]) => !tab.isDirty).map(([, tab]) => tab), true);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

const indexes = (count: number): string => counted(count, 'index', 'indexes');
