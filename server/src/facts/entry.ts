import type { ProgramExpr } from './program.ts';

/** How a class keeps an index in a list of its own: the attribute, and what an entry is made of. */
export interface EntryStyle { readonly attr: string; readonly entry: EntryShape }

/**
 * An entry of such a list with its parts named by what they say. `columns`: all of the columns, as a list of texts or as one text with commas;
 * `direction`: how DESC is said of one (`('created_at', 'DESC')`, `'created_at DESC'`), null where it cannot be.
 */
export type EntryShape =
  | { readonly x: 'name' | 'table' | 'unique' | 'column' | 'statement' }
  | { readonly x: 'columns'; readonly form: 'list' | 'tuple' | 'set' | 'text'; readonly direction: 'tuple' | 'text' | null }
  /** The columns as items of the list or the call around them. */
  | { readonly x: 'spread' }
  | { readonly x: 'as-is'; readonly value: ProgramExpr }
  | { readonly x: 'dict'; readonly entries: readonly (readonly [string, EntryShape])[] }
  | { readonly x: 'list'; readonly form: 'list' | 'tuple' | 'set'; readonly items: readonly EntryShape[] }
  | { readonly x: 'call'; readonly of: ProgramExpr; readonly args: readonly EntryShape[]; readonly keywords: readonly (readonly [string, EntryShape])[] };

/**
 * What the configuration says of classes built on `baseClass`: the attributes that hold their table and their list of indexes, and what an entry is made of:
 * whole statements, one column, all columns, slots in order, or the key of each slot.
 */
export interface CustomModel { readonly baseClass: string; readonly tableAttr: string; readonly indexAttr: string; readonly shape: CustomShape }
export type Slot = 'name' | 'columns' | 'unique' | 'where';
export type CustomShape = 'sql' | 'column' | 'columns' | readonly Slot[] | Readonly<Partial<Record<Slot, string>>>;
