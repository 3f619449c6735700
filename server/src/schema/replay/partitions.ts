import { chooseName, keyNames } from './default-names.ts';
import type { IndexDraft, Step, TableDraft } from './draft.ts';
import { isMysql } from '../../facts/dialect.ts';
import { addIndex } from './index-drafts.ts';
import { indexSignature } from './same-index.ts';

/** An index of a partitioned table is on each of its partitions too, under a name of that partition; one that is there already is taken. */
export function cloneToPartitions(step: Step, table: TableDraft, draft: IndexDraft): void {
  for (const child of table.children) if (child.kind === 'partition') cloneTo(step, child.table, draft);
}

export function cloneTo(step: Step, partition: TableDraft, draft: IndexDraft): void {
  const signature = indexSignature(draft.index);
  if (partition.indexes.some((own) => indexSignature(own.index) === signature)) return;
  const { kind, keys, include } = draft.index;
  const label = kind === 'primary-key' ? 'pkey' : kind === 'unique' ? 'key' : kind === 'exclude' ? 'excl' : 'idx';
  const name = isMysql(step.state.dialect) ? draft.index.name : chooseName(step.state, partition.schema, partition.name, keyNames(keys, include), label);
  cloneToPartitions(step, partition, addIndex(step.state, partition, { ...draft.index, table: partition.key, name }, draft));
}
