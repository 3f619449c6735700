import { paired } from './pair.ts';
import type { SideIndex, SideQuery, SideTable } from './side.ts';

/** An index that came, went or is called otherwise. `touched`: queries that are read by it now (or were, where it is gone), as they are now; `left`: how many of these nothing serves now, or nothing served before. */
export interface IndexChange { readonly kind: 'added' | 'dropped' | 'renamed'; readonly index: SideIndex; readonly from: SideIndex | null; readonly touched: readonly SideQuery[]; readonly left: number }

/** Of a table that is on both sides. Primary keys come and go with tables, and are left out. */
export function indexChanges({ before, after }: { readonly before: SideTable; readonly after: SideTable }): readonly IndexChange[] {
  const indexes = (table: SideTable): readonly SideIndex[] => table.indexes.filter(({ primary }) => !primary);
  const { both, gone, added } = paired(indexes(before), indexes(after), [({ id }) => id, shapeOf]);
  const now = new Map(after.queries.map((query) => [query.id, query]));
  const then = new Map(before.queries.map((query) => [query.id, query]));
  return [
    ...gone.map((index): IndexChange => {
      const touched = before.queries.filter(({ by }) => by.includes(index.id)).map((query) => now.get(query.id) ?? query);
      return { kind: 'dropped', index, from: null, touched, left: touched.filter(({ id }) => { const query = now.get(id); return query !== undefined && query.verdict === 'unserved'; }).length };
    }),
    ...added.map((index): IndexChange => {
      const touched = after.queries.filter(({ by }) => by.includes(index.id));
      return { kind: 'added', index, from: null, touched, left: touched.filter(({ id }) => then.get(id)?.verdict === 'unserved').length };
    }),
    ...both.filter(({ how, before: from, after: index }) => how === 1 && from.name !== '' && index.name !== '').map(({ before: from, after: index }): IndexChange => ({ kind: 'renamed', index, from, touched: [], left: 0 })),
  ];
}

const shapeOf = ({ keys, unique, method, where }: SideIndex): string => JSON.stringify([keys, unique, method, where]);
