import { projectTexts } from '../../schema/migrations/index.ts';
import { plainMigrations } from '../plain/folder.ts';
import type { Outside, SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationRequest, MigrationTool } from '../tool.ts';

const habits: SqlHabits = {
  first: { up: 'V{}.sql', down: null },
  outside,
  blocking: 'For a large table in use: CREATE INDEX CONCURRENTLY IF NOT EXISTS, by itself, with executeInTransaction=false in a file of this name and .conf, and flyway.postgresql.transactional.lock=false, without which Flyway waits for its own lock.',
};

const SETTINGS = ['flyway.conf', 'flyway.toml', 'conf/flyway.conf', 'src/main/resources/application.properties', 'src/main/resources/application.yml', 'src/main/resources/application.yaml'];
const SESSION_LOCK = /transactional[.-]lock\s*[=:]\s*"?false|transactional\.lock\s*=\s*false|transactionalLock\s*=\s*false/i;

/**
 * Since 9.1 Flyway holds its lock in a transaction, for which a concurrent build waits without end. So this is written only where the project says that its
 * lock is not of that kind, or where its own files are run outside a transaction already.
 */
function outside({ view, home }: MigrationRequest, recent: readonly string[]): Outside | null {
  const configured = SETTINGS.some((name) => projectTexts(view, home.folder, name).some((text) => SESSION_LOCK.test(text)));
  const usual = recent.some((text) => /\b(?:create|drop)\s+(?:unique\s+)?index\s+concurrently\b/i.test(text)) || plainMigrations(view, home.folder).some((migration) => /executeInTransaction\s*=\s*false/i.test(view.text(`${migration.up}.conf`) ?? ''));
  return configured || usual ? { kind: 'beside', path: (up) => `${up}.conf`, text: 'executeInTransaction=false\n' } : null;
}

/** Flyway: `V1_2__name.sql`; a way back (`U1_2__name.sql`) only where the project has them, since not every edition runs them. */
export const flyway: MigrationTool = {
  id: 'flyway',
  title: 'Flyway',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { flyway: 'Flyway' }, 'flyway'),
  write: (request) => writePlain(request, habits),
};
