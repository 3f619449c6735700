import { projectTexts } from '../../schema/migrations/index.ts';
import { markerOf, type Outside, type SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationRequest, MigrationTool } from '../tool.ts';

const habits: SqlHabits = { first: { up: '{}.sql', down: null }, outside };

const VERSION = /^\s*sqlx(?:-[\w-]+)?\s*=\s*(?:\{[^}\n]*\bversion\s*=\s*)?"[^\d"]*(\d+)\.(\d+)/m;

/** sqlx has looked for a file that begins with these very letters since 0.8. It sends the rest as it stands: one statement a file. */
function outside({ view, home }: MigrationRequest): Outside | null {
  const version = projectTexts(view, home.folder, 'Cargo.toml').flatMap((text) => [VERSION.exec(text) ?? []]).find((match) => match.length > 0);
  const [, major = '1', minor = '0'] = version ?? [];
  return Number(major) === 0 && Number(minor) < 8 ? null : markerOf('sqlx');
}

/** sqlx: `<yyyymmddhhmmss>_name.sql`, which has no way back, or `.up.sql` with `.down.sql`. */
export const sqlx: MigrationTool = {
  id: 'sqlx',
  title: 'sqlx',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { sqlx: 'sqlx' }, 'sqlx'),
  write: (request) => writePlain(request, habits),
};
