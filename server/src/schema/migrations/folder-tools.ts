import type { Dialect } from '../../facts/dialect.ts';
import { basename, dirname } from '../../text/path.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import { dialectNamed, naturalOrder } from './names.ts';
import type { SchemaSource, SourceFile } from './source.ts';

/** The view with its paths as a set, and SQL files by folder. */
export interface Indexed { readonly view: WorkspaceView; readonly all: ReadonlySet<string>; readonly byFolder: ReadonlyMap<string, readonly string[]> }

const inside = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);
export const whole = (path: string): SourceFile => ({ path, part: null });

/** drizzle-kit 0.x: the journal tells the order. Files that are not in it were run by hand, after. */
export function drizzleJournals({ view, all, byFolder }: Indexed): SchemaSource[] {
  return view.paths.filter((path) => path === 'meta/_journal.json' || path.endsWith('/meta/_journal.json')).flatMap((path): SchemaSource[] => {
    const folder = dirname(dirname(path));
    const journal = readJournal(view.text(path) ?? '');
    if (!journal) return [];
    const listed = journal.tags.map((tag) => inside(folder, `${tag}.sql`)).filter((file) => all.has(file));
    const others = (byFolder.get(folder) ?? []).filter((file) => !listed.includes(file)).sort(naturalOrder);
    return [{ tool: 'drizzle-0', folder, dialect: journal.dialect, files: [...listed, ...others].map(whole) }];
  });
}

interface Journal { readonly dialect: Dialect | null; readonly tags: readonly string[] }

/** What is looked for in the journal's JSON; anything may be missing or of another type. */
interface Loose { readonly entries?: unknown; readonly dialect?: unknown; readonly idx?: unknown; readonly tag?: unknown }

function readJournal(text: string): Journal | null {
  const parsed = parseJson(text);
  if (!isObject(parsed) || !Array.isArray(parsed.entries)) return null;
  const entries = parsed.entries.filter(isObject).sort((a, b) => Number(a.idx) - Number(b.idx));
  return { dialect: typeof parsed.dialect === 'string' ? dialectNamed(parsed.dialect) : null, tags: entries.map((entry) => String(entry.tag)) };
}

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `<folder>/<name>/migration.sql` is Prisma's, or drizzle-kit 1.0's when snapshots lie beside; `<folder>/<name>/up.sql` is Diesel's. */
export function nestedTools(indexed: Indexed): SchemaSource[] {
  const folders = new Map<string, string[]>();
  for (const [folder, files] of indexed.byFolder) {
    const file = files.find((path) => /^(migration|up)\.sql$/i.test(basename(path)));
    if (file) folders.set(dirname(folder), [...(folders.get(dirname(folder)) ?? []), file]);
  }
  return [...folders].map(([folder, files]) => nestedSource(indexed, folder, files.sort(naturalOrder)));
}

function nestedSource({ view, all }: Indexed, folder: string, files: readonly string[]): SchemaSource {
  const snapshot = files.map((path) => `${dirname(path)}/snapshot.json`).find((path) => all.has(path));
  const lock = inside(folder, 'migration_lock.toml');
  if (all.has(lock)) {
    const provider = /^\s*provider\s*=\s*"?([\w-]+)/m.exec(view.text(lock) ?? '')?.[1];
    return { tool: 'prisma', folder, dialect: dialectNamed(provider ?? ''), files: files.map(whole) };
  }
  if (snapshot) {
    const dialect = /"dialect"\s*:\s*"([\w-]+)"/.exec((view.text(snapshot) ?? '').slice(0, 2000))?.[1];
    return { tool: 'drizzle-1', folder, dialect: dialectNamed(dialect ?? ''), files: files.map(whole) };
  }
  return { tool: files.some((path) => basename(path).toLowerCase() === 'up.sql') ? 'diesel' : 'prisma', folder, dialect: null, files: files.map(whole) };
}
