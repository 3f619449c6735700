import type { Catalog, Table } from '../facts/catalog.ts';
import type { Surplus } from '../facts/finding.ts';
import { basename } from '../text/path.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import type { Writers } from './add-index.ts';
import { startDraft } from './draft.ts';
import type { Fix, MigrationOffer } from './fix.ts';
import { removeIndex } from './remove-index.ts';

export interface RemovalInput {
  readonly surplus: Surplus;
  readonly catalog: Catalog;
  readonly table: Table;
  readonly writers: Writers;
  readonly view: WorkspaceView;
  /** The migration that drops it, or null where none can be written or is needed. Asked at most once. */
  readonly migration: () => MigrationOffer | null;
}

/**
 * Takes an index out that can go: out of the models or the schema's SQL, alone and with the migration that drops it; by a migration alone where nothing else
 * declares it. Never safe to apply unseen: only statistics of a live database tell that nothing uses it by its name.
 */
export function removalFixes(input: RemovalInput): readonly Fix[] {
  const { surplus, table, view, catalog, writers } = input;
  const draft = startDraft(view);
  const removed = removeIndex(draft, writers, catalog, table, surplus.index);
  if (removed.kind === 'impossible') return [];
  const name = surplus.index.name ?? 'the index';
  const offer = input.migration();
  if (removed.kind !== 'removed') return offer === null ? [] : [{ id: 'remove-index', title: `Drop ${name} in a new migration (${offer.path})`, applicability: 'review', preferred: true, migration: offer.path, edits: offer.edits }];
  const inModel: Fix = { id: 'remove-index', title: `Remove ${name} from ${basename(removed.paths[0] ?? '')}`, applicability: 'review', preferred: true, edits: () => draft.edits() };
  return offer === null ? [inModel] : [inModel, { id: 'remove-index-and-migration', title: `Remove ${name} with a migration that drops it (${offer.path})`, applicability: 'review', preferred: false, migration: offer.path, edits: offer.edits }];
}
