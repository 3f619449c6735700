import type { Catalog, Declaration, Index, MigrationFolder, Table } from '../facts/catalog.ts';
import { columnsOf } from '../facts/walk.ts';
import { modelsOf } from '../schema/migrations/runners.ts';
import { clip, MAX_BYTES } from '../schema/replay/index.ts';
import type { CatalogRule, CatalogVerdict } from './rule.ts';
import { tableName } from './tables.ts';
import { capital, indexName, indexText } from './words/index.ts';

export const schemaDrift: CatalogRule = {
  id: 'schema-drift',
  family: 'migrations',
  summary: 'An index is in the models and in no migration, or in the migrations and in no model.',
  defaultSeverity: 'information',
  scope: 'catalog',
  check: ({ catalog }) => (catalog.history ?? []).filter((folder) => modelsOf(folder.tool) !== null).flatMap((folder) => inFolder(folder, catalog)),
};

function inFolder(folder: MigrationFolder, catalog: Catalog): readonly CatalogVerdict[] {
  const files = new Set(folder.files.map(({ path }) => path));
  const modelled = [...catalog.tables.values()].filter((table) => table.view === null && table.declarations.some(isModel));
  const both = modelled.filter((table) => table.declarations.some(({ path }) => files.has(path)));
  // Migrations that know hardly any of the models are not what the database is made with: it is pushed, or they are of another one.
  if (both.length * 2 < modelled.length) return [];
  return both.filter((table) => isWholeOnBothSides(table, files)).flatMap((table) => inTable(table, folder));
}

const isModel = (declaration: Declaration): boolean => declaration.adapter !== 'sql' && !declaration.migration;

/** Columns that one side lacks are a larger difference: the next migration is still to be made, or not all was read. */
function isWholeOnBothSides(table: Table, files: ReadonlySet<string>): boolean {
  const models = new Set(table.declarations.filter(isModel).map(({ path }) => path));
  return table.confidence === 'high' && models.size === 1 && table.declarations.every(({ path }) => models.has(path) || files.has(path)) && table.columnsDiffer !== true;
}

function inTable(table: Table, folder: MigrationFolder): readonly CatalogVerdict[] {
  const explicit = table.indexes.filter((index) => index.kind === 'index' && index.path !== null && index.name !== null);
  const inModel = explicit.filter((index) => index.origin === 'model' && index.also === undefined);
  const inMigrations = explicit.filter((index) => index.origin === 'migration');
  const alike = (index: Index, others: readonly Index[]): boolean => others.some((other) => nameOf(other) === nameOf(index) || columnsText(other) === columnsText(index));
  return [
    ...inModel.filter((index) => !alike(index, inMigrations)).map((index) => notMigrated(index, table, folder)),
    ...inMigrations.filter((index) => !alike(index, inModel) && canBeModelled(index)).map((index) => notModelled(index, table, folder)),
  ];
}

/** As the database cuts it. */
const nameOf = (index: Index): string => clip((index.name ?? '').toLowerCase(), MAX_BYTES);

/** One index that both sides tell in different words is no difference that is sure. */
const columnsText = (index: Index): string => [...new Set(index.keys.flatMap(({ expr }) => columnsOf(expr).map((node) => node.column.toLowerCase())))].sort().join();

/** What no builder says stays in SQL for good. */
const canBeModelled = (index: Index): boolean => index.include.length === 0 && index.keys.every((key) => key.collation === undefined && key.expr.kind === 'column') && index.usable;

const base = (index: Index, table: Table) => ({ severity: 'information', confidence: table.confidence, table: table.key, columns: [], suggestion: null, path: index.path ?? '', span: index.span }) as const;

const notMigrated = (index: Index, table: Table, folder: MigrationFolder): CatalogVerdict => ({
  ...base(index, table), related: [],
  message: `${capital(indexName(index, table))} is in the model, and no migration in ${folder.folder === '' ? 'the project' : folder.folder} makes it: a database that was migrated has none.`,
  instead: `run ${modelsOf(folder.tool)?.generate ?? ''}`,
});

function notModelled(index: Index, table: Table, folder: MigrationFolder): CatalogVerdict {
  const model = table.declarations.find(isModel);
  const tool = modelsOf(folder.tool);
  return {
    ...base(index, table), related: model === undefined ? [] : [{ role: 'schema', path: model.path, span: model.span, message: `${tableName(table)} is declared here` }],
    message: `${capital(indexName(index, table))} is made by this migration, and the model does not have it: ${tool?.drops ?? ''}.`,
    instead: `add ${indexText(index)} to the model${tool?.also === undefined ? '' : `, and ${tool.also}`}`,
  };
}
