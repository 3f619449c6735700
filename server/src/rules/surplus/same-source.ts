import type { Catalog, Index, Table } from '../../facts/catalog.ts';
import { foldName } from '../../schema/replay/index.ts';

/**
 * Whether two indexes of a table are sure to be in one database together. A workspace may tell of a table several times (models, migrations, a dump,
 * a script for tests), and what only one of two tellings has may be old, or not yet made: a pair out of two tellings is no pair, and two of one name are one index as it was and as it is.
 */
export function shareSource(a: Index, b: Index, table: Table, catalog: Catalog): boolean {
  if (a.name !== null && b.name !== null && foldName(a.name) === foldName(b.name)) return false;
  const others = sourcesOf(b, table, catalog);
  return [...sourcesOf(a, table, catalog)].some((source) => others.has(source));
}

const MODELS = 'models';

function sourcesOf(index: Index, table: Table, catalog: Catalog): ReadonlySet<string> {
  if (index.path === null) return new Set();
  const ofModel = index.origin === 'model' || table.declarations.some((declaration) => declaration.adapter !== 'sql' && declaration.path === index.path);
  if (!ofModel) return new Set([sqlSource(index.path, table, catalog)]);
  return new Set([MODELS, ...(index.also?.path === undefined || index.also.path === null ? [] : [sqlSource(index.also.path, table, catalog)])]);
}

const sqlDeclarations = (table: Table): readonly string[] => table.declarations.flatMap((declaration) => (declaration.adapter === 'sql' ? [declaration.path] : []));

/** A migrations folder is one telling; other SQL files are one together where a single one of them makes the table, and each its own where several do. */
function sqlSource(path: string, table: Table, catalog: Catalog): string {
  const folder = foldersOf(catalog).get(path);
  if (folder !== undefined) return `folder ${folder}`;
  const makers = new Set(sqlDeclarations(table).filter((one) => !foldersOf(catalog).has(one)));
  return makers.size <= 1 ? 'sql' : `file ${path}`;
}

const known = new WeakMap<Catalog, ReadonlyMap<string, string>>();

function foldersOf(catalog: Catalog): ReadonlyMap<string, string> {
  const folders = known.get(catalog) ?? new Map((catalog.history ?? []).flatMap(({ folder, files }) => files.map((file) => [file.path, folder] as const)));
  known.set(catalog, folders);
  return folders;
}
