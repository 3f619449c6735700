import type { AccessPath } from '../facts/access.ts';
import type { Catalog, Index, Table } from '../facts/catalog.ts';
import type { FileFacts } from '../facts/file.ts';
import type { Place, Site } from '../facts/finding.ts';
import { rules } from '../rules/index.ts';
import { tableName } from '../rules/tables.ts';
import { contains, type Span } from '../text/span.ts';
import type { CheckedFile, CheckedQuery } from './check.ts';
import { verdictOf } from './index-map-queries.ts';
import { type MovedSpans, spanKey } from './same-structure.ts';

/** One table of one query with the indexes that serve it: what an inlay hint says. */
export interface ServedUse {
  /** Where what they serve ends: the last condition that bounds their probe, or else the last key of the order that they give. */
  readonly at: number;
  readonly access: AccessPath;
  readonly catalog: Catalog;
  readonly table: Table;
  readonly indexes: readonly { readonly index: Index; readonly declared: Place | null }[];
}

/** What a lens over a table says. A query counts once, however often it names the table; those of tests, seeds and migrations do not count. */
export interface TableCount {
  readonly catalog: Catalog;
  readonly table: Table;
  /** The whole declaration. */
  readonly place: Place;
  readonly queries: readonly Place[];
  /** Of these, the ones that no index serves and of which a finding says so. */
  readonly unserved: readonly Place[];
}

export interface Counted { readonly catalogs: readonly Catalog[]; readonly files: ReadonlyMap<string, CheckedFile>; readonly moved: ReadonlyMap<string, MovedSpans>; /** What the file itself says. */ readonly facts?: FileFacts | undefined; readonly sites: (path: string) => readonly Site[] }

/** All uses of tables in one file that an index serves, in the order of the text. */
export function servedUses(file: CheckedFile | undefined, moved: Counted['moved']): readonly ServedUse[] {
  const uses = (file?.queries ?? []).flatMap((query) => query.paths.flatMap((access) => servedUse(query, access, moved)));
  return uses.sort((a, b) => a.at - b.at);
}

function servedUse({ bound: { catalog } }: CheckedQuery, access: AccessPath, moved: Counted['moved']): readonly ServedUse[] {
  const table = catalog.tables.get(access.table);
  const at = endOf(access);
  if (table === undefined || at === null || access.serving.length === 0) return [];
  return [{ at, access, catalog, table, indexes: access.serving.map((index) => ({ index, declared: index.path === null || index.origin === 'implicit' ? null : placeNow({ path: index.path, span: index.span }, moved) })) }];
}

function endOf({ conditions, order, filter, sort }: AccessPath): number | null {
  const used = filter === 'served' || filter === 'partly' ? conditions.filter((condition) => condition.used).map(({ span }) => span.end) : [];
  const ends = used.length > 0 ? used : sort === 'served' ? order.map(({ span }) => span.end) : [];
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The tables that a file declares, with the queries of the workspace that use them. A migration's table is that of a model where there is one. */
export function tableCounts(path: string, { catalogs, files, facts, moved, sites }: Counted): readonly TableCount[] {
  const declared = catalogs.flatMap((catalog) => [...catalog.tables.values()].flatMap((table) => declaredIn(path, catalog, table)));
  if (declared.length === 0) return [];
  const wanted = new Map(declared.map(({ catalog, table }): [string, Uses] => [keyOf(catalog, table.key), { queries: [], unserved: [] }]));
  const told = toldOf(sites);
  for (const file of files.values()) for (const query of file.quiet ? [] : file.queries) {
    const { paths } = query.judged ?? query;
    for (const key of new Set(paths.map((access) => access.table))) {
      const count = wanted.get(keyOf(query.bound.catalog, key));
      if (count === undefined) continue;
      const place = { path: file.path, span: query.fact.span };
      count.queries.push(place);
      if (paths.some((access) => access.table === key && verdictOf(access) === 'unserved') && told(place, query.bound.catalog, key)) count.unserved.push(place);
    }
  }
  return declared.map(({ catalog, table, place }) => ({ catalog, table, place: { path, span: wholeOf(placeNow(place, moved).span, facts) }, ...(wanted.get(keyOf(catalog, table.key)) ?? { queries: [], unserved: [] }) }));
}

/** The declaration around the place that names its table. */
function wholeOf(span: Span, facts: FileFacts | undefined): Span {
  const around = [...(facts?.models ?? []).flatMap((model) => (model.kind === 'table' ? [model.span] : [])), ...(facts?.statements ?? []).map((statement) => statement.span)].filter((whole) => contains(whole, span));
  return around.reduce<Span | null>((best, whole) => (best === null || whole.end - whole.start < best.end - best.start ? whole : best), null) ?? span;
}

interface Uses { readonly queries: Place[]; readonly unserved: Place[] }

const keyOf = (catalog: Catalog, table: string): string => `${catalog.id}\n${table}`;

function declaredIn(path: string, catalog: Catalog, table: Table): readonly { readonly catalog: Catalog; readonly table: Table; readonly place: Place }[] {
  const own = table.declarations.some((d) => !d.migration) ? table.declarations.filter((d) => !d.migration) : table.declarations;
  const [first] = own.filter((d) => d.path === path);
  return first === undefined || catalog.quiet === true ? [] : [{ catalog, table, place: { path, span: first.span } }];
}

const accessRules = new Set(rules.filter(({ scope }) => scope === 'access').map(({ id }) => id));

/** Whether a finding about access paths stands within a query. What is silenced does not count, as in the list of problems. */
function toldOf(sites: Counted['sites']): (place: Place, catalog: Catalog, table: string) => boolean {
  return ({ path, span }, catalog, key) => {
    const table = catalog.tables.get(key);
    return table !== undefined && sites(path).some((site) => accessRules.has(site.rule) && site.database === catalog.id && site.table === tableName(table) && span.start <= site.span.start && site.span.end <= span.end);
  };
}

/** A declaration at its place of now, where it moved since it was linked. */
const placeNow = ({ path, span }: Place, moved: Counted['moved']): Place => ({ path, span: moved.get(path)?.get(spanKey(span)) ?? span });
