import { window } from 'vscode';
import type { Position } from 'vscode-languageserver-protocol';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Pages } from './pages.ts';
import { explainRequest, type ExplainParams } from '../../server/src/lsp/protocol.ts';

/** Shows how the query at a place is reached: the place that a quick fix names, or else the cursor. */
export async function explainQuery(client: LanguageClient, pages: Pages, argument: unknown): Promise<void> {
  const place = isPlace(argument) ? argument : cursor(client);
  const result = place && await client.sendRequest(explainRequest, place);
  if (result) await pages.show('How this query is reached', result.markdown);
  else await window.showInformationMessage('Sargable knows no query here.');
}

function cursor(client: LanguageClient): ExplainParams | null {
  const editor = window.activeTextEditor;
  if (!editor) return null;
  const position: Position = client.code2ProtocolConverter.asPosition(editor.selection.active);
  return { uri: client.code2ProtocolConverter.asUri(editor.document.uri), position };
}

const isPlace = (argument: unknown): argument is ExplainParams => typeof argument === 'object' && argument !== null && 'uri' in argument && 'position' in argument;
