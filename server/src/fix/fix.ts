import type { WorkspaceEdits } from '../text/edits.ts';

/** `safe`: can be applied unseen; `review`: needs a look; `display`: says where to act, and edits nothing that a tool would run. */
export type Applicability = 'safe' | 'review' | 'display';

/** A migration that could be written: the file to be named in a title, and all edits, the model's included. */
export interface MigrationOffer { readonly path: string; readonly edits: () => WorkspaceEdits }

/** One thing that can be done about a finding. Edits are of the texts it was made for. */
export interface Fix {
  readonly id: string;
  readonly title: string;
  readonly applicability: Applicability;
  readonly preferred: boolean;
  /** The migration that it writes: a new file, which people may want to see before it is there. */
  readonly migration?: string;
  /** Computed when asked for; null when it turns out that nothing can be written. */
  edits(): WorkspaceEdits | null;
}
