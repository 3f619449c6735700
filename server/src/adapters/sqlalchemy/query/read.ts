import type { AdapterInput, QueryRead } from '../../adapter.ts';

/** Every query that a file asks through SQLAlchemy, and what looks like one and could not be read. */
export function readQueries(_input: AdapterInput): QueryRead {
  return { queries: [], unread: [] };
}
