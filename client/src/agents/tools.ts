import { type CancellationToken, type Disposable, LanguageModelTextPart, LanguageModelToolResult, lm } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { callToolRequest } from '../../../server/src/lsp/protocol.ts';

/** The tools as the manifest names them, with what is said while one runs. They read, and change nothing. */
export const TOOLS: Readonly<Record<string, string>> = {
  check: 'Checking queries and indexes',
  schema: 'Looking at tables and indexes',
  explain: 'Looking at how a query is served',
  propose_index: 'Looking for the index that is missing',
  query_budget: 'Counting queries',
};

/** Offers what `sargable mcp` serves to the editor's own agents, answered by the language server from the documents as they stand. */
export function registerTools(client: LanguageClient): readonly Disposable[] {
  return Object.entries(TOOLS).map(([name, invocationMessage]) => lm.registerTool<Record<string, unknown>>(`sargable_${name}`, {
    prepareInvocation: () => ({ invocationMessage }),
    invoke: async ({ input }, token) => new LanguageModelToolResult([new LanguageModelTextPart(await answer(client, { name, input }, token))]),
  }));
}

/** What was asked wrongly is thrown: so the model is told that it was, and what. */
async function answer(client: LanguageClient, params: { readonly name: string; readonly input: Readonly<Record<string, unknown>> }, token: CancellationToken): Promise<string> {
  const { text, data } = await client.sendRequest(callToolRequest, params, token);
  if (data === null) throw new Error(text);
  return text;
}
