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

/** The folders whose newest script is a migration of that tool. */
export function scriptHomes(view: WorkspaceView, tool: ScriptTool, title: string): readonly MigrationHome[] {
  const folders = new Set(view.paths.filter(mayBeScriptMigration).map(dirname));
  return [...folders].flatMap((folder): MigrationHome[] => {
    const newest = scriptMigrations(view, folder).at(-1);
    const dialect = tool === 'node-pg-migrate' ? 'postgresql' : null;
    return newest !== undefined && scriptToolOf(view.text(newest.path) ?? '') === tool ? [{ tool, folder, title, dialect }] : [];
  });
}
