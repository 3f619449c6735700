import { schemaSources } from '../../schema/migrations/index.ts';
import type { SchemaTool } from '../../schema/migrations/source.ts';
import { plainMigrations } from '../plain/folder.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationHome, MigrationTool } from '../tool.ts';

/** What the runners of numbered SQL files are called; all of them are written for by imitating the newest file. */
const RUNNERS: Partial<Record<SchemaTool, string>> = { plain: 'SQL migrations', goose: 'goose', 'golang-migrate': 'up and down migrations', dbmate: 'dbmate', flyway: 'Flyway', sqlx: 'sqlx', diesel: 'Diesel', fizz: 'SQL migrations by engine' };

/** Seeds and reports are numbered too. */
const CHANGES_SCHEMA = /\b(create|alter|drop)\s+(\w+\s+)?(table|index)\b/i;

/** Folders of numbered SQL files of any runner: the newest file shows how the next one is written. */
export const numbered: MigrationTool = {
  id: 'numbered',
  title: 'SQL migrations',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => schemaSources(view).flatMap(({ tool, folder, dialect }): MigrationHome[] => {
    const title = RUNNERS[tool];
    return title === undefined || !plainMigrations(view, folder).some((migration) => CHANGES_SCHEMA.test(view.text(migration.up) ?? '')) ? [] : [{ tool: 'numbered', folder, title, dialect }];
  }),
  write: (request) => writePlain(request, { up: '{}.sql', down: null }),
};
