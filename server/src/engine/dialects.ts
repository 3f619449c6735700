import type { Dialect } from '../facts/dialect.ts';
import { ancestors, dirname } from '../text/path.ts';

/** What one file says about which database its project uses. */
export interface DialectSignal { readonly folder: string; readonly dialect: Dialect; readonly weight: number }

/** Drivers and ORMs' own packages, by what they talk to. */
const PACKAGES: Readonly<Record<string, Dialect>> = {
  pg: 'postgresql', postgres: 'postgresql', '@neondatabase/serverless': 'postgresql', '@vercel/postgres': 'postgresql', 'pg-promise': 'postgresql', slonik: 'postgresql', '@electric-sql/pglite': 'postgresql', '@supabase/supabase-js': 'postgresql',
  'better-sqlite3': 'sqlite', sqlite3: 'sqlite', '@libsql/client': 'sqlite', 'expo-sqlite': 'sqlite', 'sql.js': 'sqlite', '@payloadcms/db-postgres': 'postgresql', '@payloadcms/db-vercel-postgres': 'postgresql', '@payloadcms/db-sqlite': 'sqlite', '@payloadcms/db-d1-sqlite': 'sqlite',
  mysql2: 'mysql', mysql: 'mysql', '@planetscale/database': 'mysql', mariadb: 'mariadb',
};

const NAMES: Readonly<Record<string, Dialect>> = { postgresql: 'postgresql', postgres: 'postgresql', pg: 'postgresql', sqlite: 'sqlite', turso: 'sqlite', libsql: 'sqlite', 'better-sqlite': 'sqlite', 'd1-http': 'sqlite', mysql: 'mysql', mysql2: 'mysql', mariadb: 'mariadb' };

export function packageSignals(folder: string, dependencies: readonly string[]): readonly DialectSignal[] {
  return dependencies.flatMap((name) => { const dialect = PACKAGES[name]; return dialect === undefined ? [] : [{ folder, dialect, weight: 1 }]; });
}

/** `dialect: 'sqlite'` or the older `driver: 'pg'` of a drizzle configuration, whatever language it is written in. */
export function drizzleConfigSignals(path: string, text: string): readonly DialectSignal[] {
  const name = /\b(?:dialect|driver)["']?\s*:\s*["'`]([\w-]+)["'`]/.exec(text)?.[1] ?? '';
  const dialect = NAMES[name];
  return dialect === undefined ? [] : [{ folder: dirname(path), dialect, weight: 20 }];
}

export const textSignals = (path: string, dialect: Dialect | null): readonly DialectSignal[] => (dialect === null ? [] : [{ folder: dirname(path), dialect, weight: 3 }]);

/** The dialect that a folder's files speak: the heaviest of the signals at or below the nearest project folder around it that has any; null without any. */
export function dialectGuess(path: string, roots: ReadonlySet<string>, byRoot: ReadonlyMap<string, readonly DialectSignal[]>): Dialect | null {
  for (const folder of ancestors(path)) {
    if (!roots.has(folder)) continue;
    const heaviest = heaviestOf(byRoot.get(folder) ?? []);
    if (heaviest !== null) return heaviest;
  }
  return heaviestOf([...byRoot.values()].flat());
}

function heaviestOf(signals: readonly DialectSignal[]): Dialect | null {
  const sums = new Map<Dialect, number>();
  for (const signal of signals) sums.set(signal.dialect, (sums.get(signal.dialect) ?? 0) + signal.weight);
  const [best] = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? null;
}

/** Signals by the project folder (one with a package.json or a configuration) that they lie in. */
export function groupSignals(signals: Iterable<DialectSignal>, roots: ReadonlySet<string>): ReadonlyMap<string, readonly DialectSignal[]> {
  const grouped = new Map<string, DialectSignal[]>();
  for (const signal of signals) {
    const root = rootOf(signal.folder + '/x', roots);
    const list = grouped.get(root) ?? [];
    list.push(signal);
    grouped.set(root, list);
  }
  return grouped;
}

/** The project folder a file belongs to: the nearest around it in `roots`, or the workspace folder. */
export function rootOf(path: string, roots: ReadonlySet<string>): string {
  const clean = path.startsWith('/') ? path.slice(1) : path;
  return ancestors(clean).find((folder) => roots.has(folder)) ?? '';
}
