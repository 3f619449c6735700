import type { SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationTool } from '../tool.ts';

const habits: SqlHabits = { first: { up: '{}.sql', down: null }, outside: () => null };

/** Folders of numbered SQL files whose runner is not known, or can run nothing outside a transaction: the newest file shows how the next one is written. */
export const numbered: MigrationTool = {
  id: 'numbered',
  title: 'SQL migrations',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { plain: 'SQL migrations', refinery: 'refinery', fizz: 'SQL migrations by engine' }, 'numbered'),
  write: (request) => writePlain(request, habits),
};
