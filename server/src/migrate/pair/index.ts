import { inFolder } from '../names.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationHome, MigrationTool } from '../tool.ts';

/** Where nothing is known: a plain pair of an up and a down file, numbered by time, which most runners can take or be given by hand. */
export const pair: MigrationTool = {
  id: 'pair',
  title: 'plain SQL',
  mirrors: null,
  writes: ['create', 'drop'],
  find: () => [],
  write: (request) => writePlain(request, { first: { up: '{}.up.sql', down: '{}.down.sql' }, outside: () => null }),
};

/** The home that is made where a project has none. */
export const pairHome = (root: string): MigrationHome => ({ tool: 'pair', folder: inFolder(root, 'migrations'), title: pair.title, dialect: null });
