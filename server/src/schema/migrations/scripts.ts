import { basename, dirname } from '../../text/path.ts';
import type { Span } from '../../text/span.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import { dialectOfFolder, naturalOrder } from './names.ts';
import { scriptFunction } from './script-functions.ts';
import type { SchemaSource } from './source.ts';

/** Migration tools whose migrations are scripts that export `up` and `down`. */
export type ScriptTool = 'node-pg-migrate' | 'knex' | 'kysely';

const NAME = /^[A-Za-z]?\d[\w.,:-]*\.[cm]?[jt]s$/;

const FOLDER = /(?:^|\/)(?:migrations?|migrate)\/[^/]+\.[cm]?[jt]s$/;

/** Whether a path may be a migration that is a script: numbered, or in a folder of that name, in a language that the tools run. Tests beside them are not. */
export const mayBeScriptMigration = (path: string): boolean => (NAME.test(basename(path)) || FOLDER.test(path)) && !/\.d\.[cm]?ts$|\.(?:test|spec)\.[cm]?[jt]s$/.test(path);

/** Words of a migration by tool, the surest first. What TypeORM, Sequelize and MikroORM write looks alike, and is theirs. */
const SIGNS: readonly (readonly [ScriptTool, RegExp])[] = [
  ['node-pg-migrate', /node-pg-migrate|\bpgm\s*[.:),=]/],
  ['kysely', /['"]kysely['"]|\bKysely</],
  ['knex', /['"]knex['"]|\bknex\s*[.:),=]/i],
];
const FOREIGN = /\bqueryInterface\b|\bQueryRunner\b|\bMigrationInterface\b|extends\s+Migration\b/;

/** Which tool a script is a migration of; null for any other script. */
export function scriptToolOf(text: string): ScriptTool | null {
  const head = text.slice(0, LONGEST);
  if (!/\bup\b/.test(head) || FOREIGN.test(head)) return null;
  return SIGNS.find(([, sign]) => sign.test(head))?.[0] ?? null;
}

const LONGEST = 200_000;

/** Folders of script migrations, each file with its way up, in the order they run. */
export function scriptSources(view: WorkspaceView): readonly SchemaSource[] {
  const folders = new Map<string, { readonly tool: ScriptTool; readonly path: string; readonly part: Span }[]>();
  for (const path of view.paths) {
    if (!mayBeScriptMigration(path)) continue;
    const text = view.text(path) ?? '';
    const tool = scriptToolOf(text);
    const up = tool === null ? null : scriptFunction(text, 'up');
    if (tool === null || up === null) continue;
    folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), { tool, path, part: up.body }]);
  }
  return [...folders].map(([folder, files]) => {
    const ordered = files.sort((a, b) => naturalOrder(a.path, b.path));
    const tool = ordered.at(-1)?.tool ?? 'knex';
    return { tool, folder, dialect: tool === 'node-pg-migrate' ? 'postgresql' : dialectOfFolder(folder), files: ordered.map(({ path, part }) => ({ path, part })) };
  });
}
