import { startDraft } from '../../fix/draft.ts';
import { dirname, basename } from '../../text/path.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import { creates } from '../comments.ts';
import { kitDialect, kitIndexes, snapshotChanges } from '../drizzle/kit-index.ts';
import { nextSnapshot1 } from '../drizzle/snapshot-1.ts';
import { drizzleSql } from '../drizzle/sql-file.ts';
import { at, isArray, type JsonObject, parseObject, printJson } from '../json.ts';
import { freeName, inFolder, slugFor, timestampAfter } from '../names.ts';
import type { MigrationHome, MigrationRequest, MigrationResult, MigrationTool } from '../tool.ts';
import { uuidFrom } from '../uuid.ts';

const SNAPSHOT = /(?:^|\/)(\d{14})(?:_[^/]*)?\/snapshot\.json$/;

/** drizzle-kit 1.0: `<yyyymmddhhmmss>_name/{migration.sql,snapshot.json}`, without a journal. */
export const drizzle1: MigrationTool = {
  id: 'drizzle-1',
  title: 'drizzle-kit',
  mirrors: 'drizzle',
  writes: ['create', 'drop'],
  find: (view) => {
    const folders = new Set(view.paths.filter((path) => SNAPSHOT.test(path)).map((path) => dirname(dirname(path))));
    return [...folders].flatMap((folder): MigrationHome[] => {
      const newest = snapshotsIn(view, folder).at(-1);
      return newest === undefined ? [] : [{ tool: 'drizzle-1', folder, title: 'drizzle-kit', dialect: kitDialect(at(newest.json, 'dialect')) }];
    });
  },
  write,
};

function write(request: MigrationRequest): MigrationResult {
  const { home, view, now, catalog } = request;
  const snapshots = snapshotsIn(view, home.folder);
  const kit = kitIndexes(request.indexes, catalog, 1);
  if (kit.kind === 'none') return kit;
  const nameOf = (key: string): string => catalog.tables.get(key)?.name ?? key;
  const sql = drizzleSql(kit.indexes, catalog, 1, 'marked');
  const newestStamp = snapshots.at(-1)?.stamp ?? null;
  const seed = `${snapshots.map((one) => String(at(one.json, 'id'))).join()}\n${now.toISOString()}\n${sql}`;
  const snapshot = nextSnapshot1(snapshots.map((one) => one.json), snapshotChanges(kit.indexes), uuidFrom(seed));
  if (snapshot.kind === 'none') return snapshot;
  // Both the migrator and drizzle-kit go by the folders' names: the new one has to sort last.
  const stem = freeName(`${timestampAfter(newestStamp, now)}_${slugFor(request.indexes, nameOf)}`, (name) => [inFolder(home.folder, `${name}/migration.sql`)], view);
  const sqlPath = inFolder(home.folder, `${stem}/migration.sql`);
  const draft = startDraft(view);
  draft.create(sqlPath, sql);
  draft.create(inFolder(home.folder, `${stem}/snapshot.json`), printJson(snapshot.json));
  return { kind: 'written', edits: draft.edits(), files: [creates(sqlPath, request.indexes, nameOf)] };
}

/** The folder's snapshots, oldest first. Prisma's folders have the same names, and no snapshots of this kind. */
function snapshotsIn(view: WorkspaceView, folder: string): readonly { readonly stamp: string; readonly json: JsonObject }[] {
  const found = view.paths.filter((path) => SNAPSHOT.test(path) && dirname(dirname(path)) === folder).sort();
  return found.flatMap((path) => {
    const json = parseObject(view.text(path));
    return json !== null && isArray(at(json, 'prevIds')) ? [{ stamp: basename(dirname(path)).slice(0, 14), json }] : [];
  });
}
