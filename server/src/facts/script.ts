import type { Span } from '../text/span.ts';

/** How the statements of a SQL file stand to transactions. There only for files that speak of CONCURRENTLY, in a statement or a comment. */
export interface ScriptFact {
  /** Every statement that is run, in order. */
  readonly statements: readonly ScriptStatement[];
  /** The tool's own word in this file that it be run outside a transaction: of goose, dbmate, sql-migrate, sqlx, Atlas or node-pg-migrate. */
  readonly outside: boolean;
}

/** `concurrent`: an index is built, rebuilt or dropped CONCURRENTLY; `span` is then that of the word. */
export interface ScriptStatement { readonly kind: 'begin' | 'commit' | 'concurrent' | 'other'; readonly span: Span }
