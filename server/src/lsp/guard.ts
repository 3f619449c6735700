import { CancellationToken, ErrorCodes, LSPErrorCodes, ResponseError, type DiagnosticServerCancellationData } from 'vscode-languageserver/node';
import type { Log } from './log.ts';

/** Thrown inside a request that the client has given up. */
export class Cancelled extends Error {}

/** A slice of work may take this long before other messages get their turn. */
const sliceMilliseconds = 10;

/** Work in slices: `inSlice` says whether there is time left, `pause` lets waiting messages in when there is none. */
export function pauses(): { readonly inSlice: () => boolean; readonly pause: () => Promise<void> } {
  let began = performance.now();
  const inSlice = (): boolean => performance.now() - began < sliceMilliseconds;
  const pause = async (): Promise<void> => {
    if (inSlice()) return;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  };
  return { inSlice, pause };
}

/** The same for a request: each pause ends with `Cancelled` when the client has given it up. */
export function slices(token: CancellationToken): () => Promise<void> {
  const { pause } = pauses();
  return async () => {
    await pause();
    if (token.isCancellationRequested) throw new Cancelled();
  };
}

/**
 * The one guard around a request: an error is logged and answered as an error, so that the client keeps what it shows, and the server lives on.
 */
export function guardRequest<P, R, E = void>(name: string, log: Log, run: (params: P, token: CancellationToken) => Promise<R> | R, cancelled: () => ResponseError<E> = requestCancelled) {
  return async (params: P, token: CancellationToken): Promise<R | ResponseError<E>> => {
    try {
      if (token.isCancellationRequested) throw new Cancelled();
      return await run(params, token);
    } catch (error) {
      if (error instanceof Cancelled) return cancelled();
      if (error instanceof ResponseError) return error;
      log.error(name, error);
      return new ResponseError<E>(ErrorCodes.InternalError, `${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

/** A request without parameters: the token then comes first, unless the client sends `null` for them. */
export function guardRequest0<R>(name: string, log: Log, run: () => Promise<R> | R) {
  const guarded = guardRequest<null, R>(name, log, run);
  return (first: CancellationToken | null, second?: CancellationToken): Promise<R | ResponseError<void>> => guarded(null, first ?? second ?? CancellationToken.None);
}

const requestCancelled = <E>(): ResponseError<E> => new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled');

/** Clients give a pull up in order to pull again, which they are told to do. */
export const pullCancelled = (): ResponseError<DiagnosticServerCancellationData> => new ResponseError(LSPErrorCodes.ServerCancelled, 'The request was cancelled', { retriggerRequest: true });

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
