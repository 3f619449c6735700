import { after, test, type TestContext } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { type Empty, servers } from './databases.ts';
import { folderOf } from './disk.ts';
import type { Runner } from './emulated.ts';
import { dbmate, knexTool, kyselyTool, layModules, nodePgMigrate, prisma, type Real, sqlMigrate } from './real-tools.ts';
import { type FormName, roundTrip } from './round-trip.ts';

const engines = servers();
after(() => engines.stop());

/** Tools that npm or Debian has: their own programs run what is written for them. */
const cases: readonly { readonly form: FormName; readonly dialects: readonly Dialect[]; readonly tool: Real; readonly migrations: number }[] = [
  { form: 'dbmate', dialects: ['postgresql', 'sqlite'], tool: dbmate, migrations: 2 },
  { form: 'sql-migrate', dialects: ['postgresql', 'sqlite'], tool: sqlMigrate, migrations: 2 },
  { form: 'prisma', dialects: ['postgresql'], tool: prisma, migrations: 2 },
  { form: 'node-pg-migrate', dialects: ['postgresql'], tool: nodePgMigrate, migrations: 2 },
  { form: 'node-pg-migrate, TypeScript', dialects: ['postgresql'], tool: nodePgMigrate, migrations: 2 },
  { form: 'node-pg-migrate, SQL', dialects: ['postgresql'], tool: nodePgMigrate, migrations: 1 },
  { form: 'knex', dialects: ['postgresql', 'sqlite', 'mariadb'], tool: knexTool, migrations: 2 },
  { form: 'knex, CommonJS', dialects: ['postgresql'], tool: knexTool, migrations: 2 },
  { form: 'kysely', dialects: ['postgresql', 'sqlite'], tool: kyselyTool, migrations: 1 },
];

for (const { form, dialects, tool, migrations } of cases) {
  for (const dialect of dialects) {
    test(`${form} on ${dialect}, run by the tool itself: up, the catalogs agree, nothing is left to find, and back`, (context) =>
      roundTrip(context, engines, { form, dialect, migrations, runner: (database) => runnerFor(context, tool, database, dialect) }));
  }
}

function runnerFor(context: TestContext, tool: Real, database: Empty, dialect: Dialect): Runner {
  const root = folderOf(context, {});
  layModules(root);
  return tool(root, database, dialect);
}
