import type { Span } from '../text/span.ts';
import type { Confidence } from './dialect.ts';
import type { IndexDef } from './schema.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** An index finished to the last column: what a fix writes and a migration creates. `table` is the catalog's key. */
export interface IndexSpec extends IndexDef<string> { readonly table: string }

/** An index that can go, by the name that the database has. `because`: a clause, for a comment in the migration. */
export interface Surplus { readonly index: IndexSpec; readonly because: string }

export interface Place { readonly path: string; readonly span: Span }

/** A place that belongs to a finding. */
export interface Related extends Place { readonly role: 'call-site' | 'query' | 'loop' | 'schema' | 'index'; readonly message: string; readonly fingerprint?: string }

/** One unserved query (or one schema problem), as a rule tells it. */
export interface Site {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** What is wrong and why: one sentence, table and columns named. */
  readonly message: string;
  /** What to do. Written in advice/ once it is known what else the index serves. Empty when there is none. */
  readonly advice: string;
  readonly path: string;
  /** Tight: the column, not the statement. */
  readonly span: Span;
  readonly database: string;
  /** The database's own name, `schema.table` outside the default schema; `suggestion.table` is the catalog's key. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly suggestion: IndexSpec | null;
  /** An OR over several columns: further indexes, without which `suggestion` alone serves nothing. */
  readonly together?: readonly IndexSpec[];
  /** An index that is there and can go. */
  readonly surplus?: Surplus;
  readonly related: readonly Related[];
  /** Of this site alone, and the same after the code around it moved. */
  readonly fingerprint: string;
  /** Of what is asked: rule, table, columns and query. Equal for equal queries, wherever they stand. */
  readonly shape: string;
  /** The function or statement around the query; empty at the top of a file and for schema rules. */
  readonly within: string;
}

/** What the CLI and the Problems view of closed files show: one for each need, at its first site in file order. */
export interface Finding extends Site { readonly sites: readonly Site[] }

/** One index that can go, and the findings that say so. */
export interface Removal extends Need, Surplus {}

/** One index missing, and everything it would serve. The name in `index` is final. */
export interface Need { readonly index: IndexSpec; readonly database: string; readonly sites: readonly Site[] }
