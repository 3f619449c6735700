import type { IndexDef } from '../facts/schema.ts';

/** The extension of PostgreSQL without which an index can not be made; null where none is needed. Column types of an extension (vector) are there before any index on them. */
export function extensionOf(index: Pick<IndexDef<string>, 'method' | 'keys'>): string | null {
  return index.keys.some((key) => key.opclass === 'gin_trgm_ops' || key.opclass === 'gist_trgm_ops') ? 'pg_trgm' : null;
}
