import { compareText } from '../advice/order.ts';
import type { Catalog, Index, Table } from '../facts/catalog.ts';
import type { FileFacts } from '../facts/file.ts';
import type { Need, Place, Site } from '../facts/finding.ts';
import type { IndexMap, MapFinding, MapLoop, MapQuery, MapTable } from '../facts/index-map.ts';
import { tableName } from '../rules/tables.ts';
import type { CheckedFile } from './check.ts';
import { findingOf, isLoop, loopOf } from './index-map-findings.ts';
import { indexesOf, namedIndexes } from './index-map-indexes.ts';
import { placeText } from './index-map-place.ts';
import { type QueryGround, queryUse } from './index-map-queries.ts';
import { type MovedSpans, spanKey } from './same-structure.ts';
import type { Told } from './tell.ts';

/** What a map is made of: everything that was judged and told at one revision. `moved`: where declarations have come to stand since they were linked. */
export interface MapGround { readonly files: ReadonlyMap<string, CheckedFile>; readonly facts: ReadonlyMap<string, FileFacts>; readonly catalogs: readonly Catalog[]; readonly told: Told; readonly moved: ReadonlyMap<string, MovedSpans> }

/** Tables with their indexes, queries, loops and findings. What tests, seeds and migrations ask is left out, as it is not judged. */
export function indexMapOf(ground: MapGround): IndexMap {
  const spoken = spokenOf(ground.told);
  const wants = wantsOf(ground.told.needs);
  const uses = usesOf(ground, { siteAt: (key) => spoken.queries.get(key), wants });
  const tables = ground.catalogs.filter((catalog) => catalog.quiet !== true).flatMap((catalog) =>
    [...catalog.tables.values()].filter((table) => table.view === null && table.unclaimed !== true).map((table) => mapTable(table, catalog, { ground, spoken, uses })));
  const known = new Set(tables.map((table) => siteKey(table.database, table.name)));
  const rest = (lists: ReadonlyMap<string, readonly Site[]>): readonly Site[] => [...lists].flatMap(([key, sites]) => (known.has(key) ? [] : sites));
  return {
    tables: tables.sort(worstFirst),
    elsewhere: { loops: rest(spoken.loops).map(loopOf), findings: rest(spoken.others).filter((site) => !uses.spoken.has(site)).map(findingOf) },
  };
}

interface Spoken { /** By place and words. */ readonly queries: ReadonlyMap<string, Site>; /** By table, as the others. */ readonly loops: ReadonlyMap<string, readonly Site[]>; readonly others: ReadonlyMap<string, readonly Site[]> }

const siteKey = (database: string, table: string): string => `${database}\n${table}`;

/** Loops by their table, and all else both by what a query's own verdict can be found by, and by its table. */
function spokenOf({ sites }: Told): Spoken {
  const queries = new Map<string, Site>();
  const loops = new Map<string, Site[]>();
  const others = new Map<string, Site[]>();
  for (const site of [...sites.values()].flat()) {
    const list = isLoop(site) ? loops : others;
    push(list, siteKey(site.database, site.table), site);
    if (list === others) queries.set(placeText(site.path, site.rule, site), site);
  }
  return { queries, loops, others };
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** By fingerprint of a site: the index that it waits for. */
const wantsOf = (needs: readonly Need[]): ReadonlyMap<string, Need> => new Map(needs.flatMap((need) => need.sites.map((site) => [site.fingerprint, need] as const)));

/** By `siteKey` of database and catalog key: a query may be bound to a catalog of an earlier linking that says the same. */
interface Uses { readonly byTable: ReadonlyMap<string, readonly MapQuery[]>; /** Sites that stand with a query. */ readonly spoken: ReadonlySet<Site> }

interface Used { readonly nameOf: (index: Index) => string; readonly queries: MapQuery[]; /** How often an id was taken. */ readonly ids: Map<string, number> }

function usesOf({ files, catalogs }: MapGround, { siteAt, wants }: Pick<QueryGround, 'siteAt' | 'wants'>): Uses {
  const used = new Map<string, Used>(catalogs.flatMap((catalog) => [...catalog.tables.values()].map((table): [string, Used] => [siteKey(catalog.id, table.key), { nameOf: namedIndexes(table, catalog), queries: [], ids: new Map() }])));
  const spoken = new Set<Site>();
  const said = (site: Site): void => { spoken.add(site); };
  for (const file of files.values()) for (const query of file.quiet ? [] : file.queries) for (const access of (query.judged ?? query).paths) {
    const table = used.get(siteKey(query.bound.catalog.id, access.table));
    if (table === undefined) continue;
    const use = queryUse({ path: file.path, query, access }, { siteAt, wants, nameOf: table.nameOf, said });
    const times = table.ids.get(use.id) ?? 0;
    table.ids.set(use.id, times + 1);
    table.queries.push(times === 0 ? use : { ...use, id: `${use.id}#${times}` });
  }
  return { byTable: new Map([...used].map(([key, { queries }]) => [key, queries])), spoken };
}

function mapTable(table: Table, catalog: Catalog, { ground, spoken, uses }: { readonly ground: MapGround; readonly spoken: Spoken; readonly uses: Uses }): MapTable {
  const name = tableName(table);
  const key = siteKey(catalog.id, name);
  const at = ({ path, span }: Place): Place => ({ path, span: ground.moved.get(path)?.get(spanKey(span)) ?? span });
  const whole = (declaration: Place): Place => wholeOf(at(declaration), ground.facts.get(declaration.path));
  const others = spoken.others.get(key) ?? [];
  const queries = uses.byTable.get(siteKey(catalog.id, table.key)) ?? [];
  const wanted = (id: string): number => queries.filter((query) => query.wants === id).length;
  const needs = ground.told.needs.filter((need) => need.database === catalog.id && need.index.table === table.key);
  return {
    id: `${catalog.id}\n${table.key}`, database: catalog.id, databaseName: catalog.name, name,
    declared: [...table.declarations.filter((d) => !d.migration), ...table.declarations.filter((d) => d.migration)].map(whole),
    indexes: indexesOf(table, { catalog, needs, surplus: others, wanted, at }), queries,
    loops: (spoken.loops.get(key) ?? []).map((site): MapLoop => loopOf(site)), findings: others.filter((site) => !uses.spoken.has(site)).map((site): MapFinding => findingOf(site)), doubts: table.doubts,
  };
}

/** A declaration's place may be its name alone: from there to the end of the model or statement around it. */
function wholeOf({ path, span }: Place, facts: FileFacts | undefined): Place {
  const around = [...(facts?.models ?? []).flatMap((model) => (model.kind === 'table' ? [model.span] : [])), ...(facts?.statements ?? []).map((statement) => statement.span)].filter(({ start, end }) => start <= span.start && span.end <= end);
  return { path, span: { start: span.start, end: around.reduce((least, { end }) => Math.min(least, end), around[0]?.end ?? span.end) } };
}

/** A query that nothing serves and of which no rule speaks (on a small table, silenced) is shown, and is no trouble. */
const badness = ({ queries, loops, findings, indexes }: MapTable): readonly number[] => {
  const told = queries.filter((query) => query.findings.length > 0);
  return [told.filter((q) => q.verdict === 'unserved').length, told.filter((q) => q.verdict !== 'unserved').length, loops.length, findings.length, indexes.filter((index) => index.standing !== 'there').length];
};

function worstFirst(a: MapTable, b: MapTable): number {
  const [of, other] = [badness(a), badness(b)];
  const at = of.findIndex((n, i) => n !== other[i]);
  return at < 0 ? compareText(a.name, b.name) || compareText(a.database, b.database) : (other[at] ?? 0) - (of[at] ?? 0);
}
