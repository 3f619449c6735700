import type { Dialect } from '../facts/dialect.ts';
import type { SchemaStatement } from '../facts/schema.ts';
import { split } from './split.ts';

const CALL = /\bcall\b/i;
const NAME = /'([A-Za-z_][\w$]{0,62})'/g;
const LONGEST = 2000;

/**
 * Tables whose names a SQL file hands to a procedure (`CALL drop_index_if_there('users', 'users_email')`). What it does to them is not known, so that what is
 * said of them is less sure. In document order; names that are of no table do no harm.
 */
export function calledTables(text: string, dialect: Dialect): readonly SchemaStatement[] {
  if (dialect === 'sqlite' || !CALL.test(text)) return [];
  return split(text, dialect).flatMap((piece): readonly SchemaStatement[] => {
    if (piece.kind !== 'statement' || piece.head[0] !== 'call') return [];
    const names = new Set([...text.slice(piece.start, Math.min(piece.end, piece.start + LONGEST)).matchAll(NAME)].map((match) => match[1] ?? ''));
    return [...names].map((name) => ({ operation: { op: 'unreadable', table: { schema: null, name }, reason: `a procedure is called with the name ${name}` }, span: { start: piece.start, end: piece.end }, dialect }));
  });
}
