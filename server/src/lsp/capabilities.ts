import { CodeActionKind, MarkupKind, ResourceOperationKind, TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { ClientCapabilities, InitializeParams, ServerCapabilities } from 'vscode-languageserver/node';
import { serverCommands } from './commandNames.ts';
import type { PositionEncoding } from './positions.ts';

/** What the client can do, worked out once. */
export interface ClientFeatures {
  readonly encoding: PositionEncoding;
  /** The client asks for diagnostics; without it they are pushed, never both. */
  readonly pull: boolean;
  /**
   * The client may ask for the files that are not open too. Neovim (0.12) must not be told so: it then answers a refresh by asking for those alone, and what it shows
   * of open files stays as it was.
   */
  readonly asksWorkspace: boolean;
  readonly diagnosticRefresh: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly codeActionLiterals: boolean;
  /** Edits are computed when an action is chosen, not when the list is shown. */
  readonly resolvesEdits: boolean;
  readonly documentChanges: boolean;
  readonly createsFiles: boolean;
  readonly changeAnnotations: boolean;
  readonly hoverMarkdown: boolean;
  readonly hintMarkdown: boolean;
  readonly codeLensRefresh: boolean;
  readonly hintRefresh: boolean;
  readonly progress: boolean;
  readonly severalFolders: boolean;
  readonly watchesFiles: boolean;
  readonly relativePatterns: boolean;
  readonly appliesEdits: boolean;
  readonly showsDocuments: boolean;
  /** The client can be asked for its settings, and tells when they change if it is registered for. */
  readonly answersSettings: boolean;
  readonly tellsSettings: boolean;
  /** The client runs the `sargable.*` commands itself (docs/PROTOCOL.md). */
  readonly runsCommands: boolean;
  /** The client opens addresses of the form `command:sargable.showRule?…`. */
  readonly opensCommands: boolean;
  /** The client wants `sargable/status`. */
  readonly wantsStatus: boolean;
}

export function clientFeatures(params: InitializeParams): ClientFeatures {
  const { textDocument, workspace, window } = params.capabilities;
  const action = textDocument?.codeAction;
  return {
    encoding: chooseEncoding(params.capabilities),
    pull: textDocument?.diagnostic !== undefined,
    asksWorkspace: params.clientInfo?.name !== 'Neovim',
    diagnosticRefresh: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: (textDocument?.diagnostic ?? textDocument?.publishDiagnostics)?.relatedInformation ?? textDocument?.publishDiagnostics?.relatedInformation ?? false,
    codeDescription: textDocument?.diagnostic?.codeDescriptionSupport ?? textDocument?.publishDiagnostics?.codeDescriptionSupport ?? false,
    codeActionLiterals: action?.codeActionLiteralSupport !== undefined,
    resolvesEdits: action?.dataSupport === true && (action.resolveSupport?.properties.includes('edit') ?? false),
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes(ResourceOperationKind.Create) ?? false,
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    hoverMarkdown: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? false,
    hintMarkdown: textDocument?.inlayHint !== undefined && (textDocument.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? false),
    codeLensRefresh: workspace?.codeLens?.refreshSupport === true,
    hintRefresh: workspace?.inlayHint?.refreshSupport === true,
    progress: window?.workDoneProgress === true,
    severalFolders: workspace?.workspaceFolders === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    appliesEdits: workspace?.applyEdit === true,
    showsDocuments: window?.showDocument?.support === true,
    answersSettings: workspace?.configuration === true,
    tellsSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    runsCommands: option(params, 'runsCommands'),
    opensCommands: option(params, 'opensCommands'),
    wantsStatus: option(params, 'wantsStatus'),
  };
}

/** All safe fixes of a document at once: what editors can be told to do on saving. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.sargable`;

/** What this server offers such a client. */
export function serverCapabilities(client: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentLinkProvider: { resolveProvider: false },
    codeLensProvider: { resolveProvider: false },
    inlayHintProvider: { resolveProvider: false },
    ...(client.codeActionLiterals && { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: client.resolvesEdits } }),
    ...(client.pull && { diagnosticProvider: { identifier: 'sargable', interFileDependencies: true, workspaceDiagnostics: client.asksWorkspace } }),
    ...(!client.runsCommands && { executeCommandProvider: { commands: [...serverCommands] } }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

const encodings: readonly PositionEncoding[] = ['utf-16', 'utf-8', 'utf-32'];

/** The client's first choice among those understood; UTF-16 is what clients that name none mean. */
function chooseEncoding(capabilities: ClientCapabilities): PositionEncoding {
  const preferred = capabilities.general?.positionEncodings?.flatMap((kind) => encodings.filter((known) => known === kind)) ?? [];
  return preferred[0] ?? 'utf-16';
}

function option(params: InitializeParams, name: string): boolean {
  const options: unknown = params.initializationOptions;
  return typeof options === 'object' && options !== null && name in options && Reflect.get(options, name) === true;
}
