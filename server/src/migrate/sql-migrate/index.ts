import { markerOf, type SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationTool } from '../tool.ts';

const habits: SqlHabits = {
  first: { up: '{}.sql', down: null },
  markers: { up: '-- +migrate Up', down: '-- +migrate Down' },
  outside: () => markerOf('sql-migrate'),
};

/** sql-migrate (rubenv/sql-migrate): `<yyyymmddhhmmss>-name.sql`, both ways in one file. */
export const sqlMigrate: MigrationTool = {
  id: 'sql-migrate',
  title: 'sql-migrate',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { 'sql-migrate': 'sql-migrate' }, 'sql-migrate'),
  write: (request) => writePlain(request, habits),
};
