import type { Column, ForeignKey, Index, Table } from '../../facts/catalog.ts';
import type { Confidence } from '../../facts/dialect.ts';
import { isSameForeignKey } from './constraints.ts';
import { foldName } from './names.ts';
import { indexSignature } from './same-index.ts';

/**
 * One table that two sources describe; `a` is the model, or whatever comes first. Columns and foreign keys are united, and an index seen
 * in either is an index: `a`'s entry stays where both have it, under the name that is known.
 */
export function mergeTable(a: Table, b: Table): Table {
  const rowid = a.rowid && b.rowid;
  return {
    ...a,
    columns: mergeColumns(a.columns, b.columns),
    primaryKey: a.primaryKey.length > 0 ? a.primaryKey : b.primaryKey,
    indexes: mergeIndexes(a.indexes, b.indexes),
    foreignKeys: [...a.foreignKeys, ...b.foreignKeys.filter((key) => !a.foreignKeys.some((own) => isSameForeignKey(own, key)))].map((key) => named(key, b)),
    rowid, rowidAlias: rowid ? (a.rowidAlias ?? b.rowidAlias) : null,
    declarations: [...a.declarations, ...b.declarations],
    attrs: new Map([...b.attrs, ...a.attrs]),
    view: a.view ?? b.view,
    ...(a.columnsDiffer === true || b.columnsDiffer === true || columnNames(a) !== columnNames(b) ? { columnsDiffer: true } : {}),
    ...(a.virtual || b.virtual ? { virtual: true } : {}),
    ...(a.unclaimed || b.unclaimed ? { unclaimed: true } : {}),
    confidence: lower(a.confidence, b.confidence),
    doubts: [...new Set([...a.doubts, ...b.doubts])],
  };
}

const columnNames = (table: Table): string => table.columns.map((column) => foldName(column.name)).sort().join('\n');

function mergeColumns(a: readonly Column[], b: readonly Column[]): Column[] {
  const others = new Map(b.map((column) => [foldName(column.name), column]));
  const own = a.map((column) => {
    const other = others.get(foldName(column.name));
    others.delete(foldName(column.name));
    return other ? mergeColumn(column, other) : column;
  });
  return [...own, ...others.values()];
}

const mergeColumn = (a: Column, b: Column): Column => ({
  ...a, type: a.type === 'unknown' ? b.type : a.type, rawType: a.rawType ?? b.rawType, notNull: a.notNull || b.notNull, collation: a.collation ?? b.collation, declared: a.declared ?? b.declared,
});

/** Each index of `a` stands for one of `b` at most, so that a real duplicate in `b` is still seen as one. */
function mergeIndexes(a: readonly Index[], b: readonly Index[]): Index[] {
  const left = [...b];
  const take = (own: Index, matches: (other: Index) => boolean): Index | null => {
    const at = left.findIndex((other) => indexSignature(other) === indexSignature(own) && (other.kind === 'primary-key') === (own.kind === 'primary-key') && matches(other));
    return at < 0 ? null : (left.splice(at, 1)[0] ?? null);
  };
  const byName = a.map((own) => (own.name === null ? null : take(own, (other) => other.name !== null && foldName(other.name) === foldName(own.name ?? ''))));
  const merged = a.map((own, i) => {
    const other = byName[i] ?? take(own, () => true);
    return other ? { ...own, name: own.name ?? other.name, usable: own.usable && other.usable, also: { origin: other.origin, path: other.path } } : own;
  });
  return [...merged, ...left];
}

const named = (key: ForeignKey, b: Table): ForeignKey => (key.name !== null ? key : { ...key, name: b.foreignKeys.find((other) => isSameForeignKey(other, key))?.name ?? null });

const ORDER: readonly Confidence[] = ['low', 'medium', 'high'];
const lower = (a: Confidence, b: Confidence): Confidence => (ORDER.indexOf(a) < ORDER.indexOf(b) ? a : b);
