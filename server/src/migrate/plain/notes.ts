import type { MigrationRequest, PlannedIndex } from '../tool.ts';
import type { Build } from './build.ts';

const BLOCKING = 'For a large table in use: CREATE INDEX CONCURRENTLY IF NOT EXISTS, by itself and outside a transaction.';

/** What has to be known of a migration on PostgreSQL, as sentences; `blocking` tells how this tool would build without blocking writes. */
export function notesOn({ catalog, indexes }: Pick<MigrationRequest, 'catalog' | 'indexes'>, build: Build, blocking = BLOCKING): readonly string[] {
  if (catalog.dialect !== 'postgresql') return [];
  if (indexes.every((index) => index.change === 'drop')) return build === 'concurrent' ? [] : ['Locks the table for a moment, once all that uses it is done. For a busy one: DROP INDEX CONCURRENTLY IF EXISTS, by itself and outside a transaction.'];
  if (build === 'concurrent') return ['A concurrent build that fails leaves an INVALID index, which IF NOT EXISTS then passes over: drop it before running this again.'];
  if (indexes.some((index) => catalog.tables.get(index.spec.table)?.partitioned === true)) return ['Blocks writes while it builds. A partitioned table has no other way but to build CONCURRENTLY on each partition, and then to attach those indexes to one made ON ONLY the table.'];
  return [`Blocks writes while it builds. ${blocking}`];
}

/** One line on what a migration is for: `Add index idx_a to scenes`. */
export function whatItDoes(indexes: readonly PlannedIndex[], nameOf: (key: string) => string): string {
  const [only] = indexes;
  const tables = [...new Set(indexes.map((index) => nameOf(index.spec.table)))].join(', ');
  const [verb, towards] = indexes.every((index) => index.change === 'drop') ? ['Drop', 'from'] : indexes.some((index) => index.change === 'drop') ? ['Change', 'of'] : ['Add', 'to'];
  return indexes.length === 1 && only !== undefined && only.spec.name !== null ? `${verb} index ${only.spec.name} ${towards} ${tables}` : `${verb} indexes ${towards} ${tables}`;
}
