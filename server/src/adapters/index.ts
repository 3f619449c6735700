import type { Adapter } from './adapter.ts';
import { drizzle } from './drizzle/index.ts';
import { homeMade } from './home-made/index.ts';
import { payload } from './payload/index.ts';
import { scriptMigrations } from './script-migrations/index.ts';
import { sqlAdapter } from './sql/index.ts';
import { alembic } from './sqlalchemy/alembic/index.ts';
import { sqlalchemy } from './sqlalchemy/index.ts';
import { sqlDrivers } from './sql-drivers/index.ts';

/** Every ORM and driver that is read, one line each. */
export const adapters: readonly Adapter[] = [
  drizzle,
  payload,
  sqlalchemy,
  alembic,
  sqlDrivers,
  homeMade,
  scriptMigrations,
  sqlAdapter,
];
