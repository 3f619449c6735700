import type { Span } from '../../../text/span.ts';
import type { SymbolPath } from '../../../facts/expr.ts';

/** A table that Payload makes, with the database's names. */
export interface PlannedTable {
  readonly name: string;
  readonly columns: PlannedColumn[];
  readonly spreads: { readonly path: SymbolPath; readonly span: Span }[];
  readonly indexes: PlannedIndex[];
  /** The table that its `_parent_id` or `parent_id` refers to. */
  readonly parent: { readonly table: string; readonly column: string } | null;
  readonly span: Span;
  readonly nameSpan: Span;
}

/** `attr`: the way to the field, as queries write it (`meta.title`). */
export interface PlannedColumn { readonly attr: string; readonly name: string; readonly type: string | null; readonly notNull: boolean; readonly few: boolean; readonly primaryKey: boolean; readonly span: Span }
export interface PlannedIndex { readonly name: string; readonly columns: readonly string[]; readonly unique: boolean; /** By a word of the project's own (`index: true`), not of Payload's. */ readonly stated: boolean; readonly span: Span }

/** What a collection's own table and all that hang on it have in common. */
export interface Plan {
  readonly root: string;
  readonly versions: boolean;
  readonly tables: PlannedTable[];
  /** Fields that hold several texts or numbers lie in one table of the root; `index` where one of them says so. */
  texts: 'none' | 'plain' | 'index';
  numbers: 'none' | 'plain' | 'index';
  /** Slugs that relations with several targets or values lead to. */
  readonly related: Set<string>;
  /** Why not all of it could be read. */
  readonly doubts: string[];
}

export const emptyPlan = (root: string, versions: boolean): Plan => ({ root, versions, tables: [], texts: 'none', numbers: 'none', related: new Set(), doubts: [] });

export function newTable(name: string, span: Span, nameSpan: Span, parent: PlannedTable['parent'] = null): PlannedTable {
  return { name, columns: [], spreads: [], indexes: [], parent, span, nameSpan };
}

export function addColumn(table: PlannedTable, column: Pick<PlannedColumn, 'attr' | 'name' | 'type' | 'span'> & Partial<PlannedColumn>): void {
  if (!table.columns.some(({ name }) => name === column.name)) table.columns.push({ notNull: false, few: false, primaryKey: false, ...column });
}

/** A field that Payload adds too has one index. */
export function addIndex(table: PlannedTable, name: string, columns: readonly string[], unique: boolean, span: Span, stated = false): void {
  if (!table.indexes.some((index) => index.name === name)) table.indexes.push({ name, columns, unique, span, stated });
}
