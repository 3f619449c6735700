import type { FlowFunction } from '../../facts/flow.ts';
import type { ClassRef } from './code.ts';
import type { Env } from './env.ts';
import { NONE, type Roots, UNKNOWN, union } from './roots.ts';
import type { ModelRef, QueryRef, UnitRef } from './summary.ts';
import type { UnitQuery } from './world.ts';

/** What an expression stands for, as far as it has to do with queries. Lists, objects and instances are cells that fill up as the code runs; nothing is ever taken out. */
export type Value =
  | Unknown | Constant | ListValue | ObjectValue | RowsValue | RowValue | ColumnValue | StatementValue | SymbolValue | FunctionValue | UnitValue | ClassValue | InstanceValue | PlaceValue | EitherValue;

/** `lookup`: read out of this container by a key, so that what is there may be kept from before. */
export interface Unknown { readonly v: 'unknown'; readonly roots: Roots; readonly lookup?: string }
export interface Constant { readonly v: 'constant'; readonly value: string | number | boolean | null; readonly roots: Roots }

/** `items` while each is known. `map`: its elements are read by a key. `repeater`: what made it. */
export interface ListValue { readonly v: 'list'; readonly form: 'list' | 'map'; readonly cell: ListCell; readonly roots: Roots }
export interface ListCell { items: readonly Value[] | null; element: Value | null; repeater: number | null }

export interface ObjectValue { readonly v: 'object'; readonly cell: ObjectCell; readonly roots: Roots }
/** `rest`: what other keys may hold; null where there are none. */
export interface ObjectCell { readonly fields: Map<string, Value>; rest: Value | null }

/** Where rows come from. `path`: along relations from the rows of `query` (`comments.author`), empty for those themselves. `loaded`: relations of these rows. `asked`: those that the query leaves to be loaded when they are read, whatever their model says. `event`: which of this run's read them. */
export interface Origin { readonly query: QueryRef | null; readonly event: number | null; readonly model: ModelRef | null; readonly path: string; readonly loaded: readonly string[]; readonly asked?: readonly string[] }
export interface RowsValue { readonly v: 'rows'; readonly from: Origin; readonly roots: Roots }
/** `read`: relations that have been read of this row, by the event that read them. */
export interface RowValue { readonly v: 'row'; readonly from: Origin; readonly roots: Roots; readonly read: Map<string, ReadRelation> }
export interface ReadRelation { readonly happening: number; readonly value: Value }
export interface ColumnValue { readonly v: 'column'; readonly row: RowValue; readonly name: string; readonly roots: Roots }

/** A statement that was not sent yet: one of the workspace's, or a relation that is one. */
export interface StatementValue { readonly v: 'statement'; readonly query: UnitQuery | null; readonly relation: { readonly row: RowValue; readonly name: string; readonly target: ModelRef | null } | null; readonly adapter: string; readonly roots: Roots; readonly receiver: Value | null }

/**
 * Something that only a caller knows: a parameter, an attribute or element of one, what a call of one gave. `hint`: what it is as far as types and defaults tell.
 */
export interface SymbolValue { readonly v: 'symbol'; readonly form: SymbolForm; readonly hint: Value | null; readonly roots: Roots }
export type SymbolForm =
  | { readonly is: 'param'; readonly index: number }
  | { readonly is: 'attr'; readonly of: SymbolValue; readonly name: string }
  | { readonly is: 'element'; readonly of: SymbolValue; readonly loop: string | null }
  | { readonly is: 'result'; readonly open: number };

/** A function inside of a unit. `memoised`: it keeps what it gave. `bound`: its first arguments are given already. */
export interface FunctionValue { readonly v: 'function'; readonly fn: FlowFunction; readonly env: Env; readonly unit: UnitRef; readonly name: string; readonly memoised: boolean; readonly bound: readonly Value[]; readonly roots: Roots }
export interface UnitValue { readonly v: 'unit'; readonly ref: UnitRef; readonly self: Value | null; readonly memoised: boolean; readonly bound: readonly Value[]; readonly roots: Roots }
export interface ClassValue { readonly v: 'class'; readonly of: ClassRef | null; readonly model: ModelRef | null; readonly roots: Roots }
/** `fields`: what its constructor gave it. */
export interface InstanceValue { readonly v: 'instance'; readonly of: ClassRef | null; readonly model: ModelRef | null; readonly fields: ReadonlyMap<string, Value>; readonly roots: Roots }
/** A module; a name of a library; a dotted name of a file that means nothing by itself yet. */
export interface PlaceValue { readonly v: 'place'; readonly is: 'module' | 'outside' | 'dotted'; readonly file: string; readonly path: readonly string[]; readonly roots: Roots }
export interface EitherValue { readonly v: 'either'; readonly of: readonly Value[]; readonly roots: Roots }

export const unknown = (roots: Roots = NONE): Unknown => ({ v: 'unknown', roots });
export const NOTHING: Value = unknown();
export const SOMETHING: Value = unknown(UNKNOWN);
export const constant = (value: Constant['value']): Constant => ({ v: 'constant', value, roots: NONE });
export const listOf = (element: Value | null, roots: Roots = NONE, form: ListValue['form'] = 'list'): ListValue => ({ v: 'list', form, cell: { items: null, element, repeater: null }, roots });
export const listWith = (items: readonly Value[]): ListValue => ({ v: 'list', form: 'list', cell: { items, element: null, repeater: null }, roots: NONE });
export const objectOf = (fields: Map<string, Value>, rest: Value | null = null): ObjectValue => ({ v: 'object', cell: { fields, rest }, roots: NONE });
export const rowOf = (from: Origin, roots: Roots): RowValue => ({ v: 'row', from, roots, read: new Map() });
export const moduleOf = (file: string): PlaceValue => ({ v: 'place', is: 'module', file, path: [], roots: NONE });

/** All that a value depends on: of a list what its elements do too. */
export function rootsOf(value: Value, depth = 0): Roots {
  if (depth > 4) return value.roots;
  switch (value.v) {
    case 'list': return and(among(value.roots, value.cell.items ?? [], depth), value.cell.element, depth);
    case 'object': return and(among(value.roots, value.cell.fields.values(), depth), value.cell.rest, depth);
    case 'either': return among(NONE, value.of, depth);
    case 'instance': return among(value.roots, value.fields.values(), depth);
    default: return value.roots;
  }
}

function among(own: Roots, parts: Iterable<Value>, depth: number): Roots {
  let roots = own;
  for (const part of parts) roots = union(roots, rootsOf(part, depth + 1));
  return roots;
}

const and = (roots: Roots, part: Value | null, depth: number): Roots => (part === null ? roots : union(roots, rootsOf(part, depth + 1)));

/** The same value, which depends on more. */
export function withRoots(value: Value, roots: Roots): Value {
  const all = union(value.roots, roots);
  if (all === value.roots) return value;
  if (value.v === 'constant') return unknown(all);
  if (value.v === 'either') return { ...value, of: value.of.map((one) => withRoots(one, roots)), roots: all };
  return { ...value, roots: all };
}
