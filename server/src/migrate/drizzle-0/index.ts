import { startDraft } from '../../fix/draft.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import { creates } from '../comments.ts';
import { kitDialect, kitIndexes, snapshotChanges } from '../drizzle/kit-index.ts';
import { nextSnapshot } from '../drizzle/snapshot-0.ts';
import { drizzleSql } from '../drizzle/sql-file.ts';
import { at, isArray, type JsonObject, parseObject, printJson } from '../json.ts';
import { freeName, inFolder, slugFor } from '../names.ts';
import type { MigrationHome, MigrationRequest, MigrationResult, MigrationTool } from '../tool.ts';
import { uuidFrom } from '../uuid.ts';
import { bundleEdits } from './bundle.ts';
import { appendEntry, type Journal, nextPrefix, readJournal } from './journal.ts';

const JOURNAL = /(?:^|\/)meta\/_journal\.json$/;

/** drizzle-kit 0.x: `NNNN_tag.sql`, `meta/NNNN_snapshot.json`, and an entry in `meta/_journal.json`. */
export const drizzle0: MigrationTool = {
  id: 'drizzle-0',
  title: 'drizzle-kit',
  mirrors: 'drizzle',
  writes: ['create', 'drop'],
  find: (view) => view.paths.flatMap((path): MigrationHome[] => {
    const journal = JOURNAL.test(path) ? parseObject(view.text(path)) : null;
    return isArray(at(journal, 'entries')) ? [{ tool: 'drizzle-0', folder: path.replace(JOURNAL, ''), title: 'drizzle-kit', dialect: kitDialect(at(journal, 'dialect')) }] : [];
  }),
  write,
};

function write(request: MigrationRequest): MigrationResult {
  const { home, view, now, catalog } = request;
  const journalPath = inFolder(home.folder, 'meta/_journal.json');
  const journalText = view.text(journalPath);
  const journal = readJournal(journalText);
  const newest = journal === null ? null : newestSnapshot(view, home.folder, journal);
  if (journalText === null || journal === null || newest === null) return { kind: 'none', reason: `${home.folder} has no snapshot to build on; run "drizzle-kit generate" first` };
  const kit = kitIndexes(request.indexes, catalog, 0);
  if (kit.kind === 'none') return kit;
  const prefix = nextPrefix(journal, now);
  const nameOf = (key: string): string => catalog.tables.get(key)?.name ?? key;
  const tag = freeName(`${prefix}_${slugFor(request.indexes, nameOf)}`, (name) => [inFolder(home.folder, `${name}.sql`)], view);
  const sql = drizzleSql(kit.indexes, catalog, 0, journal.breakpoints ? 'marked' : 'none');
  const snapshot = nextSnapshot(newest, snapshotChanges(kit.indexes), uuidFrom(`${String(at(newest, 'id'))}\n${now.toISOString()}\n${sql}`));
  if (snapshot.kind === 'none') return snapshot;
  const sqlPath = inFolder(home.folder, `${tag}.sql`);
  const draft = startDraft(view);
  const written = draft.create(sqlPath, sql) && draft.create(inFolder(home.folder, `meta/${prefix}_snapshot.json`), printJson(snapshot.json));
  if (!written) return { kind: 'none', reason: `${home.folder} already has a snapshot ${prefix}` };
  draft.edit(journalPath, appendEntry(journalText, journal, tag, String(at(newest, 'version')), now));
  editBundle(request, journal, tag, draft);
  return { kind: 'written', edits: draft.edits(), files: [creates(sqlPath, request.indexes, nameOf)] };
}

/**
 * The last one by name, which is the one drizzle-kit compares with. It is looked for by the journal's tags, since a view need not list
 * snapshots. A migration written by hand may have none: then the one before it is the newest.
 */
function newestSnapshot(view: WorkspaceView, folder: string, journal: Journal): JsonObject | null {
  const paths = journal.tags.flatMap((tag) => /^[^_]*/.exec(tag)?.[0] ?? []).map((prefix) => inFolder(folder, `meta/${prefix}_snapshot.json`));
  for (const path of paths.sort().reverse()) {
    const text = view.text(path);
    if (text !== null) return parseObject(text);
  }
  return null;
}

function editBundle(request: MigrationRequest, journal: Journal, tag: string, draft: ReturnType<typeof startDraft>): void {
  const path = inFolder(request.home.folder, 'migrations.js');
  const text = request.view.text(path);
  if (text !== null) draft.edit(path, bundleEdits(text, journal.idx + 1, tag));
}
