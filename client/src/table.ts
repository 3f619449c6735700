import { commands, Uri, window, type Location as CodeLocation } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { TablePlace } from '../../server/src/lsp/protocol.ts';

/** A lens over a table was clicked: its Index Map, or a peek of its queries where there is no such view. */
export async function showTable(client: LanguageClient, argument: unknown): Promise<void> {
  if (!isTable(argument)) return;
  const known = await commands.getCommands(true);
  if (known.includes('sargable.showIndexMap')) await commands.executeCommand('sargable.showIndexMap', `${argument.database}\n${argument.table}`);
  else await peekQueries(client, argument);
}

async function peekQueries(client: LanguageClient, { uri, position, unserved, queries }: TablePlace): Promise<void> {
  const convert = client.protocol2CodeConverter;
  const places: CodeLocation[] = (unserved.length > 0 ? unserved : queries).map((location) => convert.asLocation(location));
  if (places.length === 0) await window.showInformationMessage('No query of this workspace uses this table.');
  else await commands.executeCommand('editor.action.peekLocations', Uri.parse(uri), convert.asPosition(position), places, 'peek');
}

const isTable = (argument: unknown): argument is TablePlace => typeof argument === 'object' && argument !== null && 'table' in argument && 'queries' in argument;
