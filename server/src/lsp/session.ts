import type { Connection } from 'vscode-languageserver/node';
import type { ClientFeatures } from './capabilities.ts';
import type { Documents } from './documents.ts';
import type { Folders } from './folders.ts';
import type { Log } from './log.ts';

/** What every request works on. */
export interface Session {
  readonly connection: Connection;
  readonly client: ClientFeatures;
  readonly documents: Documents;
  readonly folders: Folders;
  readonly log: Log;
}
