import type { Column, ForeignKey, Table } from '../../facts/catalog.ts';
import type { ReplayState, TableDraft } from './draft.ts';
import { foldName } from './names.ts';

/** The draft as the catalog has it. It has no revision before all that is told of the table is together (`schema/databases/revise.ts`). */
export function finish(state: ReplayState, draft: TableDraft): Table {
  const foreignKeys = draft.foreignKeys.map((key) => withReferences(state, key));
  const indexes = draft.indexes.map((own) => own.index);
  const alias = draft.columns.find((column) => foldName(column.name) === draft.rowidAlias);
  const doubts = draft.virtual ? [...draft.doubts, 'it is a virtual table: what serves a query on it is its module\'s own affair'] : draft.doubts;
  return {
    key: draft.key, schema: draft.schema, name: draft.name, columns: draft.columns.map((column) => withEnum(state, column)), primaryKey: draft.primaryKey, indexes, foreignKeys,
    rowid: state.dialect === 'sqlite' && !draft.withoutRowid && !draft.virtual, rowidAlias: alias?.name ?? null,
    declarations: draft.declarations, attrs: new Map(), view: null, ...(draft.virtual ? { virtual: true } : {}), ...(draft.children.some((child) => child.kind === 'partition') ? { partitioned: true } : {}),
    confidence: doubts.length > 0 ? 'low' : 'high', doubts, revision: '',
  };
}

/** The type may have been declared after the column, or in another file. */
function withEnum(state: ReplayState, column: Column): Column {
  const name = (column.rawType ?? '').split('.').at(-1)?.replaceAll('"', '') ?? '';
  return column.type === 'unknown' && state.enums.has(foldName(name)) ? { ...column, type: 'enum' } : column;
}

/** REFERENCES without columns means the primary key. */
function withReferences(state: ReplayState, key: ForeignKey): ForeignKey {
  return key.refColumns.length > 0 ? key : { ...key, refColumns: state.tables.get(key.refTable)?.primaryKey ?? [] };
}
