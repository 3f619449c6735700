import type { Index } from '../../facts/catalog.ts';
import { chooseName, keyNames } from './default-names.ts';
import type { IndexDraft, Step, TableDraft } from './draft.ts';
import { isMysql } from '../../facts/dialect.ts';
import { addIndex } from './index-drafts.ts';
import { indexSignature } from './same-index.ts';

/**
 * An index of a partitioned table is on each of its partitions too, under a name of that partition. One that is there already is taken, unless it is
 * another index's part; for a constraint only one that is a constraint's. From then on it goes with the whole.
 */
export function cloneToPartitions(step: Step, table: TableDraft, draft: IndexDraft): void {
  for (const child of table.children) if (child.kind === 'partition') cloneTo(step, child.table, draft);
}

export function cloneTo(step: Step, partition: TableDraft, draft: IndexDraft): void {
  const signature = undirected(draft.index);
  const taken = partition.indexes.find((own) => own.parent === null && undirected(own.index) === signature && (draft.index.origin !== 'implicit' || own.index.origin === 'implicit'));
  if (taken !== undefined) {
    taken.parent = draft;
    cloneToPartitions(step, partition, taken);
    return;
  }
  const { kind, keys, include } = draft.index;
  const label = kind === 'primary-key' ? 'pkey' : kind === 'unique' ? 'key' : kind === 'exclude' ? 'excl' : 'idx';
  const name = isMysql(step.state.dialect) ? draft.index.name : chooseName(step.state, partition.schema, partition.name, keyNames(keys, include), label);
  cloneToPartitions(step, partition, addIndex(step.state, partition, { ...draft.index, table: partition.key, name }, draft));
}

/** PostgreSQL takes an index of a partition for the parent's whatever its directions are (CompareIndexInfo of its sources). */
const undirected = (index: Index): string => indexSignature({ ...index, keys: index.keys.map((key) => ({ ...key, direction: 'asc' as const, nulls: 'default' as const })) });
