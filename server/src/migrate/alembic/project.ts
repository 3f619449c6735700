import type { Catalog } from '../../facts/catalog.ts';
import { type AlembicSettings, type Revision, type RevisionFolder, revisionFolders, settingsOf } from '../../schema/migrations/index.ts';
import { basename, dirname, joinPath } from '../../text/path.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import type { MigrationHome, MigrationRequest, PlannedIndex } from '../tool.ts';

/** A folder of revisions with what its project says of it. `template`: its script.py.mako, where it has one. */
export interface AlembicProject { readonly home: MigrationHome; readonly folder: RevisionFolder | null; readonly settings: AlembicSettings; readonly template: string | null; readonly env: string }

const known = new WeakMap<WorkspaceView, readonly MigrationHome[]>();

/** The folders of revisions of a workspace, and those that were made ready and have none yet. Looked for once for each view, which must not change. */
export function alembicHomes(view: WorkspaceView): readonly MigrationHome[] {
  const found = known.get(view) ?? findHomes(view);
  known.set(view, found);
  return found;
}

function findHomes(view: WorkspaceView): readonly MigrationHome[] {
  const home = (folder: string): MigrationHome => ({ tool: 'alembic', folder, title: 'Alembic', dialect: null });
  const used = revisionFolders(view).map(({ folder }) => home(folder));
  const ready = view.paths.filter((path) => basename(path) === 'env.py' && /\balembic\b/.test(view.text(path) ?? '')).flatMap((path) => joinPath(dirname(path), 'versions') ?? []);
  return [...used, ...ready.filter((folder) => !used.some((one) => one.folder === folder || dirname(one.folder) === dirname(folder))).map(home)];
}

export function projectOf({ home, view }: MigrationRequest): AlembicProject {
  const settings = settingsOf(view, home.folder);
  const beside = (name: string): string | null => (settings.scriptLocation === null ? null : view.text(settings.scriptLocation === '' ? name : `${settings.scriptLocation}/${name}`));
  return { home, folder: revisionFolders(view).find(({ folder }) => folder === home.folder) ?? null, settings, template: beside('script.py.mako'), env: beside('env.py') ?? '' };
}

export type Head = { readonly kind: 'head'; readonly head: Revision | null } | { readonly kind: 'none'; readonly reason: string };

/**
 * The revision that a new one follows. Of several heads the one in whose history alone the tables are made; where that does not tell them apart, it is for people to say which,
 * or to merge them first.
 */
export function headFor(project: AlembicProject, indexes: readonly PlannedIndex[], catalog: Catalog): Head {
  const graph = project.folder?.graph;
  if (graph === undefined || graph.ordered.length === 0) return { kind: 'head', head: null };
  const where = project.home.folder === '' ? 'the project' : project.home.folder;
  const missing = graph.problems.find(({ message }) => /is in no file|circle/.test(message));
  if (missing !== undefined) return { kind: 'none', reason: `the revisions in ${where} are not whole: ${basename(missing.path)}: ${missing.message}` };
  const [only, ...others] = graph.heads;
  if (only === undefined) return { kind: 'none', reason: `the revisions in ${where} have no head` };
  if (others.length === 0) return { kind: 'head', head: only };
  const making = indexes.map(({ spec }) => new Set(catalog.tables.get(spec.table)?.declarations.map(({ path }) => path)));
  const fitting = graph.heads.filter((head) => making.every((paths) => [...graph.before(head)].some((revision) => paths.has(revision.path))));
  const [fit, ...more] = fitting;
  if (fit !== undefined && more.length === 0) return { kind: 'head', head: fit };
  return { kind: 'none', reason: `${where} has ${graph.heads.length} heads (${graph.heads.map(({ id }) => id).join(', ')}), and the new revision can follow one alone: merge them with alembic merge heads, then run this again` };
}

/**
 * In a project of several databases each has functions of its own: the ending of those that make the table (`_users` of `upgrade_users`), null where the functions are
 * plain. `unknown` where the tables are of several, or it is not told.
 */
export function engineOf(project: AlembicProject, newest: string, indexes: readonly PlannedIndex[], catalog: Catalog, view: WorkspaceView): string | 'unknown' | null {
  if (!/^def upgrade_\w*\(/m.test(newest) || !/globals\(\)\s*\[/.test(newest)) return null;
  const files = new Set(project.folder?.graph.ordered.map(({ path }) => path) ?? []);
  const found = indexes.map(({ spec }) => {
    const made = catalog.tables.get(spec.table)?.declarations.find(({ path }) => files.has(path));
    const before = made === undefined ? '' : (view.text(made.path) ?? '').slice(0, made.span.start);
    return [...before.matchAll(/^def upgrade(_\w*)\(/gm)].at(-1)?.[1];
  });
  const [first] = found;
  return first === undefined || found.some((one) => one !== first) ? 'unknown' : first;
}
