import { commands, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { LanguageClient, RevealOutputChannelOn, TransportKind, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { languages } from './languages.ts';

/** The client of the server that lies beside this bundle; not started yet. */
export function newClient(context: ExtensionContext, log: LogOutputChannel): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const serverOptions: ServerOptions = {
    // As dist/server.js starts itself elsewhere: V8's optimising compiler would take 500 MB for the grammars' lexers, and a large young generation makes long pauses.
    run: { module, transport: TransportKind.ipc, options: { execArgv: ['--liftoff-only', '--max-semi-space-size=12'] } },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6019'] } },
  };
  const clientOptions: LanguageClientOptions = {
    // Documents of other schemes (git, output, search) show texts that are not the workspace's.
    documentSelector: [...languages.flatMap((language) => [{ scheme: 'file', language }, { scheme: 'untitled', language }]), { scheme: 'file', pattern: '**/sargable.jsonc' }],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { runsCommands: true, opensCommands: true, wantsStatus: true },
    diagnosticPullOptions: { onChange: true, onTabs: false },
    middleware: { resolveCodeAction: (action, token, next) => { fixChosen(action.title); return next(action, token); } },
    // A hover's link to the page of a rule. Names that come from the workspace are escaped by the server.
    markdown: { isTrusted: { enabledCommands: ['sargable.showRule'] } },
  };
  return new LanguageClient('sargable', 'Sargable', serverOptions, clientOptions);
}

/** The walkthrough's step is done with the first index. */
function fixChosen(title: string): void {
  if (title.startsWith('Add ')) void commands.executeCommand('setContext', 'sargable.fixed', true);
}
