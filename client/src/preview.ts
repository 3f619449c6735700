import { commands, Uri, window, workspace, type Disposable, type Tab } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';

const scheme = 'sargable-preview';

/** Shows what an edit would do to files, before it is made. */
export interface Previews extends Disposable {
  /** True when the user says yes. `title` says what would be written; files of `first` are shown first, the others in the order of the edit. */
  confirm(edit: WorkspaceEdit, title: string, first?: readonly string[]): Promise<boolean>;
}

interface Change { readonly uri: Uri; readonly isNew: boolean; readonly after: string }

export function registerPreviews(client: LanguageClient): Previews {
  const texts = new Map<string, string>();
  const provider = workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '' });
  let run = 0;
  return {
    async confirm(edit, title, first = []) {
      const changes = inOrder(await changesOf(client, edit), first);
      run++;
      const shown = changes.map(({ uri, isNew, after }) => {
        // A new address each time: the editor keeps the texts of those that it has shown.
        const modified = uri.with({ scheme, authority: '', query: String(run) });
        texts.set(modified.toString(), after);
        return [uri, isNew ? undefined : uri, modified] as const;
      });
      // The command ends only with the editor that it opens.
      void commands.executeCommand('vscode.changes', title, shown);
      await opened(title);
      const answer = await ask(title, changes);
      await closeTab(title);
      texts.clear();
      return answer;
    },
    dispose: () => provider.dispose(),
  };
}

/** The question stays over what is shown, so that it can be scrolled meanwhile. Enter is yes, Escape is no. */
async function ask(title: string, changes: readonly Change[]): Promise<boolean> {
  const names = changes.map(({ uri, isNew }) => `${isNew ? 'new' : 'changed'}: ${workspace.asRelativePath(uri)}`);
  const yes = { label: '$(check) Write it', detail: names.join(' · ') };
  const no = { label: '$(close) Write nothing' };
  let answered = false;
  const asked = window.showQuickPick([yes, no], { title, placeHolder: 'This is what would be written. Nothing is written yet.', ignoreFocusOut: true });
  void keepFocus(() => answered);
  const answer = await asked;
  answered = true;
  return answer === yes;
}

/** The editor of the changes takes the focus once more when it has read them all, which says nothing; Enter would then go there. */
async function keepFocus(isOver: () => boolean): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    await pause(PAUSE);
    if (isOver()) return;
    await commands.executeCommand('workbench.action.focusQuickOpen');
  }
}

/** Files as they would be. */
async function changesOf(client: LanguageClient, edit: WorkspaceEdit): Promise<readonly Change[]> {
  const created = new Set((edit.documentChanges ?? []).flatMap((change) => ('kind' in change && change.kind === 'create' ? [change.uri] : [])));
  const edited = (edit.documentChanges ?? []).flatMap((change) => ('textDocument' in change ? [{ uri: change.textDocument.uri, edits: change.edits.flatMap((one) => ('newText' in one ? [one] : [])) }] : []));
  return Promise.all(edited.map(async ({ uri, edits }): Promise<Change> => {
    const at = client.protocol2CodeConverter.asUri(uri);
    if (created.has(uri)) return { uri: at, isNew: true, after: edits.map(({ newText }) => newText).join('') };
    return { uri: at, isNew: false, after: await textWith(client, at, edits) };
  }));
}

async function textWith(client: LanguageClient, uri: Uri, edits: readonly TextEdit[]): Promise<string> {
  const document = await workspace.openTextDocument(uri);
  const ranges = edits.map(({ range, newText }) => ({ range: client.protocol2CodeConverter.asRange(range), newText })).sort((a, b) => b.range.start.compareTo(a.range.start));
  return ranges.reduce((text, { range, newText }) => text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end)), document.getText());
}

function inOrder(changes: readonly Change[], first: readonly string[]): readonly Change[] {
  const rank = ({ uri }: Change): number => {
    const at = first.findIndex((one) => Uri.parse(one).toString() === uri.toString());
    return at < 0 ? first.length : at;
  };
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

/** The editor says behind the title how many files it shows. */
const tabsOf = (title: string): readonly Tab[] => window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label.startsWith(title));

async function closeTab(title: string): Promise<void> {
  await window.tabGroups.close(tabsOf(title), true);
}

/** How often, and how far apart in ms, the editor is looked for that shows the changes. */
const LOOKS = 30;
const PAUSE = 150;

/** An editor that opens takes the focus, and would take it from the question. */
async function opened(title: string): Promise<void> {
  for (let look = 0; look < LOOKS && !tabsOf(title).some(({ isActive }) => isActive); look++) await pause(PAUSE);
  await pause(PAUSE * 3);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
