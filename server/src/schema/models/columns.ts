import type { SymbolPath } from '../../facts/expr.ts';
import type { Casing, ColumnDecl, ColumnSpread, TableDecl } from '../../facts/schema.ts';
import type { SymbolResolver } from '../../link/symbols.ts';
import { applyCasing } from './casing.ts';

/** A model's columns with mixins spread; `doubts` tells what could not be found. A later attribute of the same name wins, as in an object literal. */
export interface ModelColumns { readonly columns: readonly NamedColumn[]; readonly doubts: readonly string[] }
/** `file` is where the column is written, which for a mixin is not the table's. */
export interface NamedColumn { readonly name: string; readonly file: string; readonly decl: ColumnDecl }

const MAX_DEPTH = 8;

export function modelColumns(file: string, table: TableDecl, symbols: SymbolResolver, casing: Casing): ModelColumns {
  const doubts: string[] = [];
  const byAttr = new Map<string, NamedColumn>();
  const add = (owner: string, items: readonly (ColumnDecl | ColumnSpread)[], depth: number): void => {
    for (const item of items) {
      if (item.kind === 'column') byAttr.set(item.attr, { name: item.name ?? applyCasing(item.attr, casing), file: owner, decl: item });
      else addSpread(owner, item.path, depth);
    }
  };
  const addSpread = (owner: string, path: SymbolPath, depth: number): void => {
    const found = depth > MAX_DEPTH ? null : symbols.resolve(owner, path);
    if (found?.fact.kind === 'mixin' || found?.fact.kind === 'table') add(found.file, found.fact.columns, depth + 1);
    else doubts.push(`columns spread from ${path.join('.')} were not found`);
  };
  add(file, table.columns, 0);
  return { columns: [...byAttr.values()], doubts };
}
