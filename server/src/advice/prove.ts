import type { AccessPath } from '../facts/access.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { BoundQuery } from '../facts/query.ts';
import { accessWith } from '../match/index.ts';
import { proposalOf } from '../rules/suggest.ts';
import { shapeText } from '../rules/words/index.ts';

/** Paths are unchanging and kept by the engine for as long as query and tables stay as they are, so an answer about one stays true. */
const proved = new WeakMap<AccessPath, Map<string, boolean>>();

/** True when these indexes do for the query all that its own proposal would: asked of the matcher, not of how indexes were merged. */
export function proves(path: AccessPath, query: BoundQuery, indexes: readonly IndexSpec[], catalog: Catalog): boolean {
  const known = proved.get(path) ?? new Map<string, boolean>();
  proved.set(path, known);
  const key = indexes.map(shapeText).join('\n');
  const answer = known.get(key) ?? asGood(path, tried(path, query, indexes, catalog));
  known.set(key, answer);
  return answer;
}

function tried(path: AccessPath, query: BoundQuery, indexes: readonly IndexSpec[], catalog: Catalog): AccessPath | undefined {
  const paths = accessWith(query, catalog, indexes.map((index) => ({ table: path.table, index })), { one: path.limited });
  return paths.find((p) => p.source === path.source && p.table === path.table && p.role === path.role);
}

const steps = { none: 0, unknown: 0, 'not-served': 0, partly: 1, served: 2 } as const;

/** What the proposal promises must hold, and nothing that is served today may be lost. */
function asGood(before: AccessPath, after: AccessPath | undefined): boolean {
  const promise = proposalOf(before);
  if (promise === null || after === undefined) return false;
  const filter = promise.servesFilter ? after.filter === 'served' || (after.filter === 'partly' && after.depth >= promise.equality.length) : steps[after.filter] >= steps[before.filter];
  return filter && (!promise.servesSort || after.sort === 'served');
}
