import { dirname } from '../../text/path.ts';
import type { SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationTool } from '../tool.ts';

const habits: SqlHabits = {
  first: { up: '{}/up.sql', down: '{}/down.sql' },
  outside: () => ({ kind: 'beside', path: (up) => `${dirname(up)}/metadata.toml`, text: 'run_in_transaction = false\n' }),
};

/** Diesel: a folder for each migration, with `up.sql`, `down.sql` and, for both ways, `metadata.toml`. Its schema.rs holds no indexes. */
export const diesel: MigrationTool = {
  id: 'diesel',
  title: 'Diesel',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { diesel: 'Diesel' }, 'diesel'),
  write: (request) => writePlain(request, habits),
};
