import { type SchemaSource, type SchemaTool, schemaSources } from '../../schema/migrations/index.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import type { MigrationHome } from '../tool.ts';
import { plainMigrations } from './folder.ts';

/** Seeds and reports are numbered too. */
const CHANGES_SCHEMA = /\b(create|alter|drop)\s+(\w+\s+)?(table|index)\b/i;

const known = new WeakMap<WorkspaceView, readonly SchemaSource[]>();

/** Every tool asks, and telling the folders apart takes a look into each SQL file: once for each view, which must not change. */
function sourcesOf(view: WorkspaceView): readonly SchemaSource[] {
  const sources = known.get(view) ?? schemaSources(view);
  known.set(view, sources);
  return sources;
}

/** The folders of SQL files that are run by one of these tools; `home` is the writer's id. */
export function sqlHomes(view: WorkspaceView, tools: Partial<Record<SchemaTool, string>>, home: string): readonly MigrationHome[] {
  const files = { ...view, paths: view.paths.filter((path) => path.endsWith('.sql')) };
  return sourcesOf(view).flatMap(({ tool, folder, dialect }): MigrationHome[] => {
    const title = tools[tool];
    return title === undefined || !plainMigrations(files, folder).some((migration) => CHANGES_SCHEMA.test(view.text(migration.up) ?? '')) ? [] : [{ tool: home, folder, title, dialect }];
  });
}
