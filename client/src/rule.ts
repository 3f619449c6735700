import { window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Pages } from './pages.ts';
import { rulePageRequest, rulesRequest } from '../../server/src/lsp/protocol.ts';

/** Shows a rule's page: the one a quick fix names, or one that is picked. */
export async function showRule(client: LanguageClient, pages: Pages, argument: unknown): Promise<void> {
  const rule = typeof argument === 'string' ? argument : await pickRule(client);
  if (rule === undefined) return;
  const page = await client.sendRequest(rulePageRequest, { rule });
  if (page) await pages.show(rule, page.markdown);
  else await window.showInformationMessage(`There is no page of the rule ${rule}.`);
}

async function pickRule(client: LanguageClient): Promise<string | undefined> {
  const { rules } = await client.sendRequest(rulesRequest);
  const picked = await window.showQuickPick(rules.map(({ id, summary }) => ({ label: id, description: summary })), { placeHolder: 'Which rule?', matchOnDescription: true });
  return picked?.label;
}
