import { projectTexts } from '../../schema/migrations/index.ts';
import { basename } from '../../text/path.ts';
import { plainMigrations } from '../plain/folder.ts';
import type { Outside, SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationRequest, MigrationTool } from '../tool.ts';

/** MySQL takes one statement at a time unless its connection says otherwise. */
const habits: SqlHabits = {
  first: { up: '{}.up.sql', down: '{}.down.sql' },
  outside,
  statements: (dialect) => (dialect === 'mysql' || dialect === 'mariadb' ? 'one' : 'several'),
};

/**
 * It sends a file as it stands, so that a file of one statement is in no transaction. Others take pairs of files too, and may wrap them: the tool is
 * sure where its own six digits number the files, or where they belong to a Go module that uses no other one.
 */
function outside({ view, home }: MigrationRequest): Outside | null {
  const sixDigits = plainMigrations(view, home.folder).every((migration) => /^\d{6}_/.test(basename(migration.up)));
  const modules = projectTexts(view, home.folder, 'go.mod');
  const isOther = modules.some((text) => /\buptrace\/bun\b|\brubenv\/sql-migrate\b|\bpressly\/goose\b/.test(text) && !/\bgolang-migrate\/migrate\b/.test(text));
  return !isOther && (sixDigits || modules.length > 0) ? { kind: 'alone' } : null;
}

/** golang-migrate: `000001_name.up.sql` with `000001_name.down.sql`, or numbered by time. */
export const golangMigrate: MigrationTool = {
  id: 'golang-migrate',
  title: 'golang-migrate',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { 'golang-migrate': 'golang-migrate' }, 'golang-migrate'),
  write: (request) => writePlain(request, habits),
};
