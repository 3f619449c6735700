import { markerOf, type SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationTool } from '../tool.ts';

/** `-- +goose NO TRANSACTION` anywhere in the file holds for both its ways; goose's own documents put it on top. */
const habits: SqlHabits = {
  first: { up: '{}.sql', down: null },
  markers: { up: '-- +goose Up', down: '-- +goose Down' },
  outside: () => markerOf('goose'),
};

/** goose (pressly/goose): `00001_name.sql` or `<yyyymmddhhmmss>_name.sql`, both ways in one file. */
export const goose: MigrationTool = {
  id: 'goose',
  title: 'goose',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { goose: 'goose' }, 'goose'),
  write: (request) => writePlain(request, habits),
};
