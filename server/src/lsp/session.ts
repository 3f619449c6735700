import type { Connection } from 'vscode-languageserver/node';
import type { ClientFeatures } from './capabilities.ts';
import type { Documents } from './documents.ts';
import type { Event } from './events.ts';
import type { Folders } from './folders.ts';
import type { Log } from './log.ts';
import type { Refresh } from './refresh.ts';
import type { EditorSettings } from './settings.ts';
import type { Shown } from './shown.ts';

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
  readonly shown: Shown;
  /** How the editor shows things; they change while it runs. */
  readonly settings: { current: EditorSettings };
  /** Ends what would still be done later. */
  readonly stop: () => void;
}
