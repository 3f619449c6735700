import { commands, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { explainQuery } from './explain.ts';
import { generateMigration } from './migration.ts';
import type { Pages } from './pages.ts';
import { showRule } from './rule.ts';

/** All commands; a failure is logged and told once. */
export function registerCommands(client: LanguageClient, log: LogOutputChannel, pages: Pages): Disposable[] {
  const register = (name: string, run: (...args: unknown[]) => Promise<void>): Disposable => commands.registerCommand(name, (...args: unknown[]) => run(...args).catch((error: unknown) => report(name, error, log)));
  return [
    register('sargable.generateMigration', () => generateMigration(client)),
    register('sargable.explain', (argument) => explainQuery(client, pages, argument)),
    register('sargable.showRule', (rule) => showRule(client, pages, rule)),
    register('sargable.restartServer', () => client.restart()),
    register('sargable.showOutput', async () => log.show()),
  ];
}

async function report(name: string, error: unknown, log: LogOutputChannel): Promise<void> {
  log.error(`${name}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  const choice = await window.showErrorMessage(`Sargable: ${error instanceof Error ? error.message : String(error)}`, 'Show Output');
  if (choice) log.show();
}
