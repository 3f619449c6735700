import type { Column } from '../facts/catalog.ts';
import { type Dialect, isMysql } from '../facts/dialect.ts';

/** Enough to tell most texts apart, and far from the limit of an index entry (3072 bytes, four a character). */
const LENGTH = 100;
const LONGEST_WHOLE = 768;

/** How much of a column MySQL's index on it should keep: TEXT, BLOB and very long strings can not be kept whole. Null where the whole column can, and in other dialects. */
export function prefixOf(column: Column | null, dialect: Dialect): number | null {
  if (column === null || !isMysql(dialect)) return null;
  const raw = (column.rawType ?? '').toLowerCase();
  if (/^(tiny|medium|long)?(text|blob)/.test(raw)) return LENGTH;
  const size = /^(?:n?varchar|char|varbinary|character varying) ?\( ?(\d+)/.exec(raw)?.[1];
  return size !== undefined && Number(size) > LONGEST_WHOLE ? LENGTH : null;
}
