import type { SymbolPath } from '../../facts/expr.ts';
import type { Casing, ColumnDecl, ColumnSpread } from '../../facts/schema.ts';
import { applyCasing } from './casing.ts';
import type { ModelContext } from './context.ts';
import type { Placed } from './lineage.ts';

/** A model's columns with mixins spread; `doubts` tells what could not be found. */
export interface ModelColumns { readonly columns: readonly NamedColumn[]; readonly doubts: readonly string[] }
/** `file` is where the column is written, which for a mixin is not the table's. */
export interface NamedColumn { readonly name: string; readonly file: string; readonly decl: ColumnDecl }

const MAX_DEPTH = 8;

/** The columns that a declaration has itself. A later attribute of the same name wins, as in an object literal and in a class. */
function ownColumns({ file, fact }: Placed, context: ModelContext, casing: Casing): ModelColumns {
  const { symbols } = context;
  const doubts: string[] = [];
  const byAttr = new Map<string, NamedColumn>();
  const add = (owner: string, items: readonly (ColumnDecl | ColumnSpread)[], depth: number): void => {
    for (const item of items) {
      if (item.kind === 'spread') addSpread(owner, item.path, depth);
      else {
        const decl = made(owner, item, 0);
        if (decl !== null) byAttr.set(item.attr, { name: decl.name ?? applyCasing(item.attr, casing), file: owner, decl });
      }
    }
  };
  const made = (owner: string, item: ColumnDecl, depth: number): ColumnDecl | null => {
    if (item.made === undefined) return item;
    const found = depth > MAX_DEPTH ? null : symbols.resolve(owner, item.made);
    const [maker, more] = found?.fact.kind === 'mixin' ? found.fact.columns : [];
    if (found !== null && found.rest.length === 0 && maker?.kind === 'column' && more === undefined) {
      const inner = made(found.file, maker, depth + 1);
      return inner === null ? null : completed(item, inner);
    }
    if (item.maybe !== undefined) return item.maybe === 'column' ? null : item;
    // A builder that is given the column's name may be unknown; one that names it itself may not.
    if (item.name === null) doubts.push(`column ${item.attr} is made by ${item.made.join('.')}, which was not found`);
    return item;
  };
  const addSpread = (owner: string, path: SymbolPath, depth: number): void => {
    const found = depth > MAX_DEPTH ? null : symbols.resolve(owner, path);
    if (found?.fact.kind === 'mixin' || found?.fact.kind === 'table') add(found.file, found.fact.columns, depth + 1);
    else doubts.push(`columns spread from ${path.join('.')} were not found`);
  };
  add(file, fact.columns, 0);
  return { columns: [...byAttr.values()], doubts };
}

/** The columns of a class and of what it takes them from, nearest first: an attribute is the nearest one's. */
export function columnsAlong(line: readonly Placed[], context: ModelContext, casing: Casing): ModelColumns {
  const byAttr = new Map<string, NamedColumn>();
  const doubts: string[] = [];
  for (const placed of line) {
    const own = ownColumns(placed, context, casing);
    doubts.push(...own.doubts);
    for (const column of own.columns) if (!byAttr.has(column.decl.attr)) byAttr.set(column.decl.attr, column);
  }
  return { columns: [...byAttr.values()], doubts };
}

/** What a column says itself, completed by the builder that makes it. */
const completed = (item: ColumnDecl, maker: ColumnDecl): ColumnDecl => ({
  ...maker, ...item, name: item.name ?? maker.name, type: item.type ?? maker.type, references: item.references ?? maker.references,
  notNull: item.nullable === true || (maker.nullable === true && item.annotated !== undefined) ? false : item.notNull || maker.notNull, primaryKey: item.primaryKey || maker.primaryKey, unique: item.unique || maker.unique,
  ...(item.few === true || maker.few === true ? { few: true } : {}),
});
