import type { Connection } from 'vscode-languageserver/node';
import type { ClientFeatures } from './capabilities.ts';
import type { Documents } from './documents.ts';
import type { Event } from './events.ts';
import type { Folders } from './folders.ts';
import type { Log } from './log.ts';
import type { Refresh } from './refresh.ts';

/** What every request works on. */
export interface Session {
  readonly connection: Connection;
  readonly client: ClientFeatures;
  readonly documents: Documents;
  readonly folders: Folders;
  readonly log: Log;
  /** Texts or files have changed, and then for a moment have not. */
  readonly settled: Event;
  readonly refresh: Refresh;
  /** Ends what would still be done later. */
  readonly stop: () => void;
}
