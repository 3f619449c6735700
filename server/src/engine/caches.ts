import type { Advice } from '../advice/advise.ts';
import type { AdviceInput } from '../advice/input.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { FileFacts } from '../facts/file.ts';
import type { CheckedFile, Memo } from './check.ts';
import type { JudgedFile } from './judge.ts';
import type { Linked } from './link.ts';
import type { Derived } from './project-files.ts';
import type { TableUses } from './table-uses.ts';

/** What one snapshot hands on to the next. Everything is known by the objects it was made from, so nothing has to be taken out by hand. */
export interface SnapshotCaches {
  readonly queries: WeakMap<object, Memo>;
  readonly files: WeakMap<FileFacts, { readonly linked: Linked; readonly derived: Derived; readonly checked: CheckedFile }>;
  readonly judged: WeakMap<CheckedFile, JudgedFile>;
  /** Of the snapshot before. */
  readonly uses: { last: ReadonlyMap<Catalog, TableUses> };
  /** By catalog and table. */
  readonly advice: Map<string, { readonly catalog: Catalog; readonly inputs: readonly AdviceInput[]; readonly manner: string; readonly advice: Advice }>;
}

export const newCaches = (): SnapshotCaches => ({ queries: new WeakMap(), files: new WeakMap(), judged: new WeakMap(), uses: { last: new Map() }, advice: new Map() });
