import type { Catalog, Table } from '../../facts/catalog.ts';
import type { BoundQuery } from '../../facts/query.ts';
import type { SentQuery } from '../../rules/rule.ts';
import type { CheckedQuery } from '../check.ts';
import type { Statement } from './statements.ts';

const known = new WeakMap<Statement, SentQuery>();

/**
 * A statement as rules see it, with its place of now. What is bound is as it was judged: spans inside are those of then, and rules on the flow have no use for them.
 */
export function sentQuery(statement: Statement): SentQuery {
  const made = known.get(statement) ?? make(statement);
  known.set(statement, made);
  return made;
}

function make({ ref, span, fact, unread, checked }: Statement): SentQuery {
  const judged: CheckedQuery | null = checked?.judged ?? checked;
  const catalog = judged?.bound.catalog ?? null;
  const query = judged?.bound.query ?? null;
  return { place: { path: ref.in.file, span }, fact, unread, query, paths: judged?.paths ?? [], table: query === null || catalog === null ? null : firstTable(query, catalog), catalog };
}

/** The table that is written, or that stands first in FROM. */
function firstTable(query: BoundQuery, catalog: Catalog): Table | null {
  if (query.into !== undefined) return catalog.tables.get(query.into.table) ?? null;
  const [first] = query.sources;
  if (first?.relation.kind === 'table') return catalog.tables.get(first.relation.table.table) ?? null;
  return first?.relation.kind === 'subquery' ? firstTable(first.relation.query, catalog) : null;
}

/** What a rule can see of a statement, but for where it stands, as objects that are the same for as long as it is. */
export const standing = ({ query, paths, table, catalog, unread, fact }: SentQuery): readonly unknown[] => [query, paths, table?.revision, catalog?.id, unread?.reason, fact === null];
