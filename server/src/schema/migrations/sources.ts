import type { Dialect } from '../../facts/dialect.ts';
import { dirname } from '../../text/path.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import { alembicSources } from './alembic/index.ts';
import { drizzleJournals, type Indexed, nestedTools, whole } from './folder-tools.ts';
import { dialectHints, foreignDatabase } from './hints.ts';
import { databaseWord, dialectInFolder, dialectNamed, dialectOfFolder, dialectWord, isWayBack, naturalOrder } from './names.ts';
import { numberedSources } from './numbered.ts';
import { scriptSources } from './scripts.ts';
import type { SchemaSource } from './source.ts';

const HAS_DDL = /\b(create|alter|drop)\s+(or\s+replace\s+|unique\s+|temp\s+|temporary\s+|virtual\s+|unlogged\s+|foreign\s+|materialized\s+)*(table|index|view|extension)\b/i;
const CREATES_TABLE = /\bcreate\s+(temp\s+|temporary\s+|virtual\s+|unlogged\s+|foreign\s+)*table\b/i;

/**
 * The files of a workspace that say in SQL what tables there are: migrations of every known tool in the order they run, their way back left out,
 * scripts with SQL in them too, then files of their own (schema.sql, dumps), those with tables before those with indexes alone. Pure: reads through `view` only.
 */
export function schemaSources(view: WorkspaceView): readonly SchemaSource[] {
  const indexed = indexView(view);
  const first = [...drizzleJournals(indexed), ...nestedTools(indexed)];
  const taken = new Set(first.flatMap((source) => source.files.map((file) => file.path)));
  const folders = [...indexed.byFolder].sort(([a], [b]) => naturalOrder(a, b));
  const numbered = folders.flatMap(([folder, files]) => numberedSources(indexed, folder, files.filter((path) => !taken.has(path))));
  for (const source of numbered) for (const { path } of source.files) taken.add(path);
  const variantsLeft = new Set(numbered.flatMap((source) => (source.dialect === null ? [] : [source.folder])));
  const loose = folders.flatMap(([folder, files]) => (variantsLeft.has(folder) ? files.filter((path) => databaseWord(path) === null) : files)).filter((path) => !taken.has(path));
  return [...[...first, ...numbered].filter((source) => !isForeign(view, source)).map((source) => withDialect(view, source)), ...scriptSources(view), ...alembicSources(view), ...looseFiles(view, loose)];
}

function indexView(view: WorkspaceView): Indexed {
  const byFolder = new Map<string, string[]>();
  for (const path of view.paths) {
    if (!/\.sql$/i.test(path) || isWayBack(path)) continue;
    const folder = dirname(path);
    const files = byFolder.get(folder);
    if (files) files.push(path);
    else byFolder.set(folder, [path]);
  }
  return { view, all: new Set(view.paths), byFolder };
}

/** Migrations of a database that is not read. One file that says so speaks for its folder. */
const isForeign = (view: WorkspaceView, source: SchemaSource): boolean => source.dialect === null && source.files.some(({ path }) => foreignDatabase(path, view.text(path) ?? '') !== null);

/** The tool's word, else a folder that is named after a dialect, else what the texts say together, else a part of a folder's name. */
function withDialect(view: WorkspaceView, source: SchemaSource): SchemaSource {
  if (source.dialect !== null) return source;
  const text = (): string => source.files.map(({ path }) => (view.text(path) ?? '').slice(0, 20_000)).join('\n');
  return { ...source, dialect: byFolderAndText(source.folder, text) };
}

const byFolderAndText = (folder: string, text: () => string): Dialect | null => dialectOfFolder(folder) ?? dialectHints(text()) ?? dialectInFolder(folder);

/** Files that are no migrations. Those without DDL tell nothing. */
function looseFiles(view: WorkspaceView, paths: readonly string[]): SchemaSource[] {
  const read = paths.map((path) => ({ path, text: view.text(path) ?? '' })).filter(({ path, text }) => HAS_DDL.test(text) && foreignDatabase(path, text) === null);
  const rank = (text: string): number => (CREATES_TABLE.test(text) ? 0 : 1);
  const ordered = read.map((file) => ({ ...file, rank: rank(file.text) })).sort((a, b) => a.rank - b.rank || naturalOrder(a.path, b.path));
  return ordered.map(({ path, text }) => ({
    tool: 'file', folder: dirname(path), files: [whole(path)],
    dialect: dialectNamed(dialectWord(path) ?? '') ?? (/(^|\/)supabase\//.test(path) ? 'postgresql' : byFolderAndText(dirname(path), () => text)),
  }));
}
