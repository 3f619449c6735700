import type { Catalog, Table } from '../../facts/catalog.ts';
import type { BoundColumn } from '../../facts/expr.ts';
import type { BoundQuery, OutputColumn } from '../../facts/query.ts';
import type { SchemaOp } from '../../facts/schema.ts';
import { bindQuery, type Names } from '../bind/query.ts';
import type { ModelTable } from '../models/table.ts';
import { mergeTable, type PlacedStatement, replay, tableKey } from '../replay/index.ts';
import { createdKeys, type DatabaseParts } from './group.ts';

/** One database put together, without revisions as yet: SQL replayed in order, models laid over it, an index seen in either being an index. `declaredBy`: tools that are not read and may declare indexes too. */
export function buildCatalog(parts: DatabaseParts, id: string, declaredBy: readonly string[]): Catalog {
  const created = createdKeys(parts);
  const modelOnly = parts.models.filter((m) => !created.has(tableKey(m.name, parts.dialect)));
  // A table that only models declare is there before the SQL runs, so that a lone CREATE INDEX in some .sql file finds it.
  const replayed = replay([...modelOnly.map(placed), ...parts.statements], parts.dialect);
  const tables = new Map<string, Table>(replayed.tables);
  for (const model of parts.models) {
    const key = tableKey(model.name, parts.dialect);
    const known = tables.get(key);
    tables.set(key, known === undefined ? described(alone(model, parts), model) : mergeTable(described(alone(model, parts), model), known));
  }
  for (const [key, table] of tables) tables.set(key, doubted(table, declaredBy));
  const catalog: Catalog = {
    id, name: parts.folder ?? (parts.root === '' ? 'workspace' : parts.root), dialect: parts.dialect, root: parts.root, origins: [...new Set(parts.origins)],
    tables, revision: '', problems: [...replayed.problems, ...(parts.history ?? []).flatMap((folder) => folder.problems ?? [])], history: parts.history ?? [], dropped: replayed.dropped, collisions: replayed.collisions, ...(parts.quiet ? { quiet: true } : {}), ...(replayed.extensions.length > 0 ? { extensions: replayed.extensions } : {}),
  };
  for (const view of replayed.views) addView(tables, catalog, view.key, view.op);
  return catalog;
}

/** A table of loose SQL, beside a tool that is not read and declares tables in code: an index that was not seen may be there all the same (invariant 8). */
function doubted(table: Table, declaredBy: readonly string[]): Table {
  const [tool] = declaredBy;
  if (tool === undefined || table.declarations.length === 0 || !table.declarations.every((d) => d.adapter === 'sql' && !d.migration)) return table;
  return { ...table, confidence: 'low', doubts: [...table.doubts, `${tool} may declare indexes of it, and is not read yet`] };
}

const placed = (model: ModelTable): PlacedStatement => ({ statement: { operation: model.op, span: model.decl.span, dialect: model.dialect }, path: model.file, origin: 'model' });

function alone(model: ModelTable, parts: DatabaseParts): Table {
  const key = tableKey(model.name, parts.dialect);
  const table = replay([placed(model)], parts.dialect).tables.get(key);
  return table ?? { key, schema: model.name.schema, name: model.name.name, columns: [], primaryKey: [], indexes: [], foreignKeys: [], rowid: false, rowidAlias: null, declarations: [], attrs: model.attrs, view: null, confidence: 'low', doubts: ['it could not be read'], revision: '' };
}

/** A model's own words about its table: attributes, where it is declared, and what was not understood. */
function described(table: Table, model: ModelTable): Table {
  const declaration = { adapter: model.decl.adapter, path: model.file, span: model.decl.nameSpan, symbol: model.decl.symbol, migration: false };
  return { ...table, ...(model.unclaimed === true ? { unclaimed: true as const } : {}), attrs: model.attrs, declarations: [declaration], confidence: model.doubts.length > 0 ? 'low' : table.confidence, doubts: [...table.doubts, ...model.doubts] };
}

type ViewOp = Extract<SchemaOp, { readonly op: 'create-view' }>;

/** A plain view is its query; a materialized one is a table of unknown indexes, which the replay has made already. */
function addView(tables: Map<string, Table>, catalog: Catalog, key: string, op: ViewOp): void {
  if (tables.has(key)) return;
  const names: Names = { dialect: catalog.dialect, table: (ref) => (ref.by === 'name' ? (tables.get(tableKey({ schema: ref.schema, name: ref.name }, catalog.dialect)) ?? null) : null), symbolColumn: () => null, relation: () => null };
  const { query: bound, doubts } = bindQuery(op.query, names);
  const query = withoutStar(bound, tables);
  const outputs = op.columns ?? (typeof query.output === 'string' ? [] : query.output.flatMap((o) => (o.name === null ? [] : [o.name])));
  tables.set(key, {
    key, schema: op.view.schema, name: op.view.name, primaryKey: [], indexes: [], foreignKeys: [], rowid: false, rowidAlias: null, declarations: [], attrs: new Map(), view: query,
    columns: outputs.map((name) => ({ name, type: 'unknown', rawType: null, notNull: false, collation: null, declared: null })),
    confidence: doubts.length > 0 || outputs.length === 0 ? 'low' : 'high', doubts, revision: '',
  });
}

/** `SELECT *` over one table or view with its columns written out, as the database keeps it. */
function withoutStar(query: BoundQuery, tables: ReadonlyMap<string, Table>): BoundQuery {
  const [source, ...others] = query.sources;
  const output = query.output === 'all' ? [{ name: null, expr: 'all' } as const] : query.output;
  if (source === undefined || others.length > 0 || source.relation.kind !== 'table' || typeof output === 'string') return query;
  const columns = tables.get(source.relation.table.table)?.columns ?? [];
  if (columns.length === 0) return query;
  const all = columns.map(({ name }): OutputColumn<BoundColumn> => ({ name, expr: { kind: 'column', column: { source: source.id, column: name }, span: source.span } }));
  return { ...query, output: output.flatMap((column) => (column.expr === 'all' ? all : [column])) };
}
