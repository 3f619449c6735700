import type { Dialect } from '../../facts/dialect.ts';
import type { SqlStyle } from '../../sql/ddl-style.ts';
import type { Build } from '../plain/build.ts';
import type { IndexToWrite } from '../plain/print.ts';
import type { ScriptShape } from './shape.ts';

/** What tells one tool's scripts from another's. */
export interface ScriptHabits {
  /** The module its types come from. */
  readonly module: string;
  /** Whether what its functions do is awaited. */
  readonly runs: 'async' | 'builder';
  /** The file that the tool itself makes, where the newest one cannot be imitated. */
  readonly template: (language: ScriptLanguage) => string;
  /** Whether an index can be built CONCURRENTLY, given the texts of recent migrations, newest first. */
  readonly canBuildConcurrently: (recent: readonly string[]) => boolean;
  /** What a build that blocks writes is told about, for PostgreSQL. */
  readonly blocking: string;
  /** The statements of the two ways, as lines of code. */
  readonly make: (index: IndexToWrite, writing: ScriptWriting) => Lines | null;
  readonly drop: (index: IndexToWrite, writing: ScriptWriting) => Lines;
  /** A statement in SQL, sent by itself. */
  readonly send: (sql: string, writing: ScriptWriting) => Lines;
  /** What a function begins with, and what the file exports besides, to be run outside a transaction. */
  readonly outside: { readonly line: ((shape: ScriptShape) => string) | null; readonly config: string | null };
}

export type ScriptLanguage = 'ts' | 'esm' | 'cjs';
export type Lines = readonly string[];

/** All that a statement's form depends on. `recent`: texts of the newest migrations, newest first. */
export interface ScriptWriting { readonly shape: ScriptShape; readonly style: SqlStyle; readonly dialect: Dialect; readonly build: Build; readonly recent: readonly string[] }
