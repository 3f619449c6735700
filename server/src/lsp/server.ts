import { ErrorCodes, ResponseError, type Connection, type InitializeParams, type InitializeResult } from 'vscode-languageserver/node';
import { clientFeatures, serverCapabilities } from './capabilities.ts';
import { Documents } from './documents.ts';
import { Event } from './events.ts';
import { Folders } from './folders.ts';
import { loadParsers, type Parsers } from '../host/workspace.ts';
import { guardNotification } from './guard.ts';
import { listenToDocuments, listenToFolders } from './notifications.ts';
import { logTo } from './log.ts';
import { openFolder } from './openFolder.ts';
import { Push } from './push.ts';
import { whenQuiet } from './quiet.ts';
import { Refresh } from './refresh.ts';
import { answerRequests } from './requests.ts';
import type { Session } from './session.ts';
import { firstSettings, followSettings } from './settings.ts';
import { Shown } from './shown.ts';
import { sendStatus } from './status.ts';
import { fileOf } from './uris.ts';
import { watchFiles } from './watch.ts';

/** Serves one client over a connection until it says `exit`. */
export function startServer(connection: Connection, version: string): void {
  const log = logTo(connection.console);
  let session: Session | null = null;
  let roots: readonly string[] = [];
  const current = (): Session => {
    if (session) return session;
    throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server is not initialized');
  };
  connection.onInitialize(async (params): Promise<InitializeResult> => {
    session = newSession(connection, params, await loadParsers());
    roots = rootsOf(params);
    return { capabilities: serverCapabilities(session.client), serverInfo: { name: 'sargable', version } };
  });
  connection.onInitialized(guardNotification('initialized', log, async () => {
    current().folders.change(roots, [], current().documents.all());
    listenToFolders(current());
    await watchFiles(current());
    await followSettings(current());
  }));
  connection.onShutdown(() => {
    session?.stop();
    session = null;
  });
  listenToDocuments(connection, log, current);
  answerRequests(connection, log, current);
  connection.listen();
}

function newSession(connection: Connection, params: InitializeParams, parsers: Parsers): Session {
  const client = clientFeatures(params);
  const log = logTo(connection.console);
  const push = new Push();
  const quiet = whenQuiet(() => void guardNotification('following changes', log, () => changesCalmedDown(session, push))(undefined));
  const session: Session = {
    connection, client, log,
    documents: new Documents(client.encoding),
    folders: new Folders((root, kind) => openFolder({ root, kind, parsers, encoding: client.encoding, log, window: client.progress ? connection.window : null, changed: quiet.touch })),
    settled: new Event(),
    refresh: new Refresh(),
    shown: new Shown(),
    settings: { current: firstSettings(params) },
    stop: quiet.stop,
  };
  return session;
}

/** What follows from changes is done in one place, so that nothing is done twice. */
async function changesCalmedDown(session: Session, push: Push): Promise<void> {
  session.settled.fire();
  if (session.client.pull) await session.refresh.ask(session);
  else await push.send(session);
  await session.shown.ask(session);
  await sendStatus(session);
}

/** The folders a client opens with; older clients name one root. */
function rootsOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.flatMap((uri) => fileOf(uri) ?? []);
}
