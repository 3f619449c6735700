import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CancellationTokenSource, createMessageConnection, StreamMessageReader, StreamMessageWriter, type CancellationToken, type MessageConnection } from 'vscode-languageserver-protocol/node';
import type { ClientCapabilities, InitializeResult } from 'vscode-languageserver-protocol';

/** The server as it is shipped. */
export const serverFile = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

export const uriOf = (path: string): string => pathToFileURL(path).href;

/** A test that fails leaves its server behind. */
const processes: ChildProcess[] = [];
after(() => {
  for (const one of processes) one.kill();
});

/** A client that can do everything, as VS Code. */
export const able: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    diagnostic: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } }, isPreferredSupport: true, dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
  workspace: {
    applyEdit: true, workspaceFolders: true, diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'], changeAnnotationSupport: {} },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

/** A client that can do little: no pull, no resolve, no files created. */
export const plain: ClientCapabilities = {
  textDocument: { publishDiagnostics: { relatedInformation: true }, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
};

interface Message { readonly method: string; readonly params: unknown }

/**
 * Talks to the built server as an editor does. Every message from the server must be taken by the test: one that is left unread fails it at
 * `close()`, so that nothing is said twice or unasked.
 */
export class Client {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly #unread: Message[] = [];
  #waiting: (() => void)[] = [];
  #version = 1;
  /** What the client's user has set in the section `sargable`. */
  settings: unknown = null;

  constructor() {
    this.process = spawn(process.execPath, [serverFile, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    processes.push(this.process);
    assert(this.process.stdout && this.process.stdin);
    this.connection = createMessageConnection(new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin));
    this.connection.onNotification((method, params) => this.#receive({ method, params }));
    this.connection.onUnhandledProgress((params) => this.#receive({ method: '$/progress', params }));
    this.connection.onRequest((method, params) => {
      this.#receive({ method, params });
      if (method === 'workspace/configuration') return [this.settings];
      return method === 'workspace/applyEdit' ? { applied: true } : method === 'window/showDocument' ? { success: true } : null;
    });
    this.connection.listen();
    // What is still asked then fails at once.
    this.process.once('exit', () => this.connection.dispose());
  }

  /** A client at work in some folders: everything was read. */
  static async start(folders: readonly string[], capabilities: ClientCapabilities = able, options: object = {}): Promise<Client> {
    const client = new Client();
    await client.initialize(folders, capabilities, options);
    client.notify('initialized', {});
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) await client.take('client/registerCapability');
    for (const _ of folders) await client.firstReading(capabilities);
    return client;
  }

  initialize(folders: readonly string[], capabilities: ClientCapabilities, options: object = {}): Promise<InitializeResult> {
    const workspaceFolders = folders.map((path) => ({ uri: uriOf(path), name: path }));
    return this.request('initialize', { processId: process.pid, rootUri: null, capabilities, workspaceFolders, initializationOptions: options });
  }

  async firstReading(capabilities: ClientCapabilities): Promise<void> {
    await this.take('window/logMessage');
    if (!capabilities.window?.workDoneProgress) return;
    await this.take('window/workDoneProgress/create');
    for (;;) {
      const progress = await this.take<{ value: { kind: string } }>('$/progress');
      if (progress.value.kind === 'end') return;
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: what a method answers is known by the test that asks.
  request<T = any>(method: string, params?: unknown, token?: CancellationToken): Promise<T> {
    return this.connection.sendRequest(method, params, token ?? new CancellationTokenSource().token);
  }

  notify(method: string, params: unknown): void {
    void this.connection.sendNotification(method, params);
  }

  /** The next unread message of a method; waits for it. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  async take<T = any>(method: string, milliseconds = 20_000): Promise<T> {
    const until = Date.now() + milliseconds;
    for (;;) {
      const index = this.#unread.findIndex((message) => message.method === method);
      if (index >= 0) return this.#unread.splice(index, 1)[0]?.params as T;
      if (Date.now() > until || this.process.exitCode !== null) assert.fail(`no ${method} came; unread: ${JSON.stringify(this.#unread).slice(0, 2_000)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  open(uri: string, languageId: string, text: string): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: this.#version++, text } });
  }

  change(uri: string, contentChanges: readonly object[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri, version: this.#version++ }, contentChanges });
  }

  closeDocument(uri: string): void {
    this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  pull(uri: string, previousResultId?: string) {
    return this.request<{ kind: string; resultId: string; items: import('vscode-languageserver-protocol').Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
  }

  /** Ends the session as an editor does. Nothing may be left unread, and the server must end by itself. */
  async close(): Promise<void> {
    const ended = once(this.process, 'exit');
    await this.request('shutdown');
    // Anything that is still to come must come before it is looked at.
    await new Promise((resolve) => setTimeout(resolve, 300));
    this.notify('exit', undefined);
    const [code] = await ended;
    assert.equal(code, 0, 'exit code');
    assert.deepEqual(this.#unread, [], 'messages left unread');
  }

  #receive(message: Message): void {
    this.#unread.push(message);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}
