import type { Severity } from './finding.ts';
import type { Place } from './finding.ts';

/** What the workspace's tables, their indexes and their queries have to do with each other: what the report, the editor's map and its lenses show. Plain data. */
export interface IndexMap {
  /** Worst first: by unserved queries, then half served ones, then loops; tables without trouble by name. */
  readonly tables: readonly MapTable[];
}

export interface MapTable {
  /** Stable over revisions: database and catalog key. */
  readonly id: string;
  readonly database: string;
  /** `schema.table` outside the default schema. */
  readonly name: string;
  /** Each place that declares it, models first. */
  readonly declared: readonly Place[];
  readonly indexes: readonly MapIndex[];
  readonly queries: readonly MapQuery[];
  readonly loops: readonly MapLoop[];
}

export interface MapIndex {
  /** Unique within its table. */
  readonly id: string;
  readonly name: string;
  /** Keys in order, as SQL says them: `lower(email)`, `created_at DESC`. */
  readonly keys: readonly string[];
  readonly unique: boolean;
  readonly primary: boolean;
  /** Condition of a partial index; null for one on all rows. */
  readonly where: string | null;
  /** `proposed`: not there yet, an open need. `redundant`: there, and another does its work. */
  readonly standing: 'there' | 'proposed' | 'redundant';
  /** Why it is redundant, or what it would serve; empty otherwise. */
  readonly because: string;
  readonly declared: Place | null;
}

/** One use of the table by one query: a self-join gives two. */
export interface MapQuery {
  readonly id: string;
  readonly place: Place;
  /** The function it stands in; empty at the top of a file. */
  readonly within: string;
  /** `SELECT … WHERE project_id = … ORDER BY scene_number`, short. */
  readonly text: string;
  readonly verdict: 'served' | 'partly' | 'unserved';
  /** What the query asks of the table, and what serves that, in the order in which an index would want them. */
  readonly cells: readonly MapCell[];
  /** Index by which the table is read today; null when it is read whole. */
  readonly by: string | null;
  /** Proposed index that would serve it; null where there is none. */
  readonly wants: string | null;
  readonly findings: readonly MapFinding[];
}

export interface MapCell {
  readonly column: string;
  readonly role: 'equality' | 'range' | 'search' | 'join' | 'sort' | 'other';
  readonly fit: 'served' | 'partly' | 'none';
}

export interface MapFinding { readonly rule: string; readonly severity: Severity; readonly message: string; readonly advice: string; readonly place: Place }

/** A loop that sends queries to the table, with the way down from the loop to the query. */
export interface MapLoop extends MapFinding { readonly path: readonly { readonly place: Place; readonly message: string }[] }
