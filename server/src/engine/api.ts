import type { ConfigProblem, Settings } from '../config/settings.ts';
import type { AccessPath } from '../facts/access.ts';
import type { Budget } from '../facts/budget.ts';
import type { Catalog, Column, Index, Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { Finding, Need, Place, Site } from '../facts/finding.ts';
import type { IndexMap } from '../facts/index-map.ts';
import type { Unread } from '../facts/query.ts';
import type { Fix } from '../fix/fix.ts';
import type { MigrationPlan } from '../migrate/plan.ts';
import type { Span } from '../text/span.ts';
import type { ServedUse, TableCount } from './served.ts';

/** A change of the workspace: `null` text means the file is gone. Paths are relative to the folder, with `/`. */
export interface Change { readonly path: string; readonly text: string | null }

/** One engine for each workspace folder. Editor, command line and tests enter here and nowhere else (invariant 1). */
export interface EngineApi {
  /** Texts on disk. An open document's text wins over them until it is closed. */
  update(changes: readonly Change[]): void;
  open(path: string, text: string, version: number): void;
  edit(path: string, text: string, version: number): void;
  close(path: string): void;
  /** False until everything was read once; index rules wait for it (invariant 8). */
  setComplete(complete: boolean): void;
  snapshot(): Snapshot;
}

/** An unchanging view of one revision. Cheap to take; what it answers is computed on demand and cached. */
export interface Snapshot {
  readonly revision: number;
  readonly complete: boolean;
  /** Equal for as long as what `sites(path)` gives cannot have changed; O(1) once computed. */
  resultId(path: string): string;
  /** Each unserved query of that file (open documents). */
  sites(path: string): readonly Site[];
  /** One finding a need, over the whole workspace, in file order. `paths` narrows the first sites. */
  findings(): readonly Finding[];
  /** What would have been told, but for a comment or for what the configuration says of one table; in file order. Rules that are off altogether have none. */
  suppressed(): readonly SuppressedSite[];
  /** Files that have findings, or had some in the last revision asked for. */
  paths(): readonly string[];
  /** Every source file that is read. */
  files(): readonly string[];
  catalogs(): readonly Catalog[];
  /** Changes when any catalog does: the editor then refreshes other documents. */
  readonly catalogRevision: string;
  /** The queries and tables at an offset, innermost first. */
  explain(path: string, offset: number): Explanation | null;
  /** Where the table or column that SQL text names at an offset is declared. Empty for names of the host language, whose own tools follow them. */
  definition(path: string, offset: number): readonly Place[];
  /** What names the table or column at an offset, or which queries the index there serves; `declaration`: where it is declared too. */
  references(path: string, offset: number, wanted: { readonly declaration: boolean }): readonly Place[];
  /** The tables of that file's queries that an index serves, in the order of the text. Empty before everything was read. */
  served(path: string): readonly ServedUse[];
  /** The tables that a file declares, with the queries of the workspace that use them. */
  tables(path: string): readonly TableCount[];
  fixes(path: string, site: Site): readonly Fix[];
  /** How many queries one call of each function of a file may send that answers requests, or that other files can call; in order of the text. What sends none is left out. */
  budgets(path: string): readonly Budget[];
  /** Needs that are open in the whole workspace: what `migrate` offers. */
  openNeeds(): readonly Need[];
  /** One migration for these needs, with the edits of the models. Writes nothing. */
  plan(needs: readonly Need[]): MigrationPlan;
  /** Tables with their indexes, queries, loops and findings: what report and editor draw. Of nothing but tables until everything was read. */
  indexMap(): IndexMap;
  stats(): Stats;
  /** Mistakes in configuration files; their path may lie above the folder. */
  configProblems(): readonly ConfigProblem[];
  /** What holds for a file, which need not exist. */
  configuration(path: string): FileConfiguration;
  /** What each configuration of the workspace says, the one above the folder first. */
  settings(): readonly Settings[];
  /** The text that spans of this snapshot lie in; null when the file is gone or has changed since. */
  text(path: string): string | null;
}

/** A site that is not told. `by`: the comment that says so, or the configuration; `reason`: as it is given there, empty where none is. */
export type SuppressedSite = Site & { readonly reason: string; readonly by: Place | 'configuration' };

/** What hover shows. */
export type Explanation =
  | { readonly kind: 'query'; readonly span: Span; readonly paths: readonly AccessPath[]; readonly catalog: Catalog; /** The column that is named just there. */ readonly column: { readonly table: Table; readonly column: Column } | null }
  | { readonly kind: 'table'; readonly span: Span; readonly table: string; readonly catalog: Catalog }
  | { readonly kind: 'index'; readonly span: Span; readonly index: Index; readonly table: Table; readonly serves: readonly Place[] }
  | { readonly kind: 'unread'; readonly span: Span; readonly reason: string };

export type { Fix, MigrationPlan, Need, ServedUse, TableCount };

export interface Stats { readonly files: number; readonly queriesRead: number; readonly unread: readonly (Unread & { readonly path: string })[]; /** ORMs and drivers that were found and that no adapter reads, each once, with the file that tells of it. */ readonly notRead: readonly { readonly title: string; readonly path: string }[]; readonly milliseconds: number }

/** `dialect`: configured or found out; null where neither. `included`: it is read at all. `quiet`: its queries are read and not judged. */
export interface FileConfiguration { readonly settings: Settings; readonly dialect: Dialect | null; readonly included: boolean; readonly quiet: boolean }
