import type { Span } from '../text/span.ts';
import type { AliasFact } from './alias.ts';
import type { SymbolPath } from './expr.ts';
import type { FileFlow } from './flow.ts';
import type { Program } from './program.ts';
import type { QueryFact, SentWrite, Unread } from './query.ts';
import type { ScriptFact } from './script.ts';
import type { Skim } from './skim.ts';
import type { ModelFact, SchemaStatement } from './schema.ts';

/** Everything that one file tells, by itself. Serialises as JSON and comes back equal (invariant 9). */
export interface FileFacts {
  readonly path: string;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly aliases: readonly AliasFact[];
  readonly models: readonly ModelFact[];
  readonly statements: readonly SchemaStatement[];
  readonly queries: readonly QueryFact[];
  readonly unread: readonly Unread[];
  /** What helpers of other files write at calls of this one; found by following them (link/helpers.ts). */
  readonly writes?: readonly SentWrite[];
  /** SQL files alone. */
  readonly script?: ScriptFact;
  /** What its classes and functions do; only for files in which SQL is made of what other files say. */
  readonly program?: Program;
  /** What its functions do; only for files that run queries or may lead to some. */
  readonly flow?: FileFlow;
  /** What it imports; only for files that no adapter wants (link/flow/candidates.ts). */
  readonly skim?: Skim;
  /** What is told of one part of the file rests on others: after an edit it is read as a whole. */
  readonly together?: true;
  readonly suppressions: readonly Suppression[];
  /** What a crashed adapter or an unparsable statement left behind; shown on demand. */
  readonly problems: readonly FileProblem[];
}

/**
 * `import { a as b } from 'm'`: local `b`, imported `a`. `*` for a namespace, `default` for the default export. Python's `import *` has `*` as local name too;
 * its `import a.b` binds `a` of the module `a` and `loads` `a.b`. Several of one local name are alternatives.
 */
export interface ImportFact { readonly local: string; readonly module: string; readonly imported: string; readonly loads?: string }

/**
 * `local` is a path at this file's top level; with `module` it is re-exported from there (`*` as name for `export * from`). Several of one name are
 * alternatives, as under `try` and `except`. `hidden`: only by its name, not with `*`.
 */
export type ExportFact =
  | { readonly name: string; readonly local: SymbolPath; readonly hidden?: true }
  | { readonly name: string; readonly module: string; readonly imported: string; readonly hidden?: true };

/**
 * `sargable-ignore a, b: why`. `rules` is empty for all rules, and `at` says where each is named. Applies to findings that start, or whose statement starts, on `line` (0-based) or on one down to `until`, or to
 * the whole file. `problem`: a block without its end, which goes on to the end of the file, or an end without its block, which applies to nothing.
 */
export interface Suppression { readonly rules: readonly string[]; readonly at: readonly Span[]; readonly reason: string; readonly line: number | 'file'; readonly until?: number; readonly span: Span; readonly problem?: 'unclosed' | 'no-start' }

export interface FileProblem { readonly span: Span; readonly message: string }
