/**
 * How a migration tool runs a file (adapters' reference, section 5). `always`: in a transaction that nothing leaves; `unless-marked`: in one unless the file says
 * not to; `together`: the statements of a file are sent at once, which PostgreSQL takes for one transaction, so that a statement must be alone;
 * `marked-alone`: both; `refuses-mixed`: what cannot be in a transaction is found out, and must be alone; `unknown`: cannot be told from here.
 */
export interface Runner { readonly title: string; readonly runs: 'always' | 'unless-marked' | 'together' | 'marked-alone' | 'refuses-mixed' | 'unknown'; /** How to build CONCURRENTLY with it, as a clause behind `build it`. */ readonly how: string; /** Its word that a file is to run outside a transaction. */ readonly marker?: Marker; /** For a tool that compares models with migrations: what makes the next migration of them, and what would drop an index that models do not have, as a clause. */ readonly models?: Models }

/** A line on top of the file, or words behind the lines that begin its two ways. */
export type Marker = { readonly kind: 'first-line'; readonly line: string } | { readonly kind: 'suffix'; readonly words: string }

interface Models { readonly generate: string; readonly drops: string; /** What else has to be done where an index is added to the models that migrations have made: its own snapshots do not have it, so that it would be made a second time. */ readonly also?: string }

const DRIZZLE: Models = { generate: 'drizzle-kit generate', drops: 'drizzle-kit push would drop it', also: 'IF NOT EXISTS to what drizzle-kit then generates' };
const AUTOGENERATE: Models = { generate: 'alembic revision --autogenerate', drops: 'the next alembic revision --autogenerate would drop it' };

const BY_HAND = 'by hand with CREATE INDEX CONCURRENTLY IF NOT EXISTS first, and write IF NOT EXISTS here';
const UNKNOWN: Runner = { title: 'the runner', runs: 'unknown', how: 'with CREATE INDEX CONCURRENTLY, by itself and outside a transaction' };

const RUNNERS: Readonly<Record<string, Runner>> = {
  'drizzle-0': { title: 'drizzle-kit', runs: 'always', how: BY_HAND, models: DRIZZLE },
  'drizzle-1': { title: 'drizzle-kit', runs: 'always', how: BY_HAND, models: DRIZZLE },
  kysely: { title: 'Kysely', runs: 'always', how: BY_HAND },
  refinery: { title: 'refinery', runs: 'always', how: BY_HAND },
  supabase: { title: 'Supabase', runs: 'unknown', how: BY_HAND },
  prisma: { title: 'Prisma Migrate', runs: 'together', how: 'with CREATE INDEX CONCURRENTLY, alone in a migration' },
  goose: { title: 'goose', runs: 'unless-marked', how: 'with CREATE INDEX CONCURRENTLY, in a file that says -- +goose NO TRANSACTION', marker: { kind: 'first-line', line: '-- +goose NO TRANSACTION' } },
  'sql-migrate': { title: 'sql-migrate', runs: 'unless-marked', how: 'with CREATE INDEX CONCURRENTLY, behind -- +migrate Up notransaction', marker: { kind: 'suffix', words: ' notransaction' } },
  dbmate: { title: 'dbmate', runs: 'marked-alone', how: 'with CREATE INDEX CONCURRENTLY, alone in a file behind -- migrate:up transaction:false', marker: { kind: 'suffix', words: ' transaction:false' } },
  sqlx: { title: 'sqlx', runs: 'marked-alone', how: 'with CREATE INDEX CONCURRENTLY, alone in a file that begins with -- no-transaction', marker: { kind: 'first-line', line: '-- no-transaction' } },
  'golang-migrate': { title: 'golang-migrate', runs: 'together', how: 'with CREATE INDEX CONCURRENTLY, alone in a file' },
  flyway: { title: 'Flyway', runs: 'refuses-mixed', how: 'with CREATE INDEX CONCURRENTLY, alone in a file, with flyway.postgresql.transactional.lock=false' },
  diesel: { title: 'Diesel', runs: 'unknown', how: 'with CREATE INDEX CONCURRENTLY, alone in a migration whose metadata.toml says run_in_transaction = false' },
  knex: { title: 'Knex', runs: 'unknown', how: 'with CREATE INDEX CONCURRENTLY, in a migration that exports config = { transaction: false }' },
  alembic: { title: 'Alembic', runs: 'unless-marked', how: 'with postgresql_concurrently=True inside with op.get_context().autocommit_block(), alone in a revision', models: AUTOGENERATE },
  'node-pg-migrate': { title: 'node-pg-migrate', runs: 'unknown', how: 'with CREATE INDEX CONCURRENTLY, in a migration that calls pgm.noTransaction()' },
};

export const runnerOf = (tool: string): Runner => RUNNERS[tool] ?? UNKNOWN;

/** Tools that can, each in a way that is known; of the others nobody can say what a project would have to do. */
export const canBuildConcurrently = (tool: string): boolean => !['always', 'unknown'].includes(runnerOf(tool).runs) || ['diesel', 'knex', 'node-pg-migrate'].includes(tool);

/** Tools that compare models with migrations. With others a model need not say what indexes there are. */
export const modelsOf = (tool: string): Models | null => runnerOf(tool).models ?? null;
