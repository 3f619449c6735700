import type { IndexKey } from '../../../facts/schema.ts';
import { HOLE, type SqlText } from '../../../sql/read.ts';

/** What may stand behind an expression in a list of keys. */
export interface Suffix extends Pick<IndexKey<never>, 'direction' | 'nulls'> { readonly opclass?: string; readonly prefixLength?: number }

const NULLS = /\s+nulls\s+(first|last)\s*$/i;
const DIRECTION = /\s+(asc|desc)\s*$/i;
const OPCLASS = /\s+(\w+_ops)\s*$/i;

/** MySQL's length of a prefix, behind a column: `${t.bio}(100)`. */
const PREFIX = new RegExp(`^\\s*(?:${HOLE}|\`[^\`]+\`)(\\s*\\(\\s*(\\d+)\\s*\\)\\s*)$`);

/** Takes direction, NULLS and an operator class (on MySQL the length of a prefix) off the end of a key written as SQL (`lower(…) desc nulls last`), for they are no part of its expression. */
export function splitSuffix(sql: SqlText): { readonly text: SqlText; readonly suffix: Suffix } {
  let { text } = sql;
  const take = (pattern: RegExp): string | null => {
    const found = pattern.exec(text);
    if (found !== null) text = text.slice(0, found.index);
    return found?.[1]?.toLowerCase() ?? null;
  };
  const nulls = take(NULLS);
  const direction = take(DIRECTION);
  const opclass = take(OPCLASS);
  const prefix = PREFIX.exec(text);
  if (prefix !== null) text = text.slice(0, text.length - (prefix[1]?.length ?? 0));
  return {
    text: { ...sql, text },
    suffix: { direction: direction === 'desc' ? 'desc' : 'asc', nulls: nulls === 'first' || nulls === 'last' ? nulls : 'default', ...(opclass === null ? {} : { opclass }), ...(prefix === null ? {} : { prefixLength: Number(prefix[2]) }) },
  };
}
