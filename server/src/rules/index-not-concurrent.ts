import type { Catalog, MigrationFile, Table } from '../facts/catalog.ts';
import type { QualifiedName, SchemaOp, SchemaStatement } from '../facts/schema.ts';
import { canBuildConcurrently, runnerOf } from '../schema/migrations/runners.ts';
import { tableKey } from '../schema/replay/index.ts';
import { type OpenMigrations, openMigrations } from './migrations/open.ts';
import type { CatalogRule, CatalogVerdict, RuleSettings } from './rule.ts';
import { isLookup, tableName } from './tables.ts';

export const indexNotConcurrent: CatalogRule = {
  id: 'index-not-concurrent',
  family: 'migrations',
  summary: 'A migration builds an index on a table that is in use, and blocks its writes until it is done.',
  defaultSeverity: 'warning',
  scope: 'catalog',
  check: ({ catalog, settings }) => (catalog.dialect !== 'postgresql' ? [] : openMigrations(catalog).flatMap((open) => open.files.flatMap((file) => inFile(file, open, catalog, settings)))),
};

function inFile(file: MigrationFile, open: OpenMigrations, catalog: Catalog, settings: RuleSettings): readonly CatalogVerdict[] {
  // Whoever speaks of CONCURRENTLY beside a plain statement has thought of it, as the migrations that are written here do.
  if (file.script !== null) return [];
  const fresh = new Set(open.files.flatMap((one) => one.statements.flatMap(({ operation }) => madeBy(operation).map((name) => tableKey(name, catalog.dialect)))));
  return file.statements.flatMap((statement) => {
    const { operation } = statement;
    if (operation.op !== 'create-index' || operation.index.concurrently === true) return [];
    const table = catalog.tables.get(tableKey(operation.table, catalog.dialect));
    if (table === undefined || fresh.has(table.key) || !isInUse(table, open) || table.partitioned === true || settings.isSmall(table) || isLookup(table) || isThere(operation, open)) return [];
    return [verdict(file, statement, operation.index.name, table, open)];
  });
}

/** IF NOT EXISTS, and an earlier migration made an index of that name: then the statement does nothing. */
const isThere = (operation: Extract<SchemaOp, { readonly op: 'create-index' }>, { earlier }: OpenMigrations): boolean =>
  operation.ifNotExists && earlier.some(({ statements }) => statements.some(({ operation: made }) => made.op === 'create-index' && made.index.name !== null && made.index.name === operation.index.name));

/** Tables that a statement makes: nobody uses them yet, and nothing waits for an index on them. */
const madeBy = (operation: SchemaOp): readonly QualifiedName[] =>
  (operation.op === 'create-table' ? [operation.table] : operation.op === 'create-view' ? [operation.view] : []);

/** Made by what ran before, or elsewhere: in a baseline, by a model. */
const isInUse = (table: Table, open: OpenMigrations): boolean =>
  table.declarations.length > 0 && !table.declarations.every((declaration) => open.files.some((file) => file.path === declaration.path));

function verdict(file: MigrationFile, { span }: SchemaStatement, name: string | null, table: Table, { folder, earlier }: OpenMigrations): CatalogVerdict {
  const runner = runnerOf(folder.tool);
  const known = canBuildConcurrently(folder.tool) || earlier.some(({ script }) => script?.statements.some(({ kind }) => kind === 'concurrent') === true);
  return {
    severity: known ? 'warning' : 'information', confidence: table.confidence, path: file.path, table: table.key, span, columns: [], suggestion: null, related: [],
    message: `Building ${name ?? 'this index'} blocks writes to ${tableName(table)}, which an earlier migration made, until it is done.`,
    instead: `on a large table in use, build it ${runner.how}`,
  };
}
