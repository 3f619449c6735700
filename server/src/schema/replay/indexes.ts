import type { Index } from '../../facts/catalog.ts';
import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { renameDraft } from './constraints.ts';
import { chooseName, keyNames } from './default-names.ts';
import { mayDrop, problem, type IndexDraft, type ReplayState, type Step, type TableDraft } from './draft.ts';
import { addIndex, declaredName, indexNamed, removeIndexes, renameInDef } from './index-drafts.ts';
import { foldName, schemaOf, scopedKey } from './names.ts';
import { cloneToPartitions } from './partitions.ts';
import { indexSignature } from './same-index.ts';

type CreateIndex = Extract<SchemaOp, { op: 'create-index' }>;

/** CREATE INDEX. The same name with other keys, from a script of its own, is an index too: one too many is better than one lost. */
export function createIndex(step: Step, table: TableDraft, operation: Pick<CreateIndex, 'index' | 'ifNotExists'>): void {
  const def = renameInDef(operation.index, (column) => declaredName(table, column));
  const same = def.name === null ? null : indexNamed(step.state, table, def.name);
  if (same) {
    if (operation.ifNotExists || (same.index.table === table.key && indexSignature(same.index) === indexSignature(def))) return;
    problem(step, `there is an index ${def.name ?? ''} already, with other keys`);
  }
  const name = def.name ?? (step.state.dialect === 'postgresql' && step.origin !== 'model' ? chooseName(step.state, table.schema, table.name, keyNames(def.keys, def.include), 'idx') : null);
  const index: Index = { ...def, name, kind: 'index', table: table.key, origin: step.origin, path: step.path, usable: true };
  cloneToPartitions(step, table, addIndex(step, table, index));
}

/** An index by its name: in the schema that is written or the default one, else in the only one that has it. */
function findIndex(state: ReplayState, name: QualifiedName, table: TableDraft | null): { table: TableDraft; draft: IndexDraft } | null {
  const folded = foldName(name.name);
  const isIt = (draft: IndexDraft): boolean => draft.index.name !== null && foldName(draft.index.name) === folded;
  if (table) {
    const draft = table.indexes.find(isIt);
    return draft ? { table, draft } : null;
  }
  const known = state.indexNames.get(scopedKey(schemaOf(name, state.dialect), name.name));
  if (known || name.schema !== null) return known ?? null;
  const found = [...state.tables.values()].flatMap((owner) => owner.indexes.filter(isIt).map((draft) => ({ table: owner, draft })));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** An index that is not known is gone already. */
export function dropIndex(step: Step, name: QualifiedName, table: TableDraft | null): void {
  const found = findIndex(step.state, name, table);
  if (!found || !mayDrop(step, [found.draft.index.path])) return;
  if (found.draft.index.kind === 'primary-key') found.table.primaryKey = [];
  removeIndexes(step.state, found.table, (draft) => draft === found.draft);
}

export function renameIndex(step: Step, name: QualifiedName, to: string): boolean {
  const found = findIndex(step.state, name, null);
  if (found) renameDraft(step, found.table, found.draft, to);
  return found !== null;
}
