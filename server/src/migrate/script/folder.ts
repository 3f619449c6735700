import { mayBeScriptMigration, type ScriptTool, scriptToolOf } from '../../schema/migrations/index.ts';
import { basename, dirname } from '../../text/path.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import { compareNumbered, type NumberedName, parseNumbered } from '../plain/numbering.ts';
import type { MigrationHome } from '../tool.ts';

/** One migration that is a script. `extension` begins with its dot: `.ts`, `.mjs`. */
export interface ScriptMigration { readonly path: string; readonly stem: string; readonly name: NumberedName; readonly extension: string }

/** The script migrations of a folder in the order they run, of whatever tool. */
export function scriptMigrations(view: WorkspaceView, folder: string): readonly ScriptMigration[] {
  const found = view.paths.flatMap((path): ScriptMigration[] => {
    if (dirname(path) !== folder || !mayBeScriptMigration(path)) return [];
    const [, stem = '', extension = ''] = /^(.*?)(\.[cm]?[jt]s)$/.exec(basename(path)) ?? [];
    const name = parseNumbered(stem);
    return name === null ? [] : [{ path, stem, name, extension }];
  });
  return found.sort((a, b) => compareNumbered(a.name, b.name));
}

interface Found { readonly folder: string; readonly tool: ScriptTool }

const known = new WeakMap<WorkspaceView, readonly Found[]>();

/** Every tool asks: looked for once for each view, which must not change. */
function foldersOf(view: WorkspaceView): readonly Found[] {
  const found = known.get(view) ?? findFolders(view);
  known.set(view, found);
  return found;
}

/** The tool that the newest script of each folder is a migration of. */
function findFolders(view: WorkspaceView): readonly Found[] {
  const scripts = { ...view, paths: view.paths.filter(mayBeScriptMigration) };
  return [...new Set(scripts.paths.map(dirname))].flatMap((folder): Found[] => {
    const newest = scriptMigrations(scripts, folder).at(-1);
    const tool = newest === undefined ? null : scriptToolOf(view.text(newest.path) ?? '');
    return tool === null ? [] : [{ folder, tool }];
  });
}

/** The folders whose newest script is a migration of that tool. */
export const scriptHomes = (view: WorkspaceView, tool: ScriptTool, title: string): readonly MigrationHome[] =>
  foldersOf(view).flatMap((found): MigrationHome[] => (found.tool === tool ? [{ tool, folder: found.folder, title, dialect: tool === 'node-pg-migrate' ? 'postgresql' : null }] : []));
