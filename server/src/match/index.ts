import type { AccessPath } from '../facts/access.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { BoundQuery } from '../facts/query.ts';
import type { IndexDef } from '../facts/schema.ts';
import { startAnalysis } from './analysis.ts';
import type { MatchOptions } from './options.ts';
import { asIndex } from './propose.ts';
import { analyse } from './statement.ts';

export type { MatchOptions } from './options.ts';
export { coversIndex, sameIndex } from './same.ts';

/**
 * How every base table of a statement is reached: those of subqueries, CTEs, views, UNION arms, EXISTS and IN too. Deterministic, and total: what can not be told is `unknown`.
 * The rules are those that the planners of PostgreSQL, SQLite and MariaDB were seen to follow (docs/ACCURACY.md).
 */
export function accessPaths(query: BoundQuery, catalog: Catalog, options: MatchOptions = {}): readonly AccessPath[] {
  const analysis = startAnalysis(query, catalog, options);
  analyse(query, { scope: new Map(), outer: new Set(), driver: 'once', inside: false, hashable: false, pushed: [], depth: 0 }, analysis);
  return analysis.paths;
}

/** The same, as if further indexes were there. `table` is a catalog key; one that is not in the catalog is passed over. */
export function accessWith(query: BoundQuery, catalog: Catalog, extra: readonly { readonly table: string; readonly index: IndexDef<string> }[], options: MatchOptions = {}): readonly AccessPath[] {
  const tables = new Map(catalog.tables);
  for (const { table: key, index } of extra) {
    const table = tables.get(key);
    if (table !== undefined) tables.set(key, { ...table, indexes: [...table.indexes, asIndex(index, key)] });
  }
  return accessPaths(query, { ...catalog, tables }, options);
}
