import type { RemoteConsole } from 'vscode-languageserver/node';

/** The client's output channel. */
export interface Log {
  readonly info: (message: string) => void;
  /** `where` is the request or the work that failed; the stack goes along. */
  readonly error: (where: string, error: unknown) => void;
}

export const logTo = (console: RemoteConsole): Log => ({
  info: (message) => console.info(message),
  error: (where, error) => console.error(`${where}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`),
});
