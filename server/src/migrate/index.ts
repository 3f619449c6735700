import type { Catalog, Table } from '../facts/catalog.ts';
import { distance, isInside } from '../text/path.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import { alembic } from './alembic/index.ts';
import { dbmate } from './dbmate/index.ts';
import { diesel } from './diesel/index.ts';
import { drizzle0 } from './drizzle-0/index.ts';
import { drizzle1 } from './drizzle-1/index.ts';
import { flyway } from './flyway/index.ts';
import { golangMigrate } from './golang-migrate/index.ts';
import { goose } from './goose/index.ts';
import { knex } from './knex/index.ts';
import { kysely } from './kysely/index.ts';
import { nodePgMigrate } from './node-pg-migrate/index.ts';
import { numbered } from './numbered/index.ts';
import { pair } from './pair/index.ts';
import { prisma } from './prisma/index.ts';
import { sqlMigrate } from './sql-migrate/index.ts';
import { sqlx } from './sqlx/index.ts';
import { supabase } from './supabase/index.ts';
import type { MigrationHome, MigrationTool } from './tool.ts';

/** Every migration tool that can be written for. A new one is a folder beside these and a line here. */
export const migrationTools: readonly MigrationTool[] = [drizzle0, drizzle1, alembic, supabase, prisma, goose, golangMigrate, dbmate, flyway, sqlx, diesel, sqlMigrate, nodePgMigrate, knex, kysely, numbered, pair];

export const toolOf = (home: MigrationHome): MigrationTool => migrationTools.find((tool) => tool.id === home.tool) ?? pair;

const known = new WeakMap<WorkspaceView, readonly MigrationHome[]>();

/** All migration folders of a workspace. Reads its SQL files, and so is done once for each view, which must not change. */
export function findHomes(view: WorkspaceView): readonly MigrationHome[] {
  const homes = known.get(view) ?? migrationTools.flatMap((tool) => tool.find(view));
  known.set(view, homes);
  return homes;
}

/**
 * The folder the next migration of a table belongs in: the one that mirrors the models it is declared in, else the one whose files
 * declare it, else the one that its database was read from, else the nearest one. Null when the workspace has none that could be meant.
 */
export function homeFor(homes: readonly MigrationHome[], catalog: Catalog, table: Table): MigrationHome | null {
  const ranked = homes.filter((home) => home.dialect === null || home.dialect === catalog.dialect).map((home) => ({ home, rank: rankOf(home, catalog, table), steps: distance(home.folder, catalog.root) }));
  const possible = ranked.filter(({ rank, home }) => rank > 0 || isInside(home.folder, catalog.root));
  const [best] = possible.sort((a, b) => b.rank - a.rank || a.steps - b.steps || (a.home.folder < b.home.folder ? -1 : 1));
  return best?.home ?? null;
}

function rankOf(home: MigrationHome, catalog: Catalog, table: Table): number {
  const mirrors = toolOf(home).mirrors;
  const modelled = mirrors !== null && table.declarations.some((declaration) => declaration.adapter === mirrors && !declaration.migration);
  const declares = table.declarations.some((declaration) => declaration.migration && isInside(declaration.path, home.folder));
  const origin = catalog.origins.some((path) => path === home.folder || isInside(path, home.folder));
  return (modelled ? 4 : 0) + (declares ? 2 : 0) + (origin ? 1 : 0);
}
