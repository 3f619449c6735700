import { statusNotification, type FolderStatus } from './protocol.ts';
import type { Folder } from './folder.ts';
import type { Session } from './session.ts';
import { uriOf } from './uris.ts';

/** `sargable/status`, to clients that asked for it. */
export async function sendStatus(session: Session): Promise<void> {
  if (session.client.wantsStatus) await session.connection.sendNotification(statusNotification, { folders: session.folders.all().map(statusOf) });
}

function statusOf(folder: Folder): FolderStatus {
  const snapshot = folder.snapshot();
  if (!snapshot) return { uri: uriOf(folder.root), complete: false, indexes: 0, queries: 0, unread: 0, unserved: 0, notRead: [], milliseconds: 0 };
  const { queriesRead, unread, notRead, milliseconds } = snapshot.stats();
  const indexes = snapshot.catalogs().flatMap(({ tables }) => [...tables.values()]).reduce((count, table) => count + table.indexes.length, 0);
  const unserved = snapshot.findings().reduce((count, { sites }) => count + sites.length, 0);
  return { uri: uriOf(folder.root), complete: true, indexes, queries: queriesRead, unread: unread.length, unserved, notRead: notRead.map(({ title }) => title), milliseconds };
}
