import type { Span } from '../text/span.ts';
import type { Confidence, Dialect } from './dialect.ts';
import type { BoundQuery } from './query.ts';
import type { ScriptFact } from './script.ts';
import type { IndexDef, SchemaStatement } from './schema.ts';

/** All tables that one database has, as far as the workspace tells. */
export interface Catalog {
  readonly id: string;
  /** For people: the folder or configuration it was read from. */
  readonly name: string;
  readonly dialect: Dialect;
  /** The oldest version that has to be served, as the configuration says: `[8, 0, 36]`. Left out: any. */
  readonly version?: readonly number[];
  /** The folder (relative, `''` for the root) whose queries are nearest to it. */
  readonly root: string;
  readonly origins: readonly string[];
  /** Made of tests and fixtures alone: only their own queries mean it. */
  readonly quiet?: boolean;
  /** By key: lower-case `schema.name`, or `name` for the default schema (PostgreSQL public, SQLite main). */
  readonly tables: ReadonlyMap<string, Table>;
  /** PostgreSQL: extensions of which a CREATE EXTENSION was seen, sorted. */
  readonly extensions?: readonly string[];
  /** Changes exactly when one of its tables does. */
  readonly revision: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** The migration folders it was read from. */
  readonly history?: readonly MigrationFolder[];
  /** Indexes that statements of migrations took away by name, in order, as they then were. */
  readonly dropped?: readonly DroppedIndex[];
  /** Indexes that were not made because their name was taken, in order. */
  readonly collisions?: readonly NameCollision[];
}

/** One migration tool's folder. `tool` is the id that schema/migrations gives; files are in the order in which they run. */
export interface MigrationFolder { readonly tool: string; readonly folder: string; readonly files: readonly MigrationFile[]; /** What is wrong with their order. */ readonly problems?: readonly { readonly path: string; readonly message: string }[] }

/** One migration, its way up: what it does to the schema, and what is known of how it is run. */
export interface MigrationFile { readonly path: string; readonly statements: readonly SchemaStatement[]; readonly script: ScriptFact | null }

/** `span` is that of the statement, in the file at `path`. */
export interface DroppedIndex { readonly index: Index; readonly path: string; readonly span: Span }

/** `index` was to be made at its own path and span; `taken` has the name. `ifNotExists`: then the statement does nothing, and says nothing. */
export interface NameCollision { readonly index: Index; readonly taken: Index; readonly ifNotExists: boolean }

export type TypeClass = 'int' | 'bigint' | 'numeric' | 'float' | 'text' | 'varchar' | 'char' | 'citext' | 'uuid' | 'bool' | 'timestamp' | 'timestamptz' | 'date' | 'time' | 'json' | 'jsonb' | 'array' | 'tsvector' | 'vector' | 'enum' | 'bytes' | 'inet' | 'range' | 'unknown';

export interface Table {
  readonly key: string;
  readonly schema: string | null;
  /** The database's name, in its own case. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  /** SQLite: `rowid` tables end every index with it; `rowidAlias` is the INTEGER PRIMARY KEY column. */
  readonly rowid: boolean;
  readonly rowidAlias: string | null;
  readonly declarations: readonly Declaration[];
  /** Attribute to column, for models; empty for SQL alone. */
  readonly attrs: ReadonlyMap<string, string>;
  /** A view's query over base tables, already bound; null for a base table. */
  readonly view: BoundQuery | null;
  /** Models and SQL both declare it, with other columns. */
  readonly columnsDiffer?: boolean;
  /** FTS, R*Tree and their kind: no index is declared, and nothing can be said of how they are reached. */
  readonly virtual?: boolean;
  /** Nothing is told of it: which database it is in is not known. */
  readonly unclaimed?: true;
  /** Its rows lie in partitions, which are tables of their own. */
  readonly partitioned?: boolean;
  /** What the configuration says of it. */
  readonly stated?: StatedFacts;
  readonly confidence: Confidence;
  /** Why the confidence is not high. */
  readonly doubts: readonly string[];
  /** Changes exactly when the table does, wherever that is declared. */
  readonly revision: string;
}

/** How many rows a table has, and whether it is written so often that each index is a cost: known to people alone. */
export interface StatedFacts { readonly rows?: number; readonly writeHeavy?: true }

/** Where a table is written down, and by which adapter (`sql` for DDL). A fix goes to the first that can hold an index. */
export interface Declaration { readonly adapter: string; readonly path: string; readonly span: Span; readonly symbol: string | null; readonly migration: boolean }

export interface Column { readonly name: string; readonly type: TypeClass; readonly rawType: string | null; readonly notNull: boolean; /** Declared to hold one of a handful of values. */ readonly few?: boolean; readonly collation: string | null; readonly declared: { readonly path: string; readonly span: Span } | null }

export interface Index extends IndexDef<string> {
  readonly kind: 'primary-key' | 'unique' | 'index' | 'exclude';
  readonly table: string;
  /** `implicit`: made by a constraint, or the rowid itself. */
  readonly origin: 'model' | 'migration' | 'sql' | 'snapshot' | 'implicit';
  readonly path: string | null;
  /** For an index of a model that SQL makes too: where that SQL is. */
  readonly also?: { readonly origin: Index['origin']; readonly path: string | null };
  /** False: INVISIBLE, IGNORED or INVALID. */
  readonly usable: boolean;
}

export interface ForeignKey { readonly name: string | null; readonly columns: readonly string[]; readonly refTable: string; readonly refColumns: readonly string[]; readonly onDelete: string | null; readonly path: string | null; readonly span: Span }
