import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Client } from 'pg';
import type { Postgres } from '../../support/postgres.ts';
import { python } from '../../support/python.ts';
import { writeFiles } from '../../migrate/disk.ts';
import { describePostgres, describeSqlite, type Described } from './described.ts';

export type Version = '1.4' | '2.0';
export type Files = Readonly<Record<string, string>>;

/** A database that Alembic runs against. */
export interface Target { readonly url: string; readonly asyncUrl: string; readonly describe: () => Promise<Described>; readonly send: (sql: string) => Promise<void> }

export async function postgresTarget(context: TestContext, server: Postgres, name: string): Promise<Target> {
  await server.rows(`CREATE DATABASE ${name}`);
  const client = new Client({ host: server.host, database: name, user: 'tester' });
  await client.connect();
  context.after(() => client.end());
  const query = `@/${name}?host=${server.host}&user=tester`;
  return { url: `postgresql+psycopg2://${query}`, asyncUrl: `postgresql+asyncpg://${query}`, describe: () => describePostgres(client), send: async (sql) => { await client.query(sql); } };
}

export function sqliteTarget(context: TestContext): Target {
  const folder = mkdtempSync(join(tmpdir(), 'sargable-alembic-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'app.db');
  return { url: `sqlite:///${path}`, asyncUrl: `sqlite+aiosqlite:///${path}`, describe: async () => describeSqlite(path), send: () => Promise.reject(new Error('SQL by hand is for PostgreSQL')) };
}

/** Runs Alembic's own commands, each as its command line has it, in a project on disk whose env.py takes its URL from here; what it says when it fails is the error. */
export function alembic(root: string, version: Version, target: Target, ...commands: readonly (readonly string[])[]): string {
  const script = 'import json, sys\nfrom alembic.config import main\nfor command in json.loads(sys.argv[1]):\n    main(argv=command)\n';
  const { stdout, stderr, status } = python(script, { args: [JSON.stringify(commands)], cwd: root, version, env: { DATABASE_URL: target.url, ASYNC_DATABASE_URL: target.asyncUrl } });
  if (status !== 0) throw new Error(`alembic ${commands.map((args) => args.join(' ')).join(', ')}: ${stderr.slice(-3000)}`);
  return stdout;
}

/** What Alembic itself writes into a new project, but for the URL. */
export const ENV = `import os
from alembic import context
from sqlalchemy import create_engine, pool

config = context.config
target_metadata = None


def run_migrations_online():
    connectable = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
`;

/** The same over an asynchronous engine. */
export const ASYNC_ENV = `import asyncio
import os
from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy import pool


def do_run_migrations(connection):
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def run():
    connectable = create_async_engine(os.environ["ASYNC_DATABASE_URL"], poolclass=pool.NullPool)
    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)
    await connectable.dispose()


asyncio.run(run())
`;

export const MAKO = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}

# revision identifiers, used by Alembic.
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`;

export const INI = '[alembic]\nscript_location = alembic\n';

/** A project's files on disk, in a folder of its own. */
export function projectOn(context: TestContext, files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'sargable-alembic-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  writeFiles(root, files);
  return root;
}
