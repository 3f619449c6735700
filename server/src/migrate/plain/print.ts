import type { Catalog } from '../../facts/catalog.ts';
import { createIndexIn, dropIndexIn, type SqlStyle } from '../../sql/ddl-style.ts';
import type { PlannedIndex } from '../tool.ts';
import type { Content, TwoWays } from './compose.ts';

/** An index as CREATE and DROP in the project's style, in the order of its change; null when it cannot be written in this dialect. */
export function bothWays(index: PlannedIndex, catalog: Catalog, style: SqlStyle, build: Content['build']): TwoWays | null {
  const { spec } = index;
  const table = catalog.tables.get(spec.table);
  if (table === undefined || spec.name === null) return null;
  const toCreate = { ...spec, name: spec.name, table: { schema: table.schema, name: table.name } };
  const create = createIndexIn(style, toCreate, catalog.dialect, build);
  if (create === null) return null;
  const drop = dropIndexIn(style, toCreate, catalog.dialect, build);
  return index.change === 'drop' ? { index, up: drop, down: create } : { index, up: create, down: drop };
}
