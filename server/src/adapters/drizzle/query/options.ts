import type { HostExpr } from '../../../lang/expression.ts';
import { objectOf, type Placed } from '../constants.ts';
import type { Env } from '../names/env.ts';
import type { Names } from '../names/names.ts';

/** One entry of an object of options; `optional` when it is there only sometimes (`...(x && { where })`). */
export interface Option extends Placed { readonly key: string; readonly optional: boolean }

/** An object's entries with its spreads opened; a later entry of the same key wins. `unknown`: something is spread that is not written in this file. */
export interface Options { readonly entries: ReadonlyMap<string, Option>; readonly unknown: boolean }

const MAX_DEPTH = 6;

/** Null when the expression is no object that this file writes down. */
export function optionsOf(names: Names, expr: HostExpr, env: Env | null): Options | null {
  const object = objectOf(names, expr, env);
  if (object === null) return null;
  const entries = new Map<string, Option>();
  const unknown = collect(names, object, entries, false, 0);
  return { entries, unknown };
}

function collect(names: Names, object: Placed, entries: Map<string, Option>, optional: boolean, depth: number): boolean {
  if (object.expr.kind !== 'object' || depth > MAX_DEPTH) return true;
  let unknown = false;
  for (const property of object.expr.properties) {
    if (property.kind === 'property') entries.set(property.key, { key: property.key, expr: property.value, env: object.env, optional });
    else unknown = (property.kind === 'computed' || collectSpread(names, property.arg, object.env, entries, optional, depth)) || unknown;
  }
  return unknown;
}

/** `...base`, `...(x ? { where } : {})`, `...(x && { where })`. */
function collectSpread(names: Names, arg: HostExpr, env: Env | null, entries: Map<string, Option>, optional: boolean, depth: number): boolean {
  if (arg.kind === 'nothing') return false;
  if (arg.kind === 'conditional') return [arg.then, arg.otherwise].map((side) => collectSpread(names, side, env, entries, true, depth + 1)).includes(true);
  if (arg.kind === 'binary' && arg.op === '&&') return collectSpread(names, arg.right, env, entries, true, depth + 1);
  const object = objectOf(names, arg, env);
  return object === null || collect(names, object, entries, optional, depth + 1);
}
