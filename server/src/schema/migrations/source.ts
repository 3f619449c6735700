import type { Dialect } from '../../facts/dialect.ts';
import type { Span } from '../../text/span.ts';

export type SchemaTool = 'drizzle-0' | 'drizzle-1' | 'prisma' | 'supabase' | 'goose' | 'golang-migrate' | 'dbmate' | 'flyway' | 'sqlx' | 'diesel' | 'refinery' | 'sql-migrate' | 'node-pg-migrate' | 'knex' | 'kysely' | 'alembic' | 'fizz' | 'plain' | 'file';

/** Files that are run in this order, SQL or scripts with SQL in them: one tool's folder, or (`file`) one file that is no migration. */
export interface SchemaSource {
  readonly tool: SchemaTool;
  readonly folder: string;
  /** What the tool, the names or the texts say; null when nothing does. */
  readonly dialect: Dialect | null;
  readonly files: readonly SourceFile[];
  /** What is wrong with the files' order, such as a revision that follows one that is not there. */
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

/** `part`: the way up of a file that holds both ways; null for the whole file. */
export interface SourceFile { readonly path: string; readonly part: Span | null }
