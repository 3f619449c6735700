import { execFileSync } from 'node:child_process';
import { promises as fs, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import Database from 'better-sqlite3';
import knex from 'knex';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { FileMigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration';
import { runner } from 'node-pg-migrate';
import { Pool } from 'pg';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import type { Empty } from './databases.ts';
import { writeFiles } from './disk.ts';
import { byHand, type Runner } from './emulated.ts';
import type { Files } from './sample.ts';

const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** A tool of npm's or Debian's, run over the files of a folder on disk. */
export type Real = (root: string, database: Empty, dialect: Dialect) => Runner;

/** What scripts import is found as in a project of its own. */
export const layModules = (root: string): void => symlinkSync(installed, path.join(root, 'node_modules'));

const onDisk = (root: string, up: () => Promise<void>, down: () => Promise<void>): Runner => ({
  up: async (files) => { writeFiles(root, files); await up(); },
  down,
});

export const dbmate: Real = (root, database, dialect) => {
  const url = dialect === 'sqlite' ? `sqlite:${database.place}` : `postgres://tester@/${database.name}?socket=${database.place}`;
  const run = async (command: string): Promise<void> => { execFileSync(process.execPath, [path.join(installed, '.bin', 'dbmate'), '--url', url, '--migrations-dir', path.join(root, 'db/migrations'), '--no-dump-schema', command], { cwd: root, stdio: 'pipe', timeout: 60_000 }); };
  return onDisk(root, () => run('migrate'), () => run('rollback'));
};

/** Debian's package of that name. */
export const sqlMigrate: Real = (root, database, dialect) => {
  const [driver, source] = dialect === 'sqlite' ? ['sqlite3', database.place] : ['postgres', `host=${database.place} dbname=${database.name} user=tester sslmode=disable`];
  writeFiles(root, { 'dbconfig.yml': `development:\n  dialect: ${driver}\n  datasource: ${source}\n  dir: migrations\n` });
  const run = async (command: string): Promise<void> => { execFileSync('sql-migrate', [command], { cwd: root, stdio: 'pipe', timeout: 60_000 }); };
  return onDisk(root, () => run('up'), () => run('down'));
};

export const nodePgMigrate: Real = (root, database) => {
  const run = async (direction: 'up' | 'down'): Promise<void> => { await runner({ databaseUrl: { host: database.place, database: database.name, user: 'tester' }, dir: path.join(root, 'migrations'), direction, migrationsTable: 'pgmigrations', count: direction === 'up' ? Number.POSITIVE_INFINITY : 1, log: () => undefined }); };
  return onDisk(root, () => run('up'), () => run('down'));
};

const CLIENTS: Readonly<Record<Dialect, string>> = { postgresql: 'pg', sqlite: 'better-sqlite3', mysql: 'mysql2', mariadb: 'mysql2' };

export const knexTool: Real = (root, database, dialect) => {
  const connection = dialect === 'postgresql' ? { host: database.place, database: database.name, user: 'tester' } : dialect === 'sqlite' ? { filename: database.place } : { socketPath: database.place, database: database.name, user: 'root' };
  const run = async (direction: 'up' | 'down'): Promise<void> => {
    const db = knex({ client: CLIENTS[dialect], connection, useNullAsDefault: true, pool: { min: 0, max: 1 }, migrations: { directory: path.join(root, 'migrations'), loadExtensions: ['.js', '.cjs', '.ts'] } });
    try {
      await (direction === 'up' ? db.migrate.latest() : db.migrate.down());
    } finally {
      await db.destroy();
    }
  };
  return onDisk(root, () => run('up'), () => run('down'));
};

export const kyselyTool: Real = (root, database, dialect) => {
  const run = async (direction: 'up' | 'down'): Promise<void> => {
    const db = new Kysely<unknown>({ dialect: dialect === 'sqlite' ? new SqliteDialect({ database: new Database(database.place) }) : new PostgresDialect({ pool: new Pool({ host: database.place, database: database.name, user: 'tester', max: 2 }) }) });
    const migrator = new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder: path.join(root, 'migrations'), import: (file) => import(pathToFileURL(file).href) }) });
    try {
      succeeded(await (direction === 'up' ? migrator.migrateToLatest() : migrator.migrateDown()));
    } finally {
      await db.destroy();
    }
  };
  return onDisk(root, () => run('up'), () => run('down'));
};

/** Prisma's own engine, as `prisma migrate deploy` calls it. It has no way back: the closing comment is run by hand. */
export const prisma: Real = (_root, database) => {
  const done: string[] = [];
  return {
    up: async (files) => {
      done.splice(0, done.length, ...Object.keys(files).filter((file) => file.endsWith('/migration.sql')).sort());
      const pool = new Pool({ host: database.place, database: database.name, user: 'tester', max: 1 });
      const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n']] }, () => undefined, bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool)));
      try {
        await engine.applyMigrations({ migrationsList: migrationList(files, done), filters: { externalTables: [], externalEnums: [] } });
      } finally {
        engine.free();
        await pool.end();
      }
    },
    down: (files) => byHand(files[done.pop() ?? ''] ?? '', database),
  };
};

const migrationList = (files: Files, paths: readonly string[]): MigrationList => ({
  baseDir: '/prisma/migrations', lockfile: { path: 'migration_lock.toml', content: files['prisma/migrations/migration_lock.toml'] ?? null }, shadowDbInitScript: '',
  migrationDirectories: paths.map((file) => ({ path: path.basename(path.dirname(file)), migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: files[file] ?? '' } } })),
});

function succeeded({ error }: MigrationResultSet): void {
  if (error !== undefined) throw error;
}
