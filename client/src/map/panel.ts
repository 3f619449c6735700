import { randomBytes } from 'node:crypto';
import { commands, Position, Range, Uri, ViewColumn, window, workspace, type Disposable, type LogOutputChannel, type TextEditor, type WebviewPanel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { indexMapRequest } from '../../../server/src/lsp/protocol.ts';
import type { ServerState } from '../state.ts';
import { mapPage } from './html.ts';
import { type FromPage, isFromPage, type ToPage } from './messages.ts';

/** A cursor that moves on is not followed yet. In ms. */
const restOfCursor = 150;

/** One panel: it asks the server whenever that says something new, and tells the page where the cursor is. */
export class MapPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #client: LanguageClient;
  readonly #log: LogOutputChannel;
  readonly #server: ServerState;
  readonly #listeners: Disposable[];
  #known: string | null = null;
  #asking = false;
  #stale = false;
  #ready = false;
  #wanted: ToPage | null = null;
  #cursor: NodeJS.Timeout | undefined;

  constructor(panel: WebviewPanel, media: Uri, { client, server, log }: { readonly client: LanguageClient; readonly server: ServerState; readonly log: LogOutputChannel }) {
    [this.#panel, this.#client, this.#server, this.#log] = [panel, client, server, log];
    const { webview } = panel;
    const resource = (name: string): string => webview.asWebviewUri(Uri.joinPath(media, name)).toString();
    this.#listeners = [
      webview.onDidReceiveMessage((message: unknown) => { if (isFromPage(message)) this.#hear(message).catch((error: unknown) => this.#log.error(`The Index Map: ${String(error)}`)); }),
      server.onDidChange(() => this.#update()), panel.onDidChangeViewState(() => this.#update()), panel.onDidDispose(() => this.dispose()),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#follow(textEditor)), window.onDidChangeActiveTextEditor((editor) => this.#follow(editor)),
    ];
    webview.html = mapPage({ nonce: randomBytes(18).toString('base64'), source: webview.cspSource, script: resource('map.js'), style: resource('map.css') });
  }

  show(): void {
    this.#panel.reveal(undefined, false);
  }

  /** Goes to a table by its id. */
  reveal(table: string): void {
    this.#wanted = { kind: 'reveal', table };
    if (this.#ready) this.#tellWanted();
  }

  revealCursor(): void {
    this.#follow(window.activeTextEditor ?? window.visibleTextEditors[0]);
  }

  dispose(): void {
    clearTimeout(this.#cursor);
    for (const listener of this.#listeners.splice(0)) listener.dispose();
    this.#panel.dispose();
  }

  async #hear(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        // A page that was hidden is made anew, and has nothing.
        this.#known = null;
        this.#ready = true;
        return this.#update();
      case 'go': return this.#go(message);
      case 'rule': return void await commands.executeCommand('sargable.showRule', String(message.rule));
    }
  }

  /** Opens a place of the workspace, beside the map where that fills the only column. */
  async #go({ uri, line, column, aside }: Extract<FromPage, { kind: 'go' }>): Promise<void> {
    const target = Uri.parse(uri, true);
    if (target.scheme !== 'untitled' && workspace.getWorkspaceFolder(target) === undefined) return;
    const at = new Position(Math.max(0, line - 1), Math.max(0, column - 1));
    const open = window.visibleTextEditors.find((editor) => editor.viewColumn !== undefined && editor.viewColumn !== this.#panel.viewColumn);
    await window.showTextDocument(target, { viewColumn: open?.viewColumn ?? (this.#panel.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One), preserveFocus: aside, selection: new Range(at, at) });
  }

  #update(): void {
    const { standing } = this.#server.current;
    if (standing === 'failed' || standing === 'starting') {
      // What the page has stays on it, and is asked for anew.
      this.#known = null;
      this.#tell({ kind: 'state', standing: standing === 'failed' ? 'failed' : 'reading' });
      return;
    }
    // One question at a time; what changes meanwhile is asked afterwards.
    if (!this.#ready || !this.#panel.visible) return;
    if (this.#asking) {
      this.#stale = true;
      return;
    }
    this.#ask().catch((error: unknown) => this.#log.error(`The Index Map: ${error instanceof Error ? error.message : String(error)}`));
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    try {
      do {
        this.#stale = false;
        const { id, map, databases, reading } = await this.#client.sendRequest(indexMapRequest, { known: this.#known });
        this.#known = id;
        if (map !== null) this.#tell({ kind: 'map', map, databases, reading });
      } while (this.#stale);
    } finally {
      this.#asking = false;
    }
    this.#tellWanted();
    this.#follow(window.activeTextEditor);
  }

  #tellWanted(): void {
    if (this.#wanted !== null) this.#tell(this.#wanted);
    this.#wanted = null;
  }

  #follow(editor: TextEditor | undefined): void {
    clearTimeout(this.#cursor);
    if (!editor) return;
    this.#cursor = setTimeout(() => this.#tell({ kind: 'cursor', uri: this.#client.code2ProtocolConverter.asUri(editor.document.uri), line: editor.selection.active.line + 1 }), restOfCursor);
  }

  #tell(message: ToPage): void {
    if (this.#ready) void this.#panel.webview.postMessage(message);
  }
}
