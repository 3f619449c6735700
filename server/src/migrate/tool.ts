import type { Catalog } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { SourceFile } from '../fix/sources.ts';
import type { WorkspaceEdits } from '../text/edits.ts';
import type { WorkspaceView } from '../text/workspace.ts';

export type { WorkspaceView };

/** A migrations folder that was recognised. `folder` is relative, `''` for the root; `dialect` is null where nothing tells it. */
export interface MigrationHome { readonly tool: string; readonly folder: string; readonly title: string; readonly dialect: Dialect | null }

/** One migration tool: finds its folders, and writes the next migration as the project's own team would have. */
export interface MigrationTool {
  readonly id: string;
  readonly title: string;
  /** The adapter whose models this tool's snapshots mirror; an index must then be in the model as well, or the tool would drop it again. */
  readonly mirrors: string | null;
  /** What it can write; left out: creating alone. */
  readonly writes?: readonly IndexChange[];
  readonly find: (view: WorkspaceView) => readonly MigrationHome[];
  readonly write: (request: MigrationRequest) => MigrationResult;
}

export interface MigrationRequest {
  readonly home: MigrationHome;
  readonly view: WorkspaceView;
  readonly catalog: Catalog;
  /** At least one. */
  readonly indexes: readonly PlannedIndex[];
  /** UTC, for tools that number by time. */
  readonly now: Date;
}

/** `drop` turns a migration round: its way up drops the index, and its way back makes it again. */
export type IndexChange = 'create' | 'drop';

/**
 * An index that a migration makes or drops. `change`: left out, it is made. To be made it is finished, named, and not in the catalog yet; to be dropped it
 * is in the database by its name. `serves`: short names of the queries, for the comment. `model`: the file that declares the index in the
 * models that the tool mirrors, as it reads with the index in it; null where the models do not have it, and for one that is dropped.
 * `because`: why it can go, as a clause for the comment.
 */
export interface PlannedIndex { readonly change?: IndexChange; readonly spec: IndexSpec; readonly serves: readonly string[]; readonly model: SourceFile | null; readonly because?: string }

/** `files` are those to be shown, in order; bookkeeping (journals, snapshots) is in the edits alone. */
export type MigrationResult =
  | { readonly kind: 'written'; readonly edits: WorkspaceEdits; readonly files: readonly MigrationFile[] }
  | { readonly kind: 'none'; readonly reason: string };

/** `what`: one line for people, such as `creates idx_scenes_project_id on scenes`. */
export interface MigrationFile { readonly path: string; readonly what: string }
