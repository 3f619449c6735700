import type { Catalog } from '../../facts/catalog.ts';
import type { IndexToWrite } from './print.ts';

/**
 * How an index is made. `concurrent`: PostgreSQL's CONCURRENTLY, which nothing may wrap in a transaction; `online`: MySQL and MariaDB are told
 * to refuse rather than to block writes; `plain`: as the database does by itself.
 */
export type Build = 'concurrent' | 'online' | 'plain';

/** What this database can do for this index, where the runner of its migrations can (`concurrently`) or cannot build CONCURRENTLY. */
export function buildOf({ spec }: IndexToWrite, catalog: Catalog, runner: 'concurrently' | 'in-transactions'): Build {
  // An in-place build of a full-text or spatial index cannot let writes through.
  if (catalog.dialect === 'mysql' || catalog.dialect === 'mariadb') return spec.method === 'btree' ? 'online' : 'plain';
  if (catalog.dialect !== 'postgresql' || runner !== 'concurrently') return 'plain';
  // PostgreSQL refuses CONCURRENTLY for the index of a partitioned table.
  return catalog.tables.get(spec.table)?.partitioned === true ? 'plain' : 'concurrent';
}
