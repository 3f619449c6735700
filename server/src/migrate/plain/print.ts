import type { Catalog } from '../../facts/catalog.ts';
import type { QualifiedName } from '../../facts/schema.ts';
import { createIndexIn, dropIndexIn, type SqlStyle } from '../../sql/ddl-style.ts';
import type { PlannedIndex } from '../tool.ts';
import type { Build } from './build.ts';

/** One index as the statements of the two ways, without a semicolon. */
export interface TwoWays { readonly index: PlannedIndex; readonly up: string; readonly down: string }

/** A planned index with what its statements need. */
export interface IndexToWrite { readonly spec: PlannedIndex['spec']; readonly name: string; readonly table: QualifiedName }

/** Null for a table that is not in the catalog, and for an index without a name. */
export function indexToWrite({ spec }: PlannedIndex, catalog: Catalog): IndexToWrite | null {
  const table = catalog.tables.get(spec.table);
  return table === undefined || spec.name === null ? null : { spec, name: spec.name, table: { schema: table.schema, name: table.name } };
}

/** An index as CREATE and DROP in the project's style, in the order of its change; null when it cannot be written in this dialect. */
export function bothWays(index: PlannedIndex, catalog: Catalog, style: SqlStyle, build: Build): TwoWays | null {
  const toWrite = indexToWrite(index, catalog);
  if (toWrite === null) return null;
  const create = createSql(toWrite, catalog, style, build);
  const drop = dropSql(toWrite, catalog, style, build);
  if (create === null) return null;
  return index.change === 'drop' ? { index, up: drop, down: create } : { index, up: create, down: drop };
}

/** CREATE INDEX in the project's style; null when it has no text in this dialect. */
export function createSql({ spec, name, table }: IndexToWrite, catalog: Pick<Catalog, 'dialect'>, style: SqlStyle, build: Build): string | null {
  const sql = createIndexIn(style, { ...spec, name, table }, catalog.dialect, inStyle(build));
  return sql === null ? null : sql + online(style, build);
}

/** DROP INDEX in the same style. MariaDB takes no words about locks there, and neither it nor MySQL does more than forget the index. */
export const dropSql = ({ spec, name, table }: IndexToWrite, catalog: Pick<Catalog, 'dialect'>, style: SqlStyle, build: Build): string => dropIndexIn(style, { ...spec, name, table }, catalog.dialect, inStyle(build));

const inStyle = (build: Build): 'concurrent' | 'plain' => (build === 'concurrent' ? 'concurrent' : 'plain');

/** MySQL's and MariaDB's words for: in place, with reads and writes let through, or not at all. */
const online = (style: SqlStyle, build: Build): string => (build !== 'online' ? '' : style.keywords === 'lower' ? ' algorithm=inplace lock=none' : ' ALGORITHM=INPLACE LOCK=NONE');
