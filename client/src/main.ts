import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';
import { registerTools } from './agents/tools.ts';
import { registerCommands } from './commands.ts';
import { newClient } from './client.ts';
import { FindingsView } from './findings/view.ts';
import { registerIndexMap } from './map/view.ts';
import { registerPages } from './pages.ts';
import { registerPreviews } from './preview.ts';
import { followServer } from './state.ts';
import { registerStatus } from './status.ts';

/** Nothing is awaited here: the editor goes on while the server starts. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Sargable', { log: true });
  const client = newClient(context, log);
  const server = followServer(client);
  const [pages, previews] = [registerPages(), registerPreviews(client)];
  const findings = new FindingsView(client, server, context.workspaceState);
  context.subscriptions.push(log, server, pages, previews, findings, registerStatus(server), registerIndexMap({ client, server, log, context }), ...registerTools(client), ...registerCommands({ client, log, pages, previews, server, findings }), { dispose: () => void client.dispose() });
  client.start().catch((error: unknown) => {
    log.error(`The server did not start: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    window.showErrorMessage('Sargable could not start.', 'Show Output').then((choice) => choice && log.show());
  });
}
