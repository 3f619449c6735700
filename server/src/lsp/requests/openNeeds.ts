import { basename } from 'node:path';
import type { Need, Snapshot } from '../../engine/api.ts';
import { shapeText } from '../../rules/words/index.ts';
import type { Folder } from '../folder.ts';
import { positionAt } from '../positions.ts';
import type { FolderNeeds, OpenNeed, OpenNeedsResult } from '../protocol.ts';
import type { Session } from '../session.ts';
import { uriOf } from '../uris.ts';

/** `sargable/openNeeds`: everything that a migration could create now. */
export async function openNeeds(session: Session): Promise<OpenNeedsResult> {
  const folders = session.folders.all();
  await Promise.all(folders.map((folder) => folder.ready));
  return { folders: folders.map(needsOf) };
}

function needsOf(folder: Folder): FolderNeeds {
  const snapshot = folder.snapshot();
  return { uri: uriOf(folder.root), name: basename(folder.root), needs: snapshot === null ? [] : snapshot.openNeeds().map((need) => openNeed(folder, snapshot, need)) };
}

/** A need is known by its index and the database it is missing in. */
export const needId = ({ database, index }: Need): string => JSON.stringify([database, index.table, index.name, shapeText(index)]);

function openNeed(folder: Folder, snapshot: Snapshot, need: Need): OpenNeed {
  const catalog = snapshot.catalogs().find(({ id }) => id === need.database);
  return {
    id: needId(need),
    title: need.index.name ?? shapeText(need.index),
    index: shapeText(need.index),
    table: catalog?.tables.get(need.index.table)?.name ?? need.index.table,
    database: catalog?.name ?? need.database,
    queries: need.sites.map(({ path, span }) => `${path}:${positionAt(folder.lines(path), span.start).line + 1}`),
  };
}
