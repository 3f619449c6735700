import type { BulkWords } from '../adapters/adapter.ts';
import type { AccessPath } from '../facts/access.ts';
import type { Catalog, Table } from '../facts/catalog.ts';
import type { Confidence } from '../facts/dialect.ts';
import type { IndexSpec, Place, Related, Severity, Surplus } from '../facts/finding.ts';
import type { BoundQuery, QueryFact, Unread } from '../facts/query.ts';
import type { RelationEntry } from '../facts/schema.ts';
import type { ModelRef, QueryRef, Summary, UnitPlace } from '../link/flow/summary.ts';
import type { Span } from '../text/span.ts';

export type RuleFamily = 'index' | 'schema' | 'predicates' | 'loops' | 'queries' | 'migrations' | 'meta';

export interface RuleMeta {
  readonly id: string;
  readonly family: RuleFamily;
  /** One line, for lists and the configuration's schema. */
  readonly summary: string;
  readonly defaultSeverity: Severity;
  /** Off until the configuration gives it a severity: right in some projects, and noise in most. */
  readonly optIn?: true;
}

/** What a rule says of one place. The engine adds path, fingerprint and advice. */
export interface Verdict {
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly span: Span;
  readonly columns: readonly string[];
  readonly suggestion: IndexSpec | null;
  readonly related: readonly Related[];
  /** An index that is there and can go. */
  readonly surplus?: Surplus;
  /** Another way than an index, as the end of the advice: `compare created_at with a range`. */
  readonly instead?: string;
}

export interface RuleContext { readonly catalog: Catalog; readonly settings: RuleSettings }
/** `smallTables`: keys or globs of tables too small to matter. */
export interface RuleSettings { readonly isSmall: (table: Table) => boolean }

/** Looks at one access path. At most one access rule speaks of one path: the first in the order of rules/index.ts. */
export interface AccessRule extends RuleMeta { readonly scope: 'access'; readonly check: (path: AccessPath, context: RuleContext & AccessContext) => Verdict | null }
export interface AccessContext { readonly table: Table; /** Confidence of the query fact itself. */ readonly confidence: Confidence; /** Spans in the document for the whole call. */ readonly callSpan: Span }

/** `deletedFrom`: keys of tables that some DELETE of the workspace empties; left out where that is not known. */
export interface TableContext { readonly paths: readonly AccessPath[]; readonly deletedFrom?: ReadonlySet<string>; /** Left out where nobody asked. */ readonly reading?: Reading }

/** How much of the workspace's asking was understood: `unread` queries were not, of which some may name a table; `notRead` are tools that no adapter reads. */
export interface Reading { readonly unread: number; readonly notRead: readonly string[]; readonly mentions: (table: Table) => boolean }

/** Looks at one table of a catalog, with the access paths of all queries on it. The span is in the file of the table's declaration or index. */
export interface TableRule extends RuleMeta { readonly scope: 'table'; readonly check: (table: Table, context: RuleContext & TableContext) => readonly (Verdict & { readonly path: string })[] }

/** `path`: the file. `paths`: how every table of the statement is reached. `tableOf`: a table by its key; null for one that is not known, or is too small to matter. */
export interface QueryContext { readonly path: string; readonly fact: QueryFact; readonly confidence: Confidence; readonly paths: readonly AccessPath[]; readonly tableOf: (key: string) => Table | null }

/** A verdict on a statement, told of the table that `access` reaches. */
export interface QueryVerdict { readonly verdict: Verdict; readonly access: AccessPath }

/** Looks at one statement as a whole. Every query rule is asked: what it says is about something else than a missing index. */
export interface QueryRule extends RuleMeta { readonly scope: 'query'; readonly check: (query: BoundQuery, context: RuleContext & QueryContext) => readonly QueryVerdict[] }

/** How a query of the workspace reaches a table, and where it stands: `place` is the whole call or statement. */
export interface TableUse { readonly access: AccessPath; readonly place: Place; readonly enclosing: string }

/** `usesOf`: by the table's key. */
export interface CatalogContext { readonly usesOf: (table: string) => readonly TableUse[] }

/** `table`: the key of the table that it is told of, which need not be in the catalog any more. */
export type CatalogVerdict = Verdict & { readonly path: string; readonly table: string };

/** Looks at one database as a whole: its migrations, its names, its models beside its migrations. */
export interface CatalogRule extends RuleMeta { readonly scope: 'catalog'; readonly check: (context: RuleContext & CatalogContext) => readonly CatalogVerdict[] }

/** A statement of the workspace as a flow rule sees it; `query` and `paths` are null and empty where it was not understood (then `unread` says what is known of it). */
export interface SentQuery {
  readonly place: Place;
  readonly fact: QueryFact | null;
  readonly unread: Unread | null;
  readonly query: BoundQuery | null;
  readonly paths: readonly AccessPath[];
  /** The table that is read or written first; null where it is not known. */
  readonly table: Table | null;
  readonly catalog: Catalog | null;
}

/** A relation as its model declares it, with the table that it leads to (null where it is not known). */
export interface RelationSeen { readonly name: string; readonly entry: RelationEntry; readonly owner: Table | null; readonly target: Table | null; readonly place: Place | null }

/** `role`: what the file is run for, by its path and what it declares; `handler`: the function answers requests. `queryOf`: null where it was lost. */
export interface FlowContext {
  readonly path: string;
  readonly role: 'application' | 'script' | 'test' | 'seed' | 'migration';
  readonly handler: boolean;
  readonly language: 'typescript' | 'python';
  /** By its catalog; for statements of several databases the one of the query in question. */
  readonly settings: RuleSettings;
  readonly queryOf: (ref: QueryRef) => SentQuery | null;
  readonly relationOf: (model: ModelRef, relation: string) => RelationSeen | null;
  readonly placeOf: (place: UnitPlace) => Place;
  /** What an adapter, by its id, says in place of a loop of statements; null where that is SQL. */
  readonly inBulk: (adapter: string) => BulkWords | null;
  /** Whether an adapter's statements run in this very process on SQLite. */
  readonly inProcess: (adapter: string) => boolean;
}

/** A verdict on a function; told of `table` of `catalog`, or of no table at all. `event`: which of the summary's events it is about, so that of one event one rule speaks. */
export interface FlowVerdict { readonly verdict: Verdict; readonly table: Table | null; readonly catalog: Catalog | null; readonly event: number | null }

/** Looks at what one function asks of the database. Of one event in one repeater the first rule that speaks is heard. */
export interface FlowRule extends RuleMeta { readonly scope: 'flow'; readonly check: (summary: Summary, context: FlowContext) => readonly FlowVerdict[] }

export type Rule = AccessRule | TableRule | QueryRule | CatalogRule | FlowRule | (RuleMeta & { readonly scope: 'engine' });
