import type { AccessPath } from '../facts/access.ts';
import type { IndexSpec } from '../facts/finding.ts';
import { shapeText } from '../rules/words/index.ts';
import type { AdviceContext } from './input.ts';

/** Paths are unchanging and kept by the engine for as long as query and table stay as they are, so an answer about one stays true. */
const proved = new WeakMap<AccessPath, Map<string, boolean>>();

/** True when the index does for this query all that the query's own proposal would: asked of the matcher itself, not of how indexes were merged. */
export function proves(path: AccessPath, index: IndexSpec, context: AdviceContext): boolean {
  const own = path.proposal;
  if (own === null) return false;
  if (shapeText(own.index) === shapeText(index)) return true;
  const known = proved.get(path) ?? new Map<string, boolean>();
  proved.set(path, known);
  const key = shapeText(index);
  const answer = known.get(key) ?? asGood(path, context.accessWith(path, index));
  known.set(key, answer);
  return answer;
}

const steps = { none: 0, unknown: 0, 'not-served': 0, partly: 1, served: 2 } as const;

/** What the proposal promises must hold, and nothing that is served today may be lost. */
function asGood(before: AccessPath, after: AccessPath): boolean {
  const promise = before.proposal;
  if (promise === null) return false;
  const filter = promise.servesFilter ? after.filter === 'served' || (after.filter === 'partly' && after.depth >= promise.equality.length) : steps[after.filter] >= steps[before.filter];
  return filter && (!promise.servesSort || after.sort === 'served');
}
