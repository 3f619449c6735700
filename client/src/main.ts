import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';
import { registerCommands } from './commands.ts';
import { newClient } from './client.ts';
import { registerPages } from './pages.ts';
import { registerStatus } from './status.ts';

/** Nothing is awaited here: the editor goes on while the server starts. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Sargable', { log: true });
  const client = newClient(context, log);
  const pages = registerPages();
  context.subscriptions.push(log, pages, registerStatus(client), ...registerCommands(client, log, pages), { dispose: () => void client.dispose() });
  client.start().catch((error: unknown) => {
    log.error(`The server did not start: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    window.showErrorMessage('Sargable could not start.', 'Show Output').then((choice) => choice && log.show());
  });
}
