import type { Catalog } from '../../facts/catalog.ts';
import type { PlannedIndex } from '../tool.ts';
import type { Content, TwoWays } from './compose.ts';
import type { SqlStyle } from './style.ts';

/** An index as CREATE and DROP in the project's style. */
export function bothWays(index: PlannedIndex, catalog: Catalog, style: SqlStyle, build: Content['build']): TwoWays {
  return { index, create: `CREATE INDEX ${index.spec.name ?? ''} ON ${catalog.tables.get(index.spec.table)?.name ?? ''} ${style.quotes} ${build}`, drop: '' };
}
