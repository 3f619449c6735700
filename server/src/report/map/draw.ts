import { hashText } from '../../text/hash.ts';
import type { Kind } from './kinds.ts';
import type { ShownFinding, ShownPlace, ShownTable } from './shown.ts';

/** What the report and the editor's view draw each in their way. All of it gives HTML that is escaped already. */
export interface Draw {
  /** A place that can be gone to, where there is a way; `words` instead of `file:line`. */
  readonly place: (place: ShownPlace, words?: string) => string;
  /** The code that a finding marks; empty where the code itself is at hand. */
  readonly excerpt: (finding: ShownFinding) => string;
  readonly rule: (rule: string) => string;
  /** The database's name stands beside a table's: there are several. */
  readonly databases: boolean;
  readonly kindId: (table: ShownTable, kind: Kind) => string;
  readonly tableId: (table: ShownTable) => string;
}

/** Names of elements on the page: stable over revisions, and free of anything that a workspace wrote. */
export const tableId = (table: Pick<ShownTable, 'id'>): string => `t-${hashText(table.id)}`;
export const kindId = (table: Pick<ShownTable, 'id'>, kind: Pick<Kind, 'id'>): string => `k-${hashText(`${table.id}\n${kind.id}`)}`;
