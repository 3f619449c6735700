import type { AccessPath } from '../facts/access.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { BoundQuery } from '../facts/query.ts';
import type { Verdict } from '../rules/rule.ts';
import type { Habits } from './habits.ts';

/** One verdict with what advice needs to know of its place. Pass those alone that are to be told: what is switched off or ignored asks for no index. */
export interface AdviceInput {
  /** The file, relative to the workspace folder. */
  readonly path: string;
  readonly rule: string;
  readonly verdict: Verdict;
  /** The catalog's key of the table. */
  readonly table: string;
  /** Null for what a table rule says. */
  readonly access: AccessPath | null;
  /** The whole statement, as it was matched; without it a merged index is tried on the SELECT that holds the table alone. */
  readonly query?: BoundQuery;
  /** Name of the function or statement around the query; empty at top level and for schema rules. */
  readonly enclosing: string;
}

export interface AdviceContext {
  readonly catalog: Catalog;
  /** The name that the table's ORM would give by itself, for projects without a pattern of their own; null where it has none. */
  readonly nameIndex: (spec: IndexSpec) => string | null;
  /** What nearly all queries on a table do, by the catalog's key; left out where only the queries at hand are known. */
  readonly habits?: (table: string) => Habits;
  /** Whether a name is another index's or table's, as `takenNames` writes it: left out, the catalog is looked at. Whoever gives it knows what was asked. */
  readonly isTaken?: (name: string) => boolean;
}
