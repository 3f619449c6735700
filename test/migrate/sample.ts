import type { Dialect } from '../../server/src/facts/dialect.ts';

export type Files = Readonly<Record<string, string>>;

/** How the first migration of a project is laid into files, given the statements of its two ways. */
export type Lay = (up: readonly string[], down: readonly string[]) => Files;

const TYPES: Readonly<Record<Dialect, { readonly key: string; readonly time: string; readonly text: string }>> = {
  postgresql: { key: 'serial PRIMARY KEY', time: 'timestamptz NOT NULL', text: 'text NOT NULL' },
  sqlite: { key: 'INTEGER PRIMARY KEY AUTOINCREMENT', time: 'TEXT NOT NULL', text: 'TEXT NOT NULL' },
  mysql: { key: 'int PRIMARY KEY AUTO_INCREMENT', time: 'datetime NOT NULL', text: 'varchar(100) NOT NULL' },
  mariadb: { key: 'int PRIMARY KEY AUTO_INCREMENT', time: 'datetime NOT NULL', text: 'varchar(100) NOT NULL' },
};

/** A project whose two queries no index serves, with its schema in one migration. */
export function projectOf(dialect: Dialect, lay: Lay): Files {
  const { key, time, text } = TYPES[dialect];
  const up = [`CREATE TABLE scenes (id ${key}, project_id int NOT NULL, title ${text}, at ${time})`, 'CREATE INDEX scenes_title_idx ON scenes (title)', `CREATE TABLE shots (id ${key}, scene_id int NOT NULL, label ${text})`];
  return { ...lay(up, ['DROP TABLE shots', 'DROP TABLE scenes']), 'package.json': JSON.stringify({ type: 'module', dependencies: { [DRIVERS[dialect]]: '*' } }), 'src/list.ts': queriesIn(dialect) };
}

const DRIVERS: Readonly<Record<Dialect, string>> = { postgresql: 'pg', sqlite: 'better-sqlite3', mysql: 'mysql2', mariadb: 'mariadb' };

function queriesIn(dialect: Dialect): string {
  const [recent, shots] = ['SELECT * FROM scenes WHERE project_id = ? ORDER BY at DESC', 'SELECT * FROM shots WHERE scene_id = ?'];
  if (dialect === 'sqlite') return `import Database from 'better-sqlite3';\nconst db = new Database('app.db');\nexport const recent = (id: number) => db.prepare('${recent}').all(id);\nexport const shotsOf = (id: number) => db.prepare('${shots}').all(id);\n`;
  const [first, second] = dialect === 'postgresql' ? [recent.replace('?', '$1'), shots.replace('?', '$1')] : [recent, shots];
  const open = dialect === 'postgresql' ? "import { Pool } from 'pg';\nconst pool = new Pool();" : `import { createPool } from '${dialect === 'mysql' ? 'mysql2/promise' : 'mariadb'}';\nconst pool = createPool({});`;
  return `${open}\nexport const recent = (id: number) => pool.query('${first}', [id]);\nexport const shotsOf = (id: number) => pool.query('${second}', [id]);\n`;
}

const sql = (statements: readonly string[]): string => statements.map((statement) => `${statement};\n`).join('');

/** The same statements in every tool's own form. */
export const LAYS = {
  goose: (up, down) => ({ 'migrations/00001_init.sql': `-- +goose Up\n${sql(up)}\n-- +goose Down\n${sql(down)}` }),
  'golang-migrate': (up, down) => ({ 'migrations/000001_init.up.sql': sql(up), 'migrations/000001_init.down.sql': sql(down) }),
  dbmate: (up, down) => ({ 'db/migrations/20240101000000_init.sql': `-- migrate:up\n${sql(up)}\n-- migrate:down\n${sql(down)}` }),
  flyway: (up) => ({ 'sql/V1__Init_tables.sql': sql(up) }),
  'flyway with undo': (up, down) => ({ 'flyway.conf': 'flyway.postgresql.transactional.lock=false\n', 'sql/V1__init_tables.sql': sql(up), 'sql/U1__init_tables.sql': sql(down) }),
  sqlx: (up) => ({ 'Cargo.toml': 'sqlx = "0.8"\n', 'migrations/20240101000000_init.sql': sql(up) }),
  'sqlx, reversible': (up, down) => ({ 'Cargo.toml': 'sqlx = "0.8"\n', 'migrations/20240101000000_init.up.sql': sql(up), 'migrations/20240101000000_init.down.sql': sql(down) }),
  diesel: (up, down) => ({ 'migrations/2024-01-01-000000_init/up.sql': sql(up), 'migrations/2024-01-01-000000_init/down.sql': sql(down) }),
  'sql-migrate': (up, down) => ({ 'migrations/20240101000000-init.sql': `-- +migrate Up\n${sql(up)}\n-- +migrate Down\n${sql(down)}` }),
  prisma: (up) => ({ 'prisma/migrations/20240101000000_init/migration.sql': sql(up), 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n' }),
  supabase: (up) => ({ 'supabase/migrations/20240101000000_init.sql': sql(up) }),
  numbered: (up) => ({ 'migrations/0001_init.sql': sql(up) }),
  'node-pg-migrate': (up, down) => ({ 'migrations/1704067200000_init.js': `export const up = (pgm) => {\n${code(up, (text) => `pgm.sql(\`${text}\`);`)}};\n\nexport const down = (pgm) => {\n${code(down, (text) => `pgm.sql(\`${text}\`);`)}};\n` }),
  'node-pg-migrate, TypeScript': (up, down) => ({ 'migrations/1704067200000_init.ts': `import type { MigrationBuilder } from 'node-pg-migrate';\n\nexport async function up(pgm: MigrationBuilder): Promise<void> {\n${code(up, (text) => `pgm.sql(\`${text}\`);`)}  pgm.addConstraint('shots', 'shots_positive', 'CHECK (scene_id > 0)');\n}\n\nexport async function down(pgm: MigrationBuilder): Promise<void> {\n${code(down, (text) => `pgm.sql(\`${text}\`);`)}}\n` }),
  'node-pg-migrate, SQL': (up, down) => ({ 'migrations/1704067200000_init.sql': `-- Up Migration\n${sql(up)}\n-- Down Migration\n${sql(down)}` }),
  knex: (up, down) => ({ 'migrations/20240101000000_init.js': `/** @param { import("knex").Knex } knex */\nexport async function up(knex) {\n${code(up, (text) => `await knex.raw(\`${text}\`);`)}}\n\n/** @param { import("knex").Knex } knex */\nexport async function down(knex) {\n${code(down, (text) => `await knex.raw(\`${text}\`);`)}}\n` }),
  'knex, CommonJS': (up, down) => ({ 'migrations/20240101000000_init.cjs': `exports.up = async function(knex) {\n${code(up, (text) => `await knex.raw(\`${text}\`);`)}};\n\nexports.down = async function(knex) {\n${code(down, (text) => `await knex.raw(\`${text}\`);`)}};\n` }),
  kysely: (up, down) => ({ 'migrations/0001_init.ts': `import { type Kysely, sql } from 'kysely'\n\nexport async function up(db: Kysely<unknown>): Promise<void> {\n${code(up, (text) => `await sql\`${text}\`.execute(db)`)}}\n\nexport async function down(db: Kysely<unknown>): Promise<void> {\n${code(down, (text) => `await sql\`${text}\`.execute(db)`)}}\n` }),
} satisfies Readonly<Record<string, Lay>>;

const code = (statements: readonly string[], line: (statement: string) => string): string => statements.map((statement) => `  ${line(statement)}\n`).join('');
