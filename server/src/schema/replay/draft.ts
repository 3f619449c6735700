import type { Column, Declaration, DroppedIndex, ForeignKey, Index, NameCollision, Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { SchemaOp, SchemaStatement } from '../../facts/schema.ts';

/** A statement and the file it stands in. */
export interface PlacedStatement {
  readonly statement: SchemaStatement;
  readonly path: string;
  readonly origin: 'migration' | 'sql' | 'model' | 'snapshot';
  /** The class that has the index in a list of its own: a place where the table's indexes are written. */
  readonly holder?: Declaration;
}

export type ViewOp = Extract<SchemaOp, { readonly op: 'create-view' }>;

/** Something that could not be applied, and why. */
export interface ReplayProblem { readonly path: string; readonly message: string; readonly span: PlacedStatement['statement']['span'] }

export interface ReplayResult {
  /** By the catalog's key. Materialised views are tables too. */
  readonly tables: ReadonlyMap<string, Table>;
  /** Views as declared, the last of each name; to be bound by whoever has the catalog. */
  readonly views: readonly { readonly key: string; readonly op: ViewOp }[];
  readonly problems: readonly ReplayProblem[];
  /** Sorted. */
  readonly extensions: readonly string[];
  /** Indexes that migrations dropped by name, and indexes whose name was taken: both in order. */
  readonly dropped: readonly DroppedIndex[];
  readonly collisions: readonly NameCollision[];
}

/** A table while statements are still coming. Changed in place: copying tables for each statement costs more than the whole replay. */
export interface TableDraft {
  key: string;
  schema: string | null;
  name: string;
  columns: Column[];
  primaryKey: string[];
  indexes: IndexDraft[];
  foreignKeys: ForeignKey[];
  /** Folded names of CHECK constraints, so that dropping one is no surprise. */
  readonly checks: Set<string>;
  unnamedChecks: boolean;
  withoutRowid: boolean;
  /** Folded name of the INTEGER PRIMARY KEY column. */
  rowidAlias: string | null;
  virtual: boolean;
  materializedView: boolean;
  readonly declarations: Declaration[];
  readonly doubts: string[];
  /** Tables that follow this one: partitions take columns and indexes, heirs take columns. */
  readonly children: { readonly table: TableDraft; readonly kind: 'partition' | 'heir' }[];
}

/** `parent`: the index of a partitioned table that this one is part of. `constraint`: what its constraint is called, where the database calls the index something else (SQLite). */
export interface IndexDraft { index: Index; parent: IndexDraft | null; constraint?: string }

export interface ReplayState {
  readonly dialect: Dialect;
  readonly tables: Map<string, TableDraft>;
  readonly views: Map<string, ViewOp>;
  /** Temporary tables hide others of their name, and are no part of the catalog. */
  readonly temporary: Set<string>;
  /** Where an index of that name is, for DROP and RENAME, and for choosing names that are free. */
  readonly indexNames: Map<string, { readonly table: TableDraft; readonly draft: IndexDraft }>;
  readonly problems: ReplayProblem[];
  readonly dropped: DroppedIndex[];
  readonly collisions: NameCollision[];
  /** Folded names of enum types, without schema. */
  readonly enums: Set<string>;
  /** Names of the extensions that are made. */
  readonly extensions: Set<string>;
}

/** The statement at work: where it stands, for spans and origins. */
export interface Step extends PlacedStatement { readonly state: ReplayState }

export function problem(step: Step, message: string): void {
  step.state.problems.push({ path: step.path, message, span: step.statement.span });
}

/**
 * Whether a statement may take away what was made at `paths`. Migrations may take anything; a file or string that is no migration (a reset
 * script, a test's clean-up) only what it made itself: nobody knows whether and when it runs.
 */
export const mayDrop = (step: Step, paths: readonly (string | null)[]): boolean => step.origin !== 'sql' || (paths.length > 0 && paths.every((path) => path === step.path));
