import type { Catalog, Table } from '../../facts/catalog.ts';
import { type Dialect, sameFamily } from '../../facts/dialect.ts';
import { distance } from '../../text/path.ts';
import { tableKey } from '../replay/index.ts';
import type { ModelTable } from '../models/table.ts';
import { buildCatalog } from './catalog.ts';
import { type DatabaseParts, joinParts } from './group.ts';
import { liveModels } from './live.ts';
import { compareNearness } from './nearness.ts';
import { separate } from './separate.ts';

/** Every database of the workspace, and how to find the one that is meant. */
export interface Universe {
  readonly catalogs: readonly Catalog[];
  readonly revision: string;
  /** The table that a model's symbol declares. */
  readonly ofSymbol: (file: string, symbol: string) => Located | null;
  /** Tables whose model has that symbol, nearest to `file` first. */
  readonly ofKey: (file: string, key: string) => readonly Located[];
  /** Catalogs that could serve SQL in `file`, nearest first. Those of tests only for tests. */
  readonly near: (file: string, dialect: Dialect | null, quiet: boolean) => readonly Catalog[];
  /** The tables of a catalog that have a name, whatever their schema. Case does not matter. */
  readonly named: (catalog: Catalog, name: string) => readonly Table[];
}

export interface Located { readonly catalog: Catalog; readonly table: Table }

/** A database with what it was put together from. */
export interface Built { readonly part: DatabaseParts; readonly catalog: Catalog }

/** `imported` are the files that others import: of two models of one table, the one that is used. `declaredBy`: tools that are not read and may declare indexes of a project folder's tables. `stated`: lays over a catalog what is said of it elsewhere. */
export function buildCatalogs(parts: readonly DatabaseParts[], imported: ReadonlySet<string>, declaredBy: (root: string) => readonly string[], stated: (catalog: Catalog) => Catalog): readonly Built[] {
  const taken = new Set<string>();
  return joinParts(separate(parts)).map((part) => ({ part, catalog: stated(buildCatalog({ ...part, models: liveModels(part, imported) }, freeId(idOf(part), taken), declaredBy(part.root))) }));
}

export function universeOf(built: readonly Built[]): Universe {
  const symbols = new Map<string, Located>();
  const keys = new Map<string, (Located & { readonly file: string })[]>();
  for (const { part, catalog } of built) for (const model of part.models) addModel(model, catalog, symbols, keys);
  return {
    catalogs: built.map((b) => b.catalog),
    revision: built.map((b) => b.catalog.revision).join(),
    ofSymbol: (file, symbol) => symbols.get(`${file}#${symbol}`) ?? null,
    ofKey: (file, key) => [...(keys.get(key) ?? [])].sort((a, b) => distance(file, a.catalog.root) - distance(file, b.catalog.root)),
    near: (file, dialect, inQuiet) => nearest(built.map((b) => b.catalog).filter((c) => (dialect === null || sameFamily(c.dialect, dialect)) && (inQuiet || c.quiet !== true)), file),
    named: tablesNamed,
  };
}

/** What is kept of a database is known by its id, so that no two may share one. */
function freeId(id: string, taken: Set<string>): string {
  const free = taken.has(id) ? freeId(`${id}'`, taken) : id;
  taken.add(free);
  return free;
}

const byName = new WeakMap<Catalog, ReadonlyMap<string, readonly Table[]>>();

function tablesNamed(catalog: Catalog, name: string): readonly Table[] {
  const known = byName.get(catalog) ?? groupedByName(catalog);
  byName.set(catalog, known);
  return known.get(name.toLowerCase()) ?? [];
}

function groupedByName({ tables }: Catalog): ReadonlyMap<string, readonly Table[]> {
  const found = new Map<string, Table[]>();
  for (const table of tables.values()) {
    const key = table.name.toLowerCase();
    const list = found.get(key);
    if (list === undefined) found.set(key, [table]);
    else list.push(table);
  }
  return found;
}

const idOf = (part: DatabaseParts): string => `${part.root}|${part.dialect}${typeof part.folder === 'string' ? `|${part.folder}` : ''}${part.quiet ? '|quiet' : ''}`;

function addModel(model: ModelTable, catalog: Catalog, symbols: Map<string, Located>, keys: Map<string, (Located & { file: string })[]>): void {
  const table = catalog.tables.get(tableKey(model.name, catalog.dialect));
  if (table === undefined) return;
  symbols.set(`${model.file}#${model.decl.symbol}`, { catalog, table });
  const { symbol, key } = model.decl;
  for (const name of key === undefined ? [symbol] : [symbol, key.group + (key.name ?? model.name.name)]) keys.set(name, [...(keys.get(name) ?? []), { catalog, table, file: model.file }]);
}

const nearest = (catalogs: readonly Catalog[], file: string): readonly Catalog[] =>
  [...catalogs].sort((a, b) => compareNearness(a, b, file) || (a.id < b.id ? -1 : 1));
