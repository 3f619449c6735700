import type { SymbolicQuery, Unread } from '../../facts/query.ts';
import { partsOf } from '../../facts/walk-query.ts';
import type { Piece } from '../split.ts';
import type { SqlFacts } from '../read.ts';
import { readStatement, type StatementReading } from '../statement.ts';
import { documentSpan } from '../text-builder.ts';
import { type Routine, readRoutine } from './routine.ts';

/** Queries of one routine. A body of which not all could be read is counted once. */
export function queriesOfRoutine(reading: StatementReading, piece: Piece): { readonly queries: SqlFacts['queries']; readonly unread: readonly Unread[] } {
  const routine = readRoutine(reading.flat, piece, reading.dialect);
  if (routine === null) return { queries: [], unread: [] };
  const span = documentSpan(reading.flat.toDocument, piece.start, piece.end);
  if (typeof routine === 'string') return { queries: [], unread: [{ span, reason: routine }] };
  const queries: SqlFacts['queries'][number][] = [];
  let failed: string | null = null;
  for (const fragment of routine.fragments) {
    const end = fragment.text.length;
    const { read, partly } = readStatement({ ...reading, flat: { ...fragment, holes: new Map(), offsets: [], optional: [] } }, { start: 0, end });
    if (read.kind === 'error') failed ??= read.message;
    else if (read.kind === 'query' && matters(read.query, routine)) queries.push({ query: read.query, span: documentSpan(fragment.toDocument, 0, end), partly, routine: routine.fact });
  }
  return { queries, unread: failed === null ? [] : [{ span, reason: `in the body: ${failed}` }] };
}

/** A query that reads tables, and none that the routine makes for itself. */
function matters(query: SymbolicQuery, { temporary }: Routine): boolean {
  const tables = partsOf(query, (nested) => nested).sources.flatMap(({ relation }) => (relation.kind === 'table' ? [relation.table] : []));
  return tables.length > 0 && !tables.some((table) => table.by === 'name' && table.schema === null && temporary.includes(table.name.toLowerCase()));
}
