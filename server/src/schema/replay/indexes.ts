import type { Index } from '../../facts/catalog.ts';
import type { IndexDef, QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { renameDraft } from './constraints.ts';
import { dirname } from '../../text/path.ts';
import { chooseName, keyNames } from './default-names.ts';
import { mayDrop, problem, type IndexDraft, type Step, type TableDraft } from './draft.ts';
import { isMysql } from '../../facts/dialect.ts';
import { replaceGenerated } from './foreign-key-indexes.ts';
import { addIndex, declaredName, freeName, indexNamed, removeIndexes, renameInDef } from './index-drafts.ts';
import { foldName, schemaOf, scopedKey } from './names.ts';
import { cloneToPartitions } from './partitions.ts';
import { indexSignature } from './same-index.ts';

type CreateIndex = Extract<SchemaOp, { op: 'create-index' }>;

/**
 * CREATE INDEX. The same name with other keys, from a script of its own, is an index too: one too many is better than one lost.
 * So is that of a migration beside a model's: a database that was migrated has the migration's, whatever IF NOT EXISTS says of the model.
 */
export function createIndex(step: Step, table: TableDraft, operation: Pick<CreateIndex, 'index' | 'ifNotExists'>): void {
  const def = renameInDef(operation.index, (column) => declaredName(table, column));
  const same = def.name === null ? null : indexNamed(step.state, table, def.name);
  if (same) {
    const besideModel = same.index.origin === 'model' && step.origin !== 'model';
    if (!(same.index.table === table.key && indexSignature(same.index) === indexSignature(def))) step.state.collisions.push({ index: { ...def, kind: 'index', table: table.key, origin: step.origin, path: step.path, usable: true }, taken: same.index, ifNotExists: operation.ifNotExists });
    if ((operation.ifNotExists && !besideModel) || (same.index.table === table.key && indexSignature(same.index) === indexSignature(def))) return;
    if (!besideModel) problem(step, `there is an index ${def.name ?? ''} already, with other keys`);
  }
  const index: Index = { ...def, name: def.name ?? defaultName(step, table, def), kind: 'index', table: table.key, origin: step.origin, path: step.path, usable: def.invisible !== true };
  replaceGenerated(step.state, table, index);
  cloneToPartitions(step, table, addIndex(step.state, table, index));
}

/** The name that the database gives; null where a model's adapter is to tell, and where an index cannot be without one. */
function defaultName(step: Step, table: TableDraft, def: IndexDef<string>): string | null {
  const first = def.keys[0]?.expr;
  if (isMysql(step.state.dialect)) return freeName(step.state, table, first?.kind === 'column' ? first.column : 'functional_index');
  return step.state.dialect === 'postgresql' && step.origin !== 'model' ? chooseName(step.state, table.schema, table.name, keyNames(def.keys, def.include), 'idx') : null;
}

/**
 * An index by its name: in the schema that is written; without one the index that files of the same folder made (which schemas the search path
 * has is not known, and another folder may be another database's), else that of the default schema, else the only one there is.
 */
function findIndex({ state, path }: Step, name: QualifiedName, table: TableDraft | null): { table: TableDraft; draft: IndexDraft } | null {
  const folded = foldName(name.name);
  const isIt = (draft: IndexDraft): boolean => draft.index.name !== null && foldName(draft.index.name) === folded;
  if (table) {
    const draft = table.indexes.find(isIt);
    return draft ? { table, draft } : null;
  }
  const known = state.indexNames.get(scopedKey(schemaOf(name, state.dialect), name.name)) ?? null;
  if (name.schema !== null || (known !== null && isBeside(path, known.draft))) return known;
  const found = [...state.tables.values()].flatMap((owner) => owner.indexes.filter(isIt).map((draft) => ({ table: owner, draft })));
  const beside = found.filter(({ draft }) => isBeside(path, draft));
  return (beside.length === 1 ? beside[0] : (known ?? (found.length === 1 ? found[0] : null))) ?? null;
}

const isBeside = (path: string, { index }: IndexDraft): boolean => index.path !== null && dirname(index.path) === dirname(path);

/** An index that is not known is gone already. */
export function dropIndex(step: Step, name: QualifiedName, table: TableDraft | null): void {
  const found = findIndex(step, name, table);
  if (!found || !mayDrop(step, [found.draft.index.path])) return;
  if (step.origin === 'migration') step.state.dropped.push({ index: found.draft.index, path: step.path, span: step.statement.span });
  if (found.draft.index.kind === 'primary-key') found.table.primaryKey = [];
  removeIndexes(step.state, found.table, (draft) => draft === found.draft);
}

export function renameIndex(step: Step, name: QualifiedName, to: string, table: TableDraft | null = null): boolean {
  const found = findIndex(step, name, table);
  if (found) renameDraft(step, found.table, found.draft, to);
  return found !== null;
}
