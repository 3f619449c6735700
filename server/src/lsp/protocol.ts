import { NotificationType, RequestType, RequestType0, type Position, type WorkspaceEdit } from 'vscode-languageserver-protocol';

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

/** Sent after changes to clients that asked for it with the initialization option `wantsStatus`. */
export const statusNotification = new NotificationType<StatusParams>('sargable/status');
export interface StatusParams { readonly folders: readonly FolderStatus[] }
/** `notRead`: titles of ORMs and drivers that were found and that nothing reads yet. `milliseconds`: what the first scan took. */
export interface FolderStatus { readonly uri: string; readonly complete: boolean; readonly indexes: number; readonly queries: number; readonly unread: number; readonly unserved: number; readonly notRead: readonly string[]; readonly milliseconds: number }
