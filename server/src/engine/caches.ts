import type { FileFacts } from '../facts/file.ts';
import type { KnownAdvice } from './advice-by-table.ts';
import type { CheckedFile, FileMemo, Memo } from './check.ts';
import type { JudgedFile } from './judge.ts';
import { LinkedAnswers } from './linked-answers.ts';
import type { TableUses } from './table-uses.ts';

/** What one snapshot hands on to the next. Everything is known by the objects it was made from, so nothing has to be taken out by hand. */
export interface SnapshotCaches {
  readonly queries: WeakMap<object, Memo>;
  readonly files: WeakMap<FileFacts, FileMemo>;
  readonly answers: LinkedAnswers;
  readonly judged: WeakMap<CheckedFile, JudgedFile>;
  /** Of the snapshot before. */
  readonly uses: { last: ReadonlyMap<string, TableUses> };
  /** By catalog and table. */
  readonly advice: Map<string, KnownAdvice>;
}

export const newCaches = (): SnapshotCaches => ({ queries: new WeakMap(), files: new WeakMap(), answers: new LinkedAnswers(), judged: new WeakMap(), uses: { last: new Map() }, advice: new Map() });
