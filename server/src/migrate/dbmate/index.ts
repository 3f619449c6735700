import { markerOf, type SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationTool } from '../tool.ts';

/** Options stand behind each marker. PostgreSQL gets a section as one query: it may hold one statement, or is a transaction all the same. */
const habits: SqlHabits = {
  first: { up: '{}.sql', down: null },
  markers: { up: '-- migrate:up', down: '-- migrate:down' },
  outside: () => markerOf('dbmate'),
};

/** dbmate: `<yyyymmddhhmmss>_name.sql`, both ways in one file. */
export const dbmate: MigrationTool = {
  id: 'dbmate',
  title: 'dbmate',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { dbmate: 'dbmate' }, 'dbmate'),
  write: (request) => writePlain(request, habits),
};
