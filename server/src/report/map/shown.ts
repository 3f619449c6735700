import type { IndexMap, MapFinding, MapIndex, MapLoop, MapQuery, MapStep, MapTable } from '../../facts/index-map.ts';

/** A place as people read it: lines and columns count from 1, in UTF-16 units. `file` is what is shown, `path` what it is opened by. */
export interface ShownPlace { readonly file: string; readonly path: string; readonly line: number; readonly column: number; readonly endLine: number }

/** The map as it is drawn; serialises as JSON. */
export type ShownMap = IndexMap<ShownPlace>;
export type ShownTable = MapTable<ShownPlace>;
export type ShownIndex = MapIndex<ShownPlace>;
export type ShownQuery = MapQuery<ShownPlace>;
export type ShownFinding = MapFinding<ShownPlace>;
export type ShownLoop = MapLoop<ShownPlace>;

/** The same map with its places said otherwise. */
export function withPlaces<A, B>(map: IndexMap<A>, place: (at: A) => B): IndexMap<B> {
  return { tables: map.tables.map((table) => tableWith(table, place)), elsewhere: { loops: map.elsewhere.loops.map((loop) => loopWith(loop, place)), findings: map.elsewhere.findings.map((finding) => findingWith(finding, place)) } };
}

function tableWith<A, B>(table: MapTable<A>, place: (at: A) => B): MapTable<B> {
  return {
    ...table, declared: table.declared.map(place), indexes: table.indexes.map((index): MapIndex<B> => ({ ...index, declared: index.declared === null ? null : place(index.declared) })),
    queries: table.queries.map((query): MapQuery<B> => ({ ...query, place: place(query.place), findings: query.findings.map((finding) => findingWith(finding, place)) })),
    loops: table.loops.map((loop) => loopWith(loop, place)), findings: table.findings.map((finding) => findingWith(finding, place)),
  };
}

const stepWith = <A, B>(step: MapStep<A>, place: (at: A) => B): MapStep<B> => ({ ...step, place: place(step.place) });
const findingWith = <A, B>(finding: MapFinding<A>, place: (at: A) => B): MapFinding<B> => ({ ...finding, place: place(finding.place), related: finding.related.map((step) => stepWith(step, place)) });
const loopWith = <A, B>(loop: MapLoop<A>, place: (at: A) => B): MapLoop<B> => ({ ...findingWith(loop, place), path: loop.path.map((step) => stepWith(step, place)) });
