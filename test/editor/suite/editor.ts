import assert from 'node:assert/strict';
import { commands, languages, Uri, window, workspace, type CodeAction, type Diagnostic, type Hover, type Position, type TextDocument } from 'vscode';

/** The workspace's only folder. */
export function folder(): Uri {
  const [first] = workspace.workspaceFolders ?? [];
  assert(first, 'no folder is open');
  return first.uri;
}

export async function open(path: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(Uri.joinPath(folder(), path));
  await window.showTextDocument(document);
  return document;
}

/** A new file on disk, opened. */
export async function write(path: string, text: string): Promise<TextDocument> {
  await workspace.fs.writeFile(Uri.joinPath(folder(), path), Buffer.from(text));
  return open(path);
}

/** Asks again and again until there is an answer. */
export async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) assert.fail(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const findings = (uri: Uri): Diagnostic[] => languages.getDiagnostics(uri).filter(({ source }) => source === 'sargable');

/** The finding under the first occurrence of some text. */
export const findingAt = (document: TextDocument, text: string): Promise<Diagnostic> =>
  until(`a finding at ${text}`, () => findings(document.uri).find(({ range }) => range.contains(positionOf(document, text))));

export const noFindingAt = (document: TextDocument, text: string): Promise<true> =>
  until(`the end of the finding at ${text}`, () => (findings(document.uri).some(({ range }) => range.contains(positionOf(document, text))) ? undefined : true));

export function positionOf(document: TextDocument, text: string): Position {
  const at = document.getText().indexOf(text);
  assert(at >= 0, `${text} is not in ${document.fileName}`);
  return document.positionAt(at);
}

export async function hoverText(document: TextDocument, text: string): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, positionOf(document, text));
  return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

/** The quick fixes for a finding with their edits. The provider can give up once while the editor settles. */
export const quickFixes = (document: TextDocument, diagnostic: Diagnostic): Promise<CodeAction[]> => until('quick fixes', async () => {
  try {
    const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, diagnostic.range, 'quickfix', 20);
    return actions.some(({ title }) => title.startsWith('About ')) ? actions : undefined;
  } catch (error) {
    if (error instanceof Error && error.message.includes('Canceled')) return undefined;
    throw error;
  }
});
