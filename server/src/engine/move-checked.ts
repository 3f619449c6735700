import type { AccessPath } from '../facts/access.ts';
import type { QueryFact } from '../facts/query.ts';
import type { CheckedQuery, Said } from './check.ts';
import { lateField } from './lazy.ts';
import type { Move } from './move.ts';
import { isDeclaration } from './relocate-advice.ts';
import { shifted } from './shifted.ts';

/**
 * The judgement of a query that stands elsewhere in its file now. Indexes and tables are the catalog's own and do not move; conditions and the like are
 * copied when someone looks.
 */
export function moveChecked(judged: CheckedQuery, fact: QueryFact, path: string, move: Move): CheckedQuery {
  const bound = { ...judged.bound, fact };
  lateField(bound, 'query', () => shifted(judged.bound.query, move));
  // Most paths are of the statement itself, which need not be copied once more for each.
  const movePath = (one: AccessPath): AccessPath => ({
    ...one, query: one.query === judged.bound.query ? bound.query : shifted(one.query, move), conditions: shifted(one.conditions, move), order: shifted(one.order, move),
  });
  const checked = { fact, bound, paths: judged.paths, said: judged.said.map((one): Said => ({ ...one, verdict: moveVerdict(one.verdict, path, move) })), judged };
  lateField(checked, 'paths', () => judged.paths.map(movePath));
  return checked;
}

/** Declarations are the catalog's own too: where they stand now is told by `toldAt`. */
const moveVerdict = (verdict: Said['verdict'], path: string, move: Move): Said['verdict'] =>
  ({ ...verdict, span: shifted(verdict.span, move), related: verdict.related.map((place) => (place.path === path && !isDeclaration(place) ? { ...place, span: shifted(place.span, move) } : place)) });
