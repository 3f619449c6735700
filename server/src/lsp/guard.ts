import { ErrorCodes, LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';
import type { Log } from './log.ts';

/** Thrown inside a request that the client has given up. */
export class Cancelled extends Error {}

/** A slice of work may take this long before other messages get their turn. */
const sliceMilliseconds = 10;

/** Lets waiting messages in when the slice is used up; throws `Cancelled` when the client has given the request up. */
export function slices(token: CancellationToken): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began >= sliceMilliseconds) {
      await new Promise((resolve) => setImmediate(resolve));
      began = performance.now();
    }
    if (token.isCancellationRequested) throw new Cancelled();
  };
}

/**
 * The one guard around a request: an error is logged and answered as an error, so that the client keeps what it shows,
 * and the server lives on. A cancelled diagnostic pull is asked for again by the client, hence the two codes.
 */
export function guardRequest<P, R>(name: string, log: Log, run: (params: P, token: CancellationToken) => Promise<R> | R) {
  return async (params: P, token: CancellationToken): Promise<R | ResponseError<unknown>> => {
    try {
      if (token.isCancellationRequested) throw new Cancelled();
      return await run(params, token);
    } catch (error) {
      if (error instanceof Cancelled) return cancelled(name);
      if (error instanceof ResponseError) return error;
      log.error(name, error);
      return new ResponseError(ErrorCodes.InternalError, `${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

/** The same for what has no answer: notifications and timers. */
export function guardNotification<P>(name: string, log: Log, run: (params: P) => Promise<void> | void) {
  return async (params: P): Promise<void> => {
    try {
      await run(params);
    } catch (error) {
      log.error(name, error);
    }
  };
}

function cancelled(name: string): ResponseError<unknown> {
  if (name.endsWith('/diagnostic')) return new ResponseError(LSPErrorCodes.ServerCancelled, `${name} was cancelled`, { retriggerRequest: true });
  return new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
}
