import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../../server/src/facts/dialect.ts';

/** One database that a repository's migrations make. */
export interface History {
  readonly name: string;
  readonly dialect: Dialect;
  /** Folders that the catalog to compare with must have been read from. */
  readonly origins: readonly string[];
  /** The files to run, in order, relative to the repository. */
  readonly files: (root: string) => readonly string[];
  /** Run first: what the repository's own migration runner makes. */
  readonly before: string;
  /** Run last: takes away what the migrations did not make. */
  readonly after: string;
  /** Lets an older server run a statement; gives the text to run. */
  readonly amend: (file: string, sql: string) => string;
}

const asItIs = (_file: string, sql: string): string => sql;

/** Diesel keeps a table of its own, on which one migration puts a trigger. */
const DIESEL = 'CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP)';

const lemmy: History = {
  name: 'lemmy', dialect: 'postgresql', origins: ['migrations'], before: DIESEL, after: 'DROP TABLE __diesel_schema_migrations CASCADE',
  files: (root) => readdirSync(join(root, 'migrations')).sort().map((folder) => `migrations/${folder}/up.sql`),
  // PostgreSQL 16 and later take a subquery in FROM without an alias, older ones do not.
  amend: (file, sql) => (file.includes('smoosh-tables-together') ? sql.replaceAll(/\)\nGROUP BY/g, ') AS unnamed\nGROUP BY') : sql),
};

/** Merged by version, as kratos' own runner does it; the first file of a version counts. */
const KRATOS_FOLDERS = ['persistence/sql/migrations/sql', 'oryx/networkx/migrations/sql'];

/** For each version the file of the dialect, else the one for all. */
function kratosFiles(root: string, words: readonly string[]): readonly string[] {
  const chosen = new Map<string, { readonly path: string; readonly own: boolean }>();
  for (const folder of KRATOS_FOLDERS) {
    for (const name of readdirSync(join(root, folder))) {
      const match = /^(\d+)_[^.]+(?:\.([a-z0-9]+))?(?:\.autocommit)?\.up\.sql$/.exec(name);
      if (match === null) continue;
      const word = match[2] === 'autocommit' ? undefined : match[2];
      if (word !== undefined && !words.includes(word)) continue;
      const version = match[1] ?? '';
      if (chosen.get(version)?.own !== true) chosen.set(version, { path: `${folder}/${name}`, own: word !== undefined });
    }
  }
  return [...chosen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { path }]) => path);
}

const kratos = (dialect: Dialect, words: readonly string[]): History => ({ name: `kratos-${dialect}`, dialect, origins: ['persistence/sql/migrations/sql'], files: (root) => kratosFiles(root, words), before: '', after: '', amend: asItIs });

export const HISTORIES: Readonly<Record<string, readonly History[]>> = { lemmy: [lemmy], kratos: [kratos('postgresql', ['postgres']), kratos('sqlite', ['sqlite3', 'sqlite'])] };
