import type { Catalog, Index, Table } from '../facts/catalog.ts';
import type { Need, Place, Site, Surplus } from '../facts/finding.ts';
import type { MapIndex } from '../facts/index-map.ts';
import { sameIndex } from '../match/index.ts';
import { exprText, indexStyle } from '../rules/words/expression.ts';
import { keyText, shapeText } from '../rules/words/index.ts';
import { count } from '../rules/words/list.ts';

/** Ids of a table's indexes: by name where one has it alone, and by shape. An index of an older judgement is told by what it is. */
export function namedIndexes(table: Table, catalog: Catalog): (index: Index) => string {
  let ids: Map<Index, string> | null = null;
  return (index) => {
    ids ??= new Map(idsOf(table).map(({ id, index: own }) => [own, id]));
    const known = ids.get(index) ?? ids.get(table.indexes.find((one) => one.name === index.name && sameIndex(one, index, catalog.dialect)) ?? index) ?? '';
    ids.set(index, known);
    return known;
  };
}

function idsOf(table: Table): readonly { readonly id: string; readonly index: Index }[] {
  const taken = new Set<string>();
  return table.indexes.map((index) => {
    const bare = `${index.name ?? (index.kind === 'primary-key' ? 'primary key' : '')} ${shapeText(index)}`.trim();
    let id = bare;
    for (let n = 2; taken.has(id); n++) id = `${bare} ${n}`;
    taken.add(id);
    return { id, index };
  });
}

/** The id of an index that is not there yet. */
export const proposedId = (need: Need): string => `+ ${need.index.name ?? ''} ${shapeText(need.index)}`;

export interface IndexGround { readonly catalog: Catalog; readonly needs: readonly Need[]; /** Findings of which some tell of an index that can go. */ readonly surplus: readonly Site[]; /** How many queries would be served by what is proposed, by its id. */ readonly wanted: (id: string) => number; readonly at: (place: Place) => Place }

/** The primary key, unique indexes, the others; then what is proposed. */
export function indexesOf(table: Table, { catalog, needs, surplus, wanted, at }: IndexGround): readonly MapIndex[] {
  const going = surplus.flatMap((site) => (site.surplus === undefined ? [] : [site.surplus]));
  const there = idsOf(table).map(({ id, index }) => standing(id, index, { going, catalog, at }));
  return [...there.filter((one) => one.primary), ...there.filter((one) => !one.primary && one.unique), ...there.filter((one) => !one.primary && !one.unique), ...needs.map((need) => proposed(need, wanted(proposedId(need))))];
}

function standing(id: string, index: Index, { going, catalog, at }: { readonly going: readonly Surplus[]; readonly catalog: Catalog; readonly at: (place: Place) => Place }): MapIndex {
  const surplus = going.find((one) => one.index.name === index.name && sameIndex(one.index, index, catalog.dialect));
  return {
    id, name: index.name ?? '', ...shapeOf(index), primary: index.kind === 'primary-key', standing: surplus === undefined ? 'there' : 'redundant',
    because: surplus === undefined ? (index.usable ? '' : 'no query can use it') : surplus.because, declared: index.path === null || index.span.end <= index.span.start ? null : at({ path: index.path, span: index.span }),
  };
}

const proposed = (need: Need, queries: number): MapIndex => ({
  id: proposedId(need), name: need.index.name ?? '', ...shapeOf(need.index), primary: false, standing: 'proposed', because: queries === 0 ? '' : `would serve ${count(queries, 'query', 'queries')}`, declared: null,
});

const shapeOf = (index: Pick<Index, 'keys' | 'unique' | 'method' | 'where'>) => ({ keys: index.keys.map(keyText), unique: index.unique, method: index.method, where: index.where === null ? null : exprText(index.where, indexStyle) });
