import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { LanguageClient, RevealOutputChannelOn, TransportKind, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';

const languages = ['sql', 'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'];

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
    documentSelector: [...languages.flatMap((language) => [{ scheme: 'file', language }, { scheme: 'untitled', language }]), { scheme: 'file', pattern: '**/{*.jsonc,pyproject.toml,package.json}' }],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { runsCommands: true, wantsStatus: true },
    diagnosticPullOptions: { onChange: true, onTabs: false },
  };
  return new LanguageClient('sargable', 'Sargable', serverOptions, clientOptions);
}
