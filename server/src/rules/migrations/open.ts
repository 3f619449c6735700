import type { Catalog, MigrationFile, MigrationFolder } from '../../facts/catalog.ts';
import { basename, dirname } from '../../text/path.ts';

/**
 * The migrations that may still be changed: the newest file of a folder, and those before it that carry the same day in their names. What is older has
 * run somewhere; nobody edits it, and nobody wants to be told of it. The first migration makes a database, and none that is in use.
 */
export interface OpenMigrations { readonly folder: MigrationFolder; readonly files: readonly MigrationFile[]; /** In the order in which they ran. */ readonly earlier: readonly MigrationFile[] }

export const openMigrations = (catalog: Catalog): readonly OpenMigrations[] => (catalog.history ?? []).map(openOf);

function openOf(folder: MigrationFolder): OpenMigrations {
  const { files } = folder;
  const day = dayOf(files.at(-1)?.path ?? '');
  const sameDay = day === null ? -1 : files.findLastIndex((file) => dayOf(file.path) !== day);
  const start = Math.max(day === null ? files.length - 1 : sameDay + 1, 1);
  return { folder, files: files.slice(start), earlier: files.slice(0, start) };
}

const NAMES = /^(up|migration)\.sql$/i;

/** `20240131` of `20240131120000_add_users.sql`, `V20240131__x.sql`, `2024-01-31-120000_x/up.sql`; null for other numbers. */
function dayOf(path: string): string | null {
  const name = NAMES.test(basename(path)) ? basename(dirname(path)) : basename(path);
  return /^V?((?:19|20)\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])/.exec(name)?.slice(1).join('') ?? null;
}
