import type { QueryFact, SymbolicQuery } from '../../../facts/query.ts';

/** The relations that `with:` loads, as paths from the table. They come with the same statement, and there is no other way to them from a row. */
export function loadsOf({ sources }: SymbolicQuery): NonNullable<QueryFact['loads']> {
  const paths = new Map<string, string>();
  for (const { origin, alias, relationName, relationOf } of sources) {
    if (origin !== 'relation' || relationName === undefined) continue;
    const parent = paths.get(relationOf ?? '');
    paths.set(alias, parent === undefined ? relationName : `${parent}.${relationName}`);
  }
  return [...paths.values()].map((path) => ({ path, how: 'join' }));
}
