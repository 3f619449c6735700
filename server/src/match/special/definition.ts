import type { Expr } from '../../facts/expr.ts';
import type { IndexDef, IndexKey } from '../../facts/schema.ts';

/** One key of an index that is no b-tree: it has no direction. */
export interface SpecialKey { readonly expr: Expr<string>; readonly opclass: string | null }

const keyOf = ({ expr, opclass }: SpecialKey): IndexKey<string> => ({ expr, direction: 'asc', nulls: 'default', ...(opclass === null ? {} : { opclass }) });

/** An index of that method over those keys, without a name. */
export const indexOf = (method: string, keys: readonly SpecialKey[]): IndexDef<string> => ({ name: null, unique: false, method, keys: keys.map(keyOf), include: [], where: null, span: { start: 0, end: 0 } });
