import type { Catalog } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { WorkspaceEdits } from '../text/edits.ts';

/** What a migration tool may look at: paths of the workspace and their texts, nothing else. */
export interface WorkspaceView { readonly paths: readonly string[]; readonly text: (path: string) => string | null }

/** A migrations folder that was recognised. */
export interface MigrationHome { readonly tool: string; readonly folder: string; readonly title: string }

/** One migration tool: finds its folders, and writes the next migration as the project's own team would have. */
export interface MigrationTool {
  readonly id: string;
  readonly title: string;
  readonly find: (view: WorkspaceView) => readonly MigrationHome[];
  readonly write: (request: MigrationRequest) => WorkspaceEdits;
}

export interface MigrationRequest {
  readonly home: MigrationHome;
  readonly view: WorkspaceView;
  readonly catalog: Catalog;
  /** Finished, named, and not in the catalog yet. `serves`: short names of the queries, for the comment. */
  readonly indexes: readonly { readonly spec: IndexSpec; readonly serves: readonly string[] }[];
  /** UTC, for tools that number by time. */
  readonly now: Date;
}
