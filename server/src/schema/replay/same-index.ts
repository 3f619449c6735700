import type { Expr } from '../../facts/expr.ts';
import type { IndexDef, IndexKey } from '../../facts/schema.ts';
import { foldName } from './names.ts';

/** Equal for two definitions that make the same index, whatever they are called: method, uniqueness, keys and predicate. */
export function indexSignature(def: IndexDef<string>): string {
  return JSON.stringify([def.method, def.unique, def.keys.map(keySignature), def.include.map(foldName), def.where && exprSignature(def.where)]);
}

function keySignature(key: IndexKey<string>): readonly unknown[] {
  return [exprSignature(key.expr), key.direction, nullsOf(key), key.opclass ?? null, key.collation ?? null, key.prefixLength ?? null];
}

/** NULLS LAST is what ASC means, NULLS FIRST what DESC means. */
function nullsOf(key: IndexKey<string>): string {
  return key.nulls === (key.direction === 'asc' ? 'last' : 'first') ? 'default' : key.nulls;
}

/** An expression without its places. */
const exprSignature = (expr: Expr<string>): string =>
  JSON.stringify(expr, (name, value: unknown) => (name === 'span' ? undefined : name === 'column' && typeof value === 'string' ? foldName(value) : value));
