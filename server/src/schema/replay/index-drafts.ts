import type { ForeignKey, Index } from '../../facts/catalog.ts';
import type { Expr } from '../../facts/expr.ts';
import type { IndexDef, IndexKey } from '../../facts/schema.ts';
import { columnsOf, mapExpr } from '../../facts/walk.ts';
import type { IndexDraft, ReplayState, TableDraft } from './draft.ts';
import { foldName, scopedKey } from './names.ts';

/** Puts an index on a table and makes its name known. */
export function addIndex(state: ReplayState, table: TableDraft, index: Index, parent: IndexDraft | null = null): IndexDraft {
  const draft: IndexDraft = { index, parent };
  table.indexes.push(draft);
  register(state, table, draft);
  return draft;
}

/** An index's name is unique in its schema, on MySQL in its table. */
const nameKey = (state: ReplayState, table: TableDraft, name: string): string =>
  state.dialect === 'mysql' || state.dialect === 'mariadb' ? `${table.key}\0${foldName(name)}` : scopedKey(table.schema, name);

/** The name of a key that has none on MySQL: its first column's, with a number when that is taken. */
export function freeName(state: ReplayState, table: TableDraft, column: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? column : `${column}_${String(number)}`;
    if (foldName(name) !== 'primary' && !state.indexNames.has(nameKey(state, table, name))) return name;
  }
}

export function register(state: ReplayState, table: TableDraft, draft: IndexDraft): void {
  if (draft.index.name !== null) state.indexNames.set(nameKey(state, table, draft.index.name), { table, draft });
}

/** The index that has this name already, where an index of `table` would get it. */
export const indexNamed = (state: ReplayState, table: TableDraft, name: string): IndexDraft | null => state.indexNames.get(nameKey(state, table, name))?.draft ?? null;

export function unregister(state: ReplayState, table: TableDraft, draft: IndexDraft): void {
  if (draft.index.name === null) return;
  const key = nameKey(state, table, draft.index.name);
  if (state.indexNames.get(key)?.draft === draft) state.indexNames.delete(key);
}

/** Takes indexes off a table, and what partitions have of them. */
export function removeIndexes(state: ReplayState, table: TableDraft, gone: (draft: IndexDraft) => boolean): void {
  const removed = table.indexes.filter(gone);
  if (removed.length === 0) return;
  table.indexes = table.indexes.filter((draft) => !removed.includes(draft));
  for (const draft of removed) unregister(state, table, draft);
  if (state.dialect === 'postgresql') for (const { index } of removed) if (index.unique) dropReferences(state, table, index);
  for (const child of table.children) removeIndexes(state, child.table, (draft) => draft.parent !== null && removed.includes(draft.parent));
}

/** On PostgreSQL a foreign key rests on a unique index and goes with it (it must have been CASCADE), unless another index can bear it. */
function dropReferences(state: ReplayState, table: TableDraft, gone: Index): void {
  const columns = columnSet(gone);
  if (table.indexes.some(({ index }) => index.unique && index.where === null && columnSet(index) === columns)) return;
  const rests = (key: ForeignKey): boolean => key.refTable === table.key && [...key.refColumns].map(foldName).sort().join('\0') === columns;
  for (const other of state.tables.values()) if (other.foreignKeys.some(rests)) other.foreignKeys = other.foreignKeys.filter((key) => !rests(key));
}

const columnSet = (index: Index): string => index.keys.map((key) => (key.expr.kind === 'column' ? foldName(key.expr.column) : '')).sort().join('\0');

/** The name of the table's own column that SQL calls `name`; SQLite compares names in any case. */
export function declaredName(table: TableDraft, name: string): string {
  const folded = foldName(name);
  return table.columns.find((column) => column.name === name)?.name ?? table.columns.find((column) => foldName(column.name) === folded)?.name ?? name;
}

/** The definition with every column renamed: keys, INCLUDE and predicate. */
export function renameInDef<I extends IndexDef<string>>(def: I, rename: (column: string) => string): I {
  const rewrite = (expr: Expr<string>): Expr<string> => mapExpr<string, string>(expr, { column: (node) => ({ ...node, column: rename(node.column) }), query: () => null });
  const keys = def.keys.map((key): IndexKey<string> => ({ ...key, expr: rewrite(key.expr) }));
  return { ...def, keys, include: def.include.map(rename), where: def.where === null ? null : rewrite(def.where) };
}

/** Whether an index needs a column anywhere: such an index goes with its column. */
export function dependsOn(def: IndexDef<string>, folded: string): boolean {
  const names = (expr: Expr<string>): boolean => columnsOf(expr).some((node) => foldName(node.column) === folded);
  return def.keys.some((key) => names(key.expr)) || def.include.some((column) => foldName(column) === folded) || (def.where !== null && names(def.where));
}
