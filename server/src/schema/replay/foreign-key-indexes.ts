import type { ForeignKey, Index } from '../../facts/catalog.ts';
import { isMysql } from '../../facts/dialect.ts';
import type { ReplayState, TableDraft } from './draft.ts';
import { addIndex, freeName, removeIndexes } from './index-drafts.ts';
import { foldName } from './names.ts';

/**
 * InnoDB makes an index for a foreign key when none begins with its columns in their order. It stays when the key is dropped, and goes when a
 * declared index takes its place (seen on MariaDB 10.11). Its name is the constraint's, or the first column's.
 */
export function coverForeignKeys(state: ReplayState, table: TableDraft): void {
  if (!isMysql(state.dialect)) return;
  for (const key of [...table.foreignKeys].reverse()) {
    if (table.indexes.some(({ index }) => covers(index, key.columns))) continue;
    // A model's foreign key without a name has one in the database, which its adapter does not tell.
    const name = key.name !== null && isDefaultName(table, key.name) ? freeName(state, table, key.columns[0] ?? '') : key.name;
    const made = generated(table, key, name);
    replaceGenerated(state, table, made);
    addIndex(state, table, made);
  }
}

const generated = (table: TableDraft, key: ForeignKey, name: string | null): Index => ({
  kind: 'index', table: table.key, origin: 'implicit', path: key.path, usable: true, name, unique: false, method: 'btree',
  keys: key.columns.map((column) => ({ expr: { kind: 'column', column, span: key.span }, direction: 'asc', nulls: 'default' })), include: [], where: null, span: key.span,
});

const isGenerated = (index: Index): boolean => index.kind === 'index' && index.origin === 'implicit';

function covers(index: Index, columns: readonly string[]): boolean {
  return index.method === 'btree' && columns.every((column, i) => {
    const key = index.keys[i];
    return key?.expr.kind === 'column' && key.prefixLength === undefined && foldName(key.expr.column) === foldName(column);
  });
}

/** An index that is declared takes the place of those that foreign keys made for themselves. */
export function replaceGenerated(state: ReplayState, table: TableDraft, added: Index): void {
  if (!isMysql(state.dialect)) return;
  removeIndexes(state, table, ({ index }) => isGenerated(index) && index !== added && covers(added, index.keys.map((key) => (key.expr.kind === 'column' ? key.expr.column : ''))));
}

/** The index of an earlier foreign key over the same columns goes: the new key's takes its place. */
export function replaceEqual(state: ReplayState, table: TableDraft, key: ForeignKey): void {
  if (isMysql(state.dialect)) removeIndexes(state, table, ({ index }) => isGenerated(index) && index.keys.length === key.columns.length && covers(index, key.columns));
}

/** InnoDB's own name of a foreign key without one: `orders_ibfk_1`. */
export function defaultKeyName(table: TableDraft): string {
  const numbers = table.foreignKeys.map(({ name }) => (name !== null && isDefaultName(table, name) ? Number(name.slice(table.name.length + 6)) : 0));
  return `${table.name}_ibfk_${String(Math.max(0, ...numbers) + 1)}`;
}

const isDefaultName = (table: TableDraft, name: string): boolean => foldName(name).startsWith(`${foldName(table.name)}_ibfk_`) && /_\d+$/.test(name);
