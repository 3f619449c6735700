import type { Place, Related, Severity } from './finding.ts';

// What the report, the editor's map and its lenses show: what the workspace's tables, their indexes and their queries have to do with each other. Plain data. `P` is how a place is
// said: a span in the engine, a line and a link where it is shown.

export interface IndexMap<P = Place> {
  /** Worst first: by queries that nothing serves and a rule speaks of, then half served ones, then loops, then what else is found; tables without trouble by name. */
  readonly tables: readonly MapTable<P>[];
  /** Loops whose table is not known, and findings that belong to no table. */
  readonly elsewhere: { readonly loops: readonly MapLoop<P>[]; readonly findings: readonly MapFinding<P>[] };
}

export interface MapTable<P = Place> {
  /** Stable over revisions: database and catalog key. */
  readonly id: string;
  /** The catalog's id, and what people call it. */
  readonly database: string;
  readonly databaseName: string;
  /** `schema.table` outside the default schema. */
  readonly name: string;
  /** Each place that declares it, models first: from its name to the declaration's end. */
  readonly declared: readonly P[];
  readonly indexes: readonly MapIndex<P>[];
  readonly queries: readonly MapQuery<P>[];
  readonly loops: readonly MapLoop<P>[];
  /** What is said of the table itself, its indexes and its migrations, and of no query. */
  readonly findings: readonly MapFinding<P>[];
  /** Why less is known of it than of others; clauses. */
  readonly doubts: readonly string[];
}

export interface MapIndex<P = Place> {
  /** Unique within its table. */
  readonly id: string;
  /** Empty where the database gives it a name of its own. */
  readonly name: string;
  /** Keys in order, as SQL says them: `lower(email)`, `created_at desc`. */
  readonly keys: readonly string[];
  readonly unique: boolean;
  readonly primary: boolean;
  /** Lower case; `btree` where nothing is said. */
  readonly method: string;
  /** Condition of a partial index; null for one on all rows. */
  readonly where: string | null;
  /** `proposed`: not there yet, an open need. `redundant`: there, and can go. */
  readonly standing: 'there' | 'proposed' | 'redundant';
  /** Why it can go, or what it would serve; empty otherwise. */
  readonly because: string;
  readonly declared: P | null;
}

/** One use of the table by one query: a self-join gives two. */
export interface MapQuery<P = Place> {
  /** Stable while the query and what is around it by name stay; unique within its table. */
  readonly id: string;
  /** The whole statement or call. */
  readonly place: P;
  /** The function it stands in; empty at the top of a file. */
  readonly within: string;
  /** `SELECT … WHERE project_id = … ORDER BY scene_number`, short. */
  readonly text: string;
  /** What the matcher says of filter and sort together. `whole`: it asks for all rows, in no order; `unknown`: nothing can be said. */
  readonly verdict: 'served' | 'partly' | 'unserved' | 'whole' | 'unknown';
  /** What the query asks of the table, and what serves that, in the order in which an index would want them. */
  readonly cells: readonly MapCell[];
  /** Indexes by which the table is read today; empty when it is read whole, several for an OR. */
  readonly by: readonly string[];
  /** Indexes that were tried, and why each does not serve. */
  readonly not: readonly { readonly index: string; readonly why: string }[];
  /** Proposed index that would serve it; null where there is none. */
  readonly wants: string | null;
  readonly findings: readonly MapFinding<P>[];
}

export interface MapCell {
  /** The column, or the expression that is asked for. */
  readonly column: string;
  /** The condition or sort in a few words: `project_id = …`, `created_at desc`. */
  readonly text: string;
  readonly role: 'equality' | 'range' | 'search' | 'join' | 'sort' | 'other';
  readonly fit: 'served' | 'partly' | 'none';
}

export interface MapFinding<P = Place> {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly advice: string;
  readonly place: P;
  readonly related: readonly MapStep<P>[];
  readonly fingerprint: string;
}

/** A place that belongs to a finding, with what is there. */
export interface MapStep<P = Place> { readonly role: Related['role']; readonly place: P; readonly message: string }

/** A loop that sends queries to the table; `path` is the way down from the loop to the query. */
export interface MapLoop<P = Place> extends MapFinding<P> { readonly path: readonly MapStep<P>[] }
