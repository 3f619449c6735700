import { commands, window, workspace, type CodeAction, type Diagnostic, type TextDocument } from 'vscode';
import type { Location } from 'vscode-languageserver-protocol';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Node } from './nodes.ts';

/** Opens the place of a finding. */
export async function goTo(client: LanguageClient, argument: unknown): Promise<void> {
  if (!isLocation(argument)) return;
  const { uri, range } = client.protocol2CodeConverter.asLocation(argument);
  await window.showTextDocument(uri, { selection: range });
}

/** What can be done about a finding of the tree: the quick fixes that the editor has for it, `which` of them. */
export async function actOn(client: LanguageClient, node: unknown, which: 'fix' | 'ignore'): Promise<void> {
  if (!isFindingNode(node)) return void await window.showInformationMessage('Choose a finding in the view Sargable: Findings.');
  const { rule, location } = node.finding;
  const { uri, range } = client.protocol2CodeConverter.asLocation(location);
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { selection: range });
  const actions = (await quickFixes(document, range)).filter((action) => isFor(action, rule) && (action.edit !== undefined || action.command?.command === 'sargable.writeFix') && action.title.startsWith('Ignore ') === (which === 'ignore'));
  if (actions.length === 0) return void await window.showInformationMessage(which === 'fix' ? 'There is no fix that can be written for this. Its advice says what to do.' : 'This cannot be ignored from here.');
  const picked = await window.showQuickPick(actions.map((action) => ({ label: action.title, action })), { title: node.finding.message, placeHolder: which === 'fix' ? 'What shall be written?' : 'Where shall it be ignored?' });
  if (picked) await apply(picked.action);
}

async function apply({ edit, command }: CodeAction): Promise<void> {
  if (edit) await workspace.applyEdit(edit);
  if (command) await commands.executeCommand(command.command, ...command.arguments ?? []);
}

/** How many of the editor's actions come with their edits. */
const RESOLVED = 20;

/** The provider gives up when the document has just been opened and something else changes; asked again it answers. */
async function quickFixes(document: TextDocument, range: Diagnostic['range']): Promise<readonly CodeAction[]> {
  const ask = (): Thenable<CodeAction[]> => commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, 'quickfix', RESOLVED);
  try {
    return await ask();
  } catch {
    return await ask();
  }
}

const isFor = ({ diagnostics }: CodeAction, rule: string): boolean => diagnostics?.some(({ source, code }) => source === 'sargable' && (typeof code === 'object' ? code.value : code) === rule) ?? false;

const isLocation = (argument: unknown): argument is Location => typeof argument === 'object' && argument !== null && 'uri' in argument && 'range' in argument;

type FindingNode = Extract<Node, { readonly kind: 'finding' }>;

/** The rule that a line of the tree speaks of, or what else a command was given. */
export const ruleOf = (argument: unknown): unknown => (isFindingNode(argument) ? argument.finding.rule : argument);

const isFindingNode = (node: unknown): node is FindingNode => typeof node === 'object' && node !== null && 'kind' in node && node.kind === 'finding';
