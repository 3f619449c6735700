import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { writeFiles } from './disk.ts';

/** The two lines of drizzle that are installed: 0.x under its own name, 1.0 under an alias. */
export type Line = '0' | '1';

const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));
const alias: Readonly<Record<Line, string>> = { 0: '', 1: '-1' };

/**
 * Lays node_modules into a folder so that `drizzle-orm` and `drizzle-kit` are of one line. The tools must then be run
 * with preserved symlinks, or they would look for each other beside the place they are really installed in.
 */
export function layPackages(root: string, line: Line): void {
  mkdirSync(join(root, 'node_modules'));
  for (const [name, target] of [['drizzle-kit', `drizzle-kit${alias[line]}`], ['drizzle-orm', `drizzle-orm${alias[line]}`], ['@electric-sql', '@electric-sql'], ['better-sqlite3', 'better-sqlite3']] as const) symlinkSync(join(installed, target), join(root, 'node_modules', name));
}

function run(root: string, line: Line, args: readonly string[]): string {
  const options = line === '1' ? { NODE_OPTIONS: '--preserve-symlinks --preserve-symlinks-main' } : {};
  return execFileSync(process.execPath, args, { cwd: root, env: { ...process.env, ...options, CI: '1' }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
}

/** Runs the real `drizzle-kit generate` and gives what it prints. */
export const generate = (root: string, line: Line, name: string): string => run(root, line, ['node_modules/drizzle-kit/bin.cjs', 'generate', `--name=${name}`]);

/** The database's own account of its indexes, after the migrations and after the statements of the way back. */
export interface Migrated { readonly up: readonly string[]; readonly back: readonly string[] }

/** Runs the real migrator over `drizzle/` on an empty database, then the statements in `back`. */
export function migrate(root: string, line: Line, dialect: 'postgresql' | 'sqlite', back: string): Migrated {
  writeFiles(root, { 'migrate.mjs': dialect === 'postgresql' ? onPglite : onSqlite, 'back.sql': back });
  return JSON.parse(run(root, line, ['migrate.mjs'])) as Migrated;
}

const onPglite = `
import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
const client = new PGlite({ extensions: { pg_trgm } });
await migrate(drizzle({ client }), { migrationsFolder: 'drizzle' });
const list = async () => (await client.query("select indexdef from pg_indexes where schemaname in ('public', 'app') and indexname not like '%_pkey'")).rows.map((row) => row.indexdef).sort();
const up = await list();
await client.exec(readFileSync('back.sql', 'utf8'));
console.log(JSON.stringify({ up, back: await list() }));
// PGlite would keep the process for another ten seconds.
process.exit(0);
`;

const onSqlite = `
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
const client = new Database(':memory:');
migrate(drizzle({ client }), { migrationsFolder: 'drizzle' });
const list = () => client.prepare("select sql from sqlite_schema where type = 'index' and sql is not null").all().map((row) => row.sql).sort();
const up = list();
client.exec(readFileSync('back.sql', 'utf8'));
console.log(JSON.stringify({ up, back: list() }));
`;
