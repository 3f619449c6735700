import { commands, window, workspace } from 'vscode';
import { CodeActionKind, CodeActionRequest, CodeActionResolveRequest, type CodeAction, type Location } from 'vscode-languageserver-protocol';
import type { ToldFinding } from '../../../server/src/lsp/protocol.ts';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Node } from './nodes.ts';

/** Opens the place of a finding. */
export async function goTo(client: LanguageClient, argument: unknown): Promise<void> {
  if (!isLocation(argument)) return;
  const { uri, range } = client.protocol2CodeConverter.asLocation(argument);
  await window.showTextDocument(uri, { selection: range });
}

/** What can be done about a finding of the tree: the quick fixes that the server has for it, `which` of them. */
export async function actOn(client: LanguageClient, node: unknown, which: 'fix' | 'ignore'): Promise<void> {
  if (!isFindingNode(node)) return void await window.showInformationMessage('Choose a finding in the view Sargable: Findings.');
  const { location, message } = node.finding;
  // The server speaks of open documents.
  await goTo(client, location);
  const actions = (await fixesFor(client, node.finding)).filter(({ title }) => title.startsWith('Ignore ') === (which === 'ignore'));
  if (actions.length === 0) return void await window.showInformationMessage(which === 'fix' ? 'There is no fix that can be written for this. Its advice says what to do.' : 'This cannot be ignored from here.');
  const picked = await window.showQuickPick(actions.map((action) => ({ label: action.title, action })), { title: message, placeHolder: which === 'fix' ? 'What shall be written?' : 'Where shall it be ignored?' });
  if (picked) await apply(client, picked.action);
}

/** Those that write something; what explains has commands of its own. */
async function fixesFor(client: LanguageClient, { rule, location: { uri, range } }: ToldFinding): Promise<readonly CodeAction[]> {
  const actions = await client.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range, context: { diagnostics: [], only: [CodeActionKind.QuickFix] } }) ?? [];
  return actions.flatMap((action) => ('kind' in action && action.diagnostics?.some(({ code }) => code === rule) && (action.data !== undefined || action.command?.command === 'sargable.writeFix') ? [action] : []));
}

async function apply(client: LanguageClient, action: CodeAction): Promise<void> {
  if (action.command) return void await commands.executeCommand(action.command.command, ...action.command.arguments ?? []);
  const { edit } = await client.sendRequest(CodeActionResolveRequest.type, action);
  if (edit) await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit));
}

const isLocation = (argument: unknown): argument is Location => typeof argument === 'object' && argument !== null && 'uri' in argument && 'range' in argument;

type FindingNode = Extract<Node, { readonly kind: 'finding' }>;

/** The rule that a line of the tree speaks of, or what else a command was given. */
export const ruleOf = (argument: unknown): unknown => (isFindingNode(argument) ? argument.finding.rule : argument);

const isFindingNode = (node: unknown): node is FindingNode => typeof node === 'object' && node !== null && 'kind' in node && node.kind === 'finding';
