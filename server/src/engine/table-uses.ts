import type { AccessPath } from '../facts/access.ts';
import type { CheckedFile } from './check.ts';

/** How the queries of the workspace use the tables of one catalog. `deleted`: keys of tables that some DELETE empties. */
export interface TableUses { readonly paths: ReadonlyMap<string, readonly AccessPath[]>; readonly deleted: ReadonlySet<string> }

interface Uses { readonly paths: Map<string, AccessPath[]>; readonly deleted: Set<string> }

/** Of one file: what it gave stands until it is checked anew. */
const ofFile = new WeakMap<CheckedFile, ReadonlyMap<string, Uses>>();

/**
 * By the id of the catalog: a query knows the one that it was judged with. Spans in the paths are those of when a query was judged; rules on tables do not ask for them. A table about which nothing changed since `before` keeps
 * its list, so that what was concluded from that can be known by it.
 */
export function tableUses(files: Iterable<CheckedFile>, before: ReadonlyMap<string, TableUses>): ReadonlyMap<string, TableUses> {
  return new Map([...gathered(files)].map(([catalog, { paths, deleted }]) => {
    const known = before.get(catalog)?.paths;
    return [catalog, { paths: new Map([...paths].map(([table, list]) => [table, keptOr(list, known?.get(table))])), deleted }];
  }));
}

const keptOr = (list: readonly AccessPath[], known: readonly AccessPath[] | undefined): readonly AccessPath[] =>
  (known !== undefined && known.length === list.length && known.every((path, i) => path === list[i]) ? known : list);

function gathered(files: Iterable<CheckedFile>): ReadonlyMap<string, Uses> {
  const all = new Map<string, Uses>();
  for (const file of files) {
    const own = ofFile.get(file) ?? usesOf(file);
    ofFile.set(file, own);
    for (const [catalog, { paths, deleted }] of own) {
      const uses = usesIn(all, catalog);
      for (const [table, list] of paths) listIn(uses.paths, table).push(...list);
      for (const table of deleted) uses.deleted.add(table);
    }
  }
  return all;
}

function usesOf(file: CheckedFile): ReadonlyMap<string, Uses> {
  const own = new Map<string, Uses>();
  for (const query of file.queries) {
    const { bound, paths } = query.judged ?? query;
    const uses = usesIn(own, bound.catalog.id);
    for (const path of paths) listIn(uses.paths, path.table).push(path);
    const target = bound.query.op === 'delete' ? bound.query.sources[0]?.relation : undefined;
    if (target?.kind === 'table') uses.deleted.add(target.table.table);
  }
  return own;
}

function usesIn(all: Map<string, Uses>, catalog: string): Uses {
  const uses = all.get(catalog) ?? { paths: new Map<string, AccessPath[]>(), deleted: new Set<string>() };
  all.set(catalog, uses);
  return uses;
}

function listIn(lists: Map<string, AccessPath[]>, table: string): AccessPath[] {
  const list = lists.get(table) ?? [];
  lists.set(table, list);
  return list;
}
