import { commands, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { explainQuery } from './explain.ts';
import { actOn, goTo, ruleOf } from './findings/actions.ts';
import type { FindingsView } from './findings/view.ts';
import { showMenu, showUnread } from './menu.ts';
import { generateMigration, writeFix } from './migration.ts';
import type { Pages } from './pages.ts';
import type { Previews } from './preview.ts';
import { showRule } from './rule.ts';
import type { ServerState } from './state.ts';
import { showTable } from './table.ts';

/** What commands work on. */
export interface Parts { readonly client: LanguageClient; readonly log: LogOutputChannel; readonly pages: Pages; readonly previews: Previews; readonly server: ServerState; readonly findings: FindingsView }

/** All commands; a failure is logged and told once. */
export function registerCommands({ client, log, pages, previews, server, findings }: Parts): Disposable[] {
  const register = (name: string, run: (...args: unknown[]) => Promise<void>): Disposable => commands.registerCommand(name, (...args: unknown[]) => run(...args).catch((error: unknown) => report(name, error, log)));
  return [
    register('sargable.generateMigration', () => generateMigration(client, previews)),
    register('sargable.writeFix', (argument) => writeFix(client, previews, argument)),
    register('sargable.explain', (argument) => explainQuery(client, pages, argument)),
    register('sargable.showRule', (argument) => showRule(client, pages, ruleOf(argument))),
    register('sargable.showTable', (argument) => showTable(client, argument)),
    register('sargable.showMenu', () => showMenu(server)),
    register('sargable.showUnread', () => showUnread(client)),
    register('sargable.filterFindings', () => findings.chooseFilter()),
    register('sargable.goTo', (argument) => goTo(client, argument)),
    register('sargable.fixFinding', (node) => actOn(client, node, 'fix')),
    register('sargable.ignoreFinding', (node) => actOn(client, node, 'ignore')),
    register('sargable.restartServer', () => client.restart()),
    register('sargable.showOutput', async () => log.show()),
  ];
}

async function report(name: string, error: unknown, log: LogOutputChannel): Promise<void> {
  log.error(`${name}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  const choice = await window.showErrorMessage(`Sargable: ${error instanceof Error ? error.message : String(error)}`, 'Show Output');
  if (choice) log.show();
}
