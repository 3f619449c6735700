import { foldersWithNumberedSql } from '../plain/folder.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationHome, MigrationTool } from '../tool.ts';

/** Folders of numbered SQL files of any runner: the newest file shows how the next one is written. */
export const numbered: MigrationTool = {
  id: 'numbered',
  title: 'SQL migrations',
  mirrors: null,
  find: (view) => [...foldersWithNumberedSql(view)].filter(([folder]) => isForMigrations(folder) && !isOtherTools(folder, view.paths)).map(([folder]): MigrationHome => ({ tool: 'numbered', folder, title: 'SQL migrations' })),
  write: (request) => writePlain(request, { up: '{}.sql', down: null }),
};

const NAMES = /^(migrations?|migrate|versions|changesets?|changelog|evolutions|patches|upgrades?|ddl)([-_.].*)?$|migrations?$/i;

/** Seeds, samples and reports are numbered too: some folder on the way must be named as one of migrations. */
const isForMigrations = (folder: string): boolean => folder.split('/').some((part) => NAMES.test(part));

const isOtherTools = (folder: string, paths: readonly string[]): boolean => /(^|\/)supabase\/migrations$/.test(folder) || paths.includes(folder === '' ? 'meta/_journal.json' : `${folder}/meta/_journal.json`);
