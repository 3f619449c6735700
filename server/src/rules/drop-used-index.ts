import type { AccessPath } from '../facts/access.ts';
import type { Catalog, DroppedIndex, Table } from '../facts/catalog.ts';
import { accessWith, coversIndex } from '../match/index.ts';
import { openMigrations } from './migrations/open.ts';
import type { CatalogContext, CatalogRule, CatalogVerdict, RuleContext, TableUse } from './rule.ts';
import { tableName } from './tables.ts';
import { indexText } from './words/index.ts';
import { count } from './words/list.ts';

export const dropUsedIndex: CatalogRule = {
  id: 'drop-used-index',
  family: 'migrations',
  summary: 'A migration drops an index that a query relies on, and no other index serves it.',
  defaultSeverity: 'warning',
  scope: 'catalog',
  check(context) {
    const { catalog } = context;
    const dropped = catalog.dropped ?? [];
    if (dropped.length === 0) return [];
    const open = new Set(openMigrations(catalog).flatMap(({ files }) => files.map(({ path }) => path)));
    return dropped.filter(({ path }) => open.has(path)).flatMap((one) => verdict(one, context));
  },
};

function verdict(dropped: DroppedIndex, context: RuleContext & CatalogContext): readonly CatalogVerdict[] {
  const { catalog, settings } = context;
  const { index } = dropped;
  const table = catalog.tables.get(index.table);
  if (table === undefined || settings.isSmall(table) || !index.usable || table.indexes.some((own) => own.usable && coversIndex(own, index, catalog.dialect))) return [];
  const uncovered = context.usesOf(table.key).filter((use) => needs(use.access, index, catalog));
  return uncovered.length === 0 ? [] : [told(dropped, table, uncovered)];
}

const STEPS: Readonly<Record<AccessPath['filter'], number>> = { none: 0, unknown: 0, 'not-served': 0, partly: 1, served: 2 };

/** Whether a query reaches the table worse without the index: asked of the matcher twice, of the same SELECT. */
function needs(access: AccessPath, index: DroppedIndex['index'], catalog: Catalog): boolean {
  const same = (paths: readonly AccessPath[]): AccessPath | undefined => paths.find((path) => path.source === access.source && path.table === access.table);
  const options = { one: access.limited };
  const [without, withIt] = [same(accessWith(access.query, catalog, [], options)), same(accessWith(access.query, catalog, [{ table: access.table, index }], options))];
  if (without === undefined || withIt === undefined || without.oneRow || without.filter === 'unknown' || without.sort === 'unknown') return false;
  return STEPS[without.filter] < STEPS[withIt.filter] || (withIt.sort === 'served' && without.sort === 'not-served');
}

function told({ index, path, span }: DroppedIndex, table: Table, uses: readonly TableUse[]): CatalogVerdict {
  const places = [...new Map(uses.map((use) => [`${use.place.path}\n${use.place.span.start}`, use])).values()];
  return {
    severity: 'warning', confidence: table.confidence, path, span, table: table.key, columns: [], suggestion: null,
    message: `Without ${indexText(index)}, ${count(places.length, 'query', 'queries')} on ${tableName(table)} ${places.length === 1 ? 'has' : 'have'} no index any more.`,
    instead: `keep it, or make another one that serves ${places.length === 1 ? 'this query' : 'these queries'} first`,
    related: places.map(({ place, enclosing }) => ({ ...place, role: 'query', message: `${enclosing === '' ? 'this query' : enclosing} relies on ${index.name ?? 'the index'}` })),
  };
}
