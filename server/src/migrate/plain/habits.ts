import type { Dialect } from '../../facts/dialect.ts';
import { runnerOf } from '../../schema/migrations/index.ts';
import type { MigrationRequest, PlannedIndex } from '../tool.ts';
import type { Layout } from './folder.ts';

/** How a tool is told to run a file outside a transaction, where alone PostgreSQL builds CONCURRENTLY. */
export type Outside =
  /** By the first line of each file. */
  | { readonly kind: 'first-line'; readonly line: string }
  /** By words behind the markers of both ways. */
  | { readonly kind: 'suffix'; readonly text: string }
  /** By a file that lies beside: `path` is made of the way up's. */
  | { readonly kind: 'beside'; readonly path: (up: string) => string; readonly text: string }
  /** It need not be told: a file of one statement is run as it stands. */
  | { readonly kind: 'alone' };

/** What tells one tool's SQL files from another's, and cannot be seen in its newest file alone. */
export interface SqlHabits {
  /** The layout of a folder that is still empty. */
  readonly first: Layout;
  /** Lines that divide a file into its two ways, where the tool needs them and its newest files show none. */
  readonly markers?: { readonly up: string; readonly down: string };
  /** Null: it cannot, or that is not known. `recent`: texts of the newest migrations, newest first. */
  readonly outside: (request: MigrationRequest, recent: readonly string[]) => Outside | null;
  /** What is said of a build that blocks writes on PostgreSQL, where there is more to say than what CONCURRENTLY needs anywhere. */
  readonly blocking?: string;
  /** How many statements it runs from one file; several when left out. */
  readonly statements?: (dialect: Dialect) => 'one' | 'several';
  /** A line over each statement, as the tool itself writes it, where the newest file has such lines. */
  readonly label?: (index: PlannedIndex) => string;
  /** What else has to be done, for the file and for the people who read the plan. */
  readonly reminder?: (index: PlannedIndex, request: MigrationRequest) => string | null;
}

/** The marker that a tool is known to take. */
export function markerOf(tool: string): Outside | null {
  const { marker } = runnerOf(tool);
  if (marker === undefined) return null;
  return marker.kind === 'suffix' ? { kind: 'suffix', text: marker.words } : marker;
}
