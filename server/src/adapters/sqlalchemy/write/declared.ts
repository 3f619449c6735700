import type { ColumnRef } from '../../../facts/expr.ts';
import type { IndexSpec } from '../../../facts/finding.ts';
import type { ColumnDecl, IndexDef, IndexKey, TableDecl } from '../../../facts/schema.ts';

type Attrs = ReadonlyMap<string, string>;

/** Whether a declaration has the index: by its name, or one that is the same in everything else. */
export function isThere(table: TableDecl, spec: IndexSpec, attrs: Attrs): boolean {
  if (table.indexes.some((index) => (spec.name !== null && index.name === spec.name) || hasSameKeys(index, spec, attrs))) return true;
  const flagged = flaggedColumn(table, spec, attrs);
  return flagged !== null && flagged.indexed?.unique === spec.unique && spec.method === 'btree' && spec.where === null && spec.include.length === 0;
}

/** The column with `index=True` that an index of one plain column is of. */
export function flaggedColumn(table: TableDecl, spec: IndexSpec, attrs: Attrs): ColumnDecl | null {
  const column = onlyColumn(spec.keys);
  if (column === null) return null;
  const found = table.columns.find((one) => one.kind === 'column' && (one.name === column || one.attr === (attrs.get(column) ?? column)));
  return found?.kind === 'column' && found.indexed !== undefined ? found : null;
}

/** The index among those of `__table_args__` and `Table(…)`: by its name; by its place, or by its columns, where it has none of its own. */
export function declaredIndex(table: TableDecl, spec: IndexSpec, attrs: Attrs): IndexDef<ColumnRef> | null {
  const unnamed = table.indexes.filter((index) => index.name === null);
  return table.indexes.find((index) => index.name !== null && index.name === spec.name)
    ?? unnamed.find(({ span }) => span.start === spec.span.start && span.end === spec.span.end)
    ?? unnamed.find((index) => hasSameKeys(index, spec, attrs)) ?? null;
}

function onlyColumn([key, more]: readonly IndexKey<string>[]): string | null {
  return key?.expr.kind !== 'column' || more !== undefined || key.direction !== 'asc' || key.opclass !== undefined || key.collation !== undefined || key.prefixLength !== undefined ? null : key.expr.column;
}

/** The same keys with everything else equal. */
function hasSameKeys(index: IndexDef<ColumnRef>, spec: IndexSpec, attrs: Attrs): boolean {
  if (index.keys.length !== spec.keys.length || index.unique !== spec.unique || index.method !== spec.method || index.where !== null || spec.where !== null) return false;
  return index.keys.every((key, i) => {
    const other = spec.keys[i];
    if (other?.expr.kind !== 'column' || key.expr.kind !== 'column') return false;
    return isColumn(key.expr.column, other.expr.column, attrs) && key.direction === other.direction && key.nulls === other.nulls && key.opclass === other.opclass && key.collation === other.collation && key.prefixLength === other.prefixLength;
  });
}

const isColumn = (ref: ColumnRef, column: string, attrs: Attrs): boolean =>
  ref.by === 'name' ? ref.name === column : attrs.get(column) === (ref.by === 'attr' ? ref.attr : ref.path.at(-1));
