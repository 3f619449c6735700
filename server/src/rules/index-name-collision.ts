import type { Catalog, Index, NameCollision, Table } from '../facts/catalog.ts';
import { clip, foldName, indexSignature, MAX_BYTES } from '../schema/replay/index.ts';
import { openMigrations } from './migrations/open.ts';
import type { CatalogRule, CatalogVerdict } from './rule.ts';
import { tableName } from './tables.ts';
import { indexText, shapeText } from './words/index.ts';

export const indexNameCollision: CatalogRule = {
  id: 'index-name-collision',
  family: 'schema',
  summary: 'Two indexes get the same name, so the second is refused, or silently not made.',
  defaultSeverity: 'error',
  scope: 'catalog',
  check: ({ catalog }) => [...passedOver(catalog), ...refused(catalog)],
};

/** IF NOT EXISTS looks at the name alone: the statement does nothing, and the index is missing ever after. */
function passedOver(catalog: Catalog): readonly CatalogVerdict[] {
  const folders = foldersOf(catalog);
  const told = new Set<string>();
  return (catalog.collisions ?? []).flatMap((collision) => {
    const { index, taken, ifNotExists } = collision;
    const id = `${index.path ?? ''}\n${index.span.start}`;
    const table = catalog.tables.get(index.table);
    if (!ifNotExists || told.has(id) || table === undefined || !isStillSo(collision, catalog) || !areTogether(index, taken, folders)) return [];
    told.add(id);
    return [verdict(index, taken, table, catalog, `IF NOT EXISTS passes over this statement and ${tableName(table)} has no index ${shapeText(index)}`)];
  });
}

/** The one that has the name is there still, and no other statement has made this one since. */
function isStillSo({ index, taken }: NameCollision, catalog: Catalog): boolean {
  const has = (table: string, one: Index): boolean => catalog.tables.get(table)?.indexes.some((own) => indexSignature(own) === indexSignature(one)) === true;
  return catalog.tables.get(taken.table)?.indexes.some((own) => own.name !== null && foldName(own.name) === foldName(taken.name ?? '')) === true && !has(index.table, index);
}

/** Indexes that are both still to be made: in models, in a file that is no migration, in a migration that may not have run. What ran long ago did run. */
function refused(catalog: Catalog): readonly CatalogVerdict[] {
  const folders = foldersOf(catalog);
  const open = new Set(openMigrations(catalog).flatMap(({ files }) => files.map(({ path }) => path)));
  const first = new Map<string, Index>();
  const found: CatalogVerdict[] = [];
  for (const table of catalog.tables.values()) {
    for (const index of table.indexes) {
      const name = nameIn(index, table, catalog);
      const taken = name === null ? undefined : first.get(name);
      if (name !== null && taken === undefined) first.set(name, index);
      if (taken === undefined || !areTogether(index, taken, folders) || (folders.has(index.path ?? '') && !open.has(index.path ?? ''))) continue;
      if (taken.table === index.table && indexSignature(taken) === indexSignature(index)) continue;
      found.push(verdict(index, taken, table, catalog, 'the second of them is refused'));
    }
  }
  return found;
}

/** Names are unique in a schema, in MySQL in a table; PostgreSQL cuts them at 63 bytes. Only names that someone chose. */
function nameIn(index: Index, table: Table, catalog: Catalog): string | null {
  if (index.kind !== 'index' || index.name === null || index.path === null || index.origin === 'implicit') return null;
  const isMysql = catalog.dialect === 'mysql' || catalog.dialect === 'mariadb';
  const name = catalog.dialect === 'postgresql' ? clip(foldName(index.name), MAX_BYTES) : foldName(index.name);
  return JSON.stringify([isMysql ? table.key : (table.schema ?? ''), name]);
}

/** In one file, in one folder of migrations, or in models of one database; a copy on a partition stands where its parent's does. */
function areTogether(a: Index, b: Index, folders: ReadonlyMap<string, string>): boolean {
  if (a.path === b.path) return a.span.start !== b.span.start;
  if (a.origin === 'model' || b.origin === 'model') return a.origin === b.origin;
  return folders.get(a.path ?? '') !== undefined && folders.get(a.path ?? '') === folders.get(b.path ?? '');
}

const foldersOf = (catalog: Catalog): ReadonlyMap<string, string> => new Map((catalog.history ?? []).flatMap(({ folder, files }) => files.map(({ path }) => [path, folder] as const)));

function verdict(index: Index, taken: Index, table: Table, catalog: Catalog, so: string): CatalogVerdict {
  const other = catalog.tables.get(taken.table);
  const isCut = foldName(index.name ?? '') !== foldName(taken.name ?? '');
  const where = other === undefined || other === table ? 'of the same table' : `on ${tableName(other)}`;
  return {
    severity: 'error', confidence: table.confidence, path: index.path ?? '', span: index.span, table: table.key, columns: [], suggestion: null,
    message: isCut ? `PostgreSQL cuts names at 63 bytes, and ${index.name} then has the name of ${taken.name} ${where}: ${so}.` : `The name ${index.name} is that of an index ${where} already: ${so}.`,
    instead: 'give one of them another name',
    related: taken.path === null ? [] : [{ role: 'index', path: taken.path, span: taken.span, message: `${indexText(taken)} has the name` }],
  };
}
