import type { AccessPath } from '../facts/access.ts';
import type { BoundQuery, QueryFact } from '../facts/query.ts';
import type { CheckedQuery, Said } from './check.ts';
import { shifted } from './shifted.ts';

type Move = (offset: number) => number;

/** The judgement of a query that stands elsewhere in its file now. Indexes and tables are the catalog's own and do not move. */
export function moveChecked(checked: CheckedQuery, fact: QueryFact, path: string, move: Move): CheckedQuery {
  const query = shifted(checked.bound.query, move);
  // Most paths are of the statement itself, which need not be copied once more for each.
  const queryOf = (one: AccessPath) => (one.query === checked.bound.query ? query : shifted(one.query, move));
  const paths = new Map(checked.paths.map((one) => [one, movePath(one, queryOf(one), move)]));
  const said = checked.said.map((one): Said => ({ ...one, path: paths.get(one.path) ?? one.path, verdict: moveVerdict(one.verdict, path, move) }));
  return { fact, bound: { ...checked.bound, fact, query }, paths: [...paths.values()], said };
}

const movePath = (path: AccessPath, query: BoundQuery, move: Move): AccessPath => ({ ...path, root: path.root ?? path, query, conditions: shifted(path.conditions, move), order: shifted(path.order, move) });

const moveVerdict = (verdict: Said['verdict'], path: string, move: Move): Said['verdict'] =>
  ({ ...verdict, span: shifted(verdict.span, move), related: verdict.related.map((place) => (place.path === path ? { ...place, span: shifted(place.span, move) } : place)) });
