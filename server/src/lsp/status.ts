import type { Finding, Severity } from '../facts/finding.ts';
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
  const read = { uri: uriOf(folder.root), ...folder.reading };
  if (!snapshot) return { ...read, indexes: 0, queries: 0, unread: 0, findings: counted([]), notRead: [] };
  const { queriesRead, unread, notRead } = snapshot.stats();
  const indexes = snapshot.catalogs().flatMap(({ tables }) => [...tables.values()]).reduce((count, table) => count + table.indexes.length, 0);
  return { ...read, indexes, queries: queriesRead, unread: unread.length, findings: counted(snapshot.findings()), notRead: notRead.map(({ title }) => title) };
}

function counted(findings: readonly Finding[]): FolderStatus['findings'] {
  const of = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return { error: of('error'), warning: of('warning'), information: of('information'), hint: of('hint') };
}
