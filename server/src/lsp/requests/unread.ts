import { locationsOf } from '../places.ts';
import type { UnreadResult } from '../protocol.ts';
import type { Session } from '../session.ts';

/** `sargable/unread`: what was recognised as a query and not understood, so that silence can be told from blindness. */
export function listUnread(session: Session): UnreadResult {
  const queries = session.folders.all().flatMap((folder) => (folder.snapshot()?.stats().unread ?? []).flatMap(({ path, span, reason }) => locationsOf(folder, [{ path, span }]).map((location) => ({ location, path, reason }))));
  return { queries };
}
