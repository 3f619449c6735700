import { NotificationType, RequestType, RequestType0, type Location, type Position, type WorkspaceEdit } from 'vscode-languageserver-protocol';
import type { ShownMap } from '../report/map/shown.ts';

// What this server speaks beyond the language server protocol; docs/PROTOCOL.md describes it for other editors. No basic use needs it.

/** Everything that a migration could create now, by workspace folder. */
export const openNeedsRequest = new RequestType0<OpenNeedsResult, void>('sargable/openNeeds');
export interface OpenNeedsResult { readonly folders: readonly FolderNeeds[] }
export interface FolderNeeds { readonly uri: string; readonly name: string; readonly needs: readonly OpenNeed[] }
/** `id` names the need until the workspace changes; `title` is the index's name, `index` its shape; `queries` are the places that wait for it, as `path:line`. */
export interface OpenNeed { readonly id: string; readonly title: string; readonly index: string; readonly table: string; readonly database: string; readonly queries: readonly string[] }

/** The next migration for some needs of one folder, as an edit that the client applies. `files` are those worth opening, migrations first. */
export const writeMigrationRequest = new RequestType<WriteMigrationParams, WriteMigrationResult, void>('sargable/writeMigration');
export interface WriteMigrationParams { readonly folder: string; readonly needs: readonly string[] }
export interface WriteMigrationResult { readonly edit: WorkspaceEdit | null; readonly files: readonly MigrationFile[]; /** Why some of it, or all of it, was not written. */ readonly problems: readonly string[] }
export interface MigrationFile { readonly uri: string; readonly path: string; readonly part: 'model' | 'migration'; readonly what: string }

/** The edit of a quick fix that writes a migration, for a client that shows it first; its parameters are the argument of the command `sargable.writeFix`. */
export const fixEditRequest = new RequestType<FixEditParams, FixEditResult, void>('sargable/fixEdit');
export interface FixEditParams { readonly uri: string; readonly fingerprint: string; readonly rule: string; readonly fix: string; readonly title: string }
export interface FixEditResult { readonly edit: WorkspaceEdit }

/** What hover says at a place, as a page of its own; null when nothing is known there. */
export const explainRequest = new RequestType<ExplainParams, ExplainResult | null, void>('sargable/explain');
export interface ExplainParams { readonly uri: string; readonly position: Position }
export interface ExplainResult { readonly markdown: string }

/** A rule's page; null for a rule that there is not. */
export const rulePageRequest = new RequestType<RulePageParams, RulePageResult | null, void>('sargable/rulePage');
export interface RulePageParams { readonly rule: string }
export interface RulePageResult { readonly markdown: string }

/** All rules, for a choice among them. */
export const rulesRequest = new RequestType0<RulesResult, void>('sargable/rules');
export interface RulesResult { readonly rules: readonly { readonly id: string; readonly summary: string }[] }

/** Everything that is told of the workspace, by table: the worst tables first, and in each the worst findings. */
export const findingsRequest = new RequestType0<FindingsResult, void>('sargable/findings');
export interface FindingsResult { readonly folders: readonly FolderFindings[] }
export interface FolderFindings { readonly uri: string; readonly name: string; readonly tables: readonly TableFindings[] }
/** `id` stays over changes. `database`: its name for people. `name` is empty for what belongs to no table. */
export interface TableFindings { readonly id: string; readonly database: string; readonly name: string; readonly findings: readonly ToldFinding[] }
/** `others`: further queries of which the same is said. */
export interface ToldFinding { readonly fingerprint: string; readonly rule: string; readonly severity: 'error' | 'warning' | 'information' | 'hint'; readonly message: string; readonly advice: string; readonly location: Location; readonly others: readonly Location[] }

/** Tables with their indexes, queries, loops and findings, as the Index Map draws them. `known`: the `id` of the answer that the client has; it gets no map again while that stands. */
export const indexMapRequest = new RequestType<IndexMapParams, IndexMapResult, void>('sargable/indexMap');
export interface IndexMapParams { readonly known: string | null }
/** `map` is null where the client has it. `reading`: a folder is still read for the first time, so that little is known. In places `path` is a document's URI and `file` what is shown. */
export interface IndexMapResult { readonly id: string; readonly reading: boolean; readonly databases: boolean; readonly map: ShownMap | null }

/** One of the tools that `sargable mcp` serves (docs/MCP.md), for an editor that offers them to its own agents. `data` is null where something was asked wrongly; `text` then says what. */
export const callToolRequest = new RequestType<CallToolParams, CallToolResult, void>('sargable/callTool');
export interface CallToolParams { readonly name: string; readonly input: Readonly<Record<string, unknown>> }
export interface CallToolResult { readonly text: string; readonly data: Readonly<Record<string, unknown>> | null }

/** What looks like a query and was not understood. */
export const unreadRequest = new RequestType0<UnreadResult, void>('sargable/unread');
export interface UnreadResult { readonly queries: readonly { readonly location: Location; /** Within its folder. */ readonly path: string; readonly reason: string }[] }

/** The argument of the command `sargable.showTable` that a lens over a table carries: where it is declared, which table of which database it is, and the queries that use it. */
export interface TablePlace { readonly uri: string; readonly position: Position; readonly database: string; readonly table: string; readonly name: string; readonly queries: readonly Location[]; readonly unserved: readonly Location[] }

/** Sent after changes to clients that asked for it with the initialization option `wantsStatus`. */
export const statusNotification = new NotificationType<StatusParams>('sargable/status');
export interface StatusParams { readonly folders: readonly FolderStatus[] }
/**
 * `state`: `reading` the folder for the first time, `read`, or `stopped` by the user before that was done (then nothing is told of it). `findings`: how many there are of each severity.
 * `notRead`: titles of ORMs and drivers that were found and that nothing reads yet. `files`, `milliseconds`: what the first reading has read and took.
 */
export interface FolderStatus {
  readonly uri: string;
  readonly state: 'reading' | 'read' | 'stopped';
  readonly indexes: number;
  readonly queries: number;
  readonly unread: number;
  readonly findings: Readonly<Record<'error' | 'warning' | 'information' | 'hint', number>>;
  readonly notRead: readonly string[];
  readonly files: number;
  readonly milliseconds: number;
}
