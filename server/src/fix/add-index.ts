import type { Adapter } from '../adapters/adapter.ts';
import type { Catalog, Declaration, Table } from '../facts/catalog.ts';
import { type Dialect, isMysql } from '../facts/dialect.ts';
import type { EntryStyle } from '../facts/entry.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { SchemaOp, TableDecl } from '../facts/schema.ts';
import type { SymbolResolver } from '../link/symbols.ts';
import type { TextEdit } from '../text/span.ts';
import { basesOf } from './bases.ts';
import type { Draft } from './draft.ts';
import type { SourceFile, Sources } from './sources.ts';

/** What it takes to write an index where a project keeps its indexes. */
export interface Writers { readonly adapters: ReadonlyMap<string, Adapter>; readonly sources: Sources; /** Names over files, where they are known: for models that inherit from those of others. */ readonly symbols?: SymbolResolver; /** How a class keeps its indexes in a list of its own. */ readonly entryStyle?: (path: string, symbol: string) => EntryStyle | null }

/** `present`: an index of that name stands there already. `impossible`: no declaration of the table can hold it. */
export type Added =
  | { readonly kind: 'added' | 'present'; readonly declaration: Declaration }
  | { readonly kind: 'impossible' };

/** Adds the index to the first declaration of its table that can hold one. Migrations are never edited: they may have been applied. */
export function addIndex(draft: Draft, writers: Writers, catalog: Catalog, table: Table, spec: IndexSpec): Added {
  for (const declaration of table.declarations) {
    const edits = declaration.migration ? null : editsFor(draft, writers, { declaration, table, spec, dialect: catalog.dialect });
    if (edits === null) continue;
    draft.edit(declaration.path, edits);
    return { kind: edits.length === 0 ? 'present' : 'added', declaration };
  }
  return { kind: 'impossible' };
}

interface Target { readonly declaration: Declaration; readonly table: Table; readonly spec: IndexSpec; readonly dialect: Dialect }

/** Empty when the index is there; null when this declaration cannot hold it. */
function editsFor(draft: Draft, writers: Writers, target: Target): readonly TextEdit[] | null {
  const adapter = writers.adapters.get(target.declaration.adapter);
  const text = draft.text(target.declaration.path);
  if (adapter === undefined || text === null) return null;
  const source = writers.sources.read(target.declaration.path, text);
  return source === null ? null : (inModel(adapter, source, target, { draft, writers }) ?? inDdl(adapter, source, target));
}

function inModel(adapter: Adapter, source: SourceFile, { declaration, table, spec, dialect }: Target, { draft, writers }: { readonly draft: Draft; readonly writers: Writers }): readonly TextEdit[] | null {
  const model = source.models.find((fact): fact is TableDecl => fact.kind === 'table' && fact.adapter === declaration.adapter && fact.symbol === declaration.symbol);
  if (adapter.writeIndex === undefined || source.outline === null || model === undefined) return null;
  if (spec.name !== null && model.indexes.some((index) => index.name === spec.name)) return [];
  const attrs = new Map([...table.attrs].map(([attr, column]) => [column, attr]));
  const bases = writers.symbols === undefined ? [] : basesOf(declaration.path, model, { view: draft, sources: writers.sources, symbols: writers.symbols });
  return adapter.writeIndex({ document: source.document, outline: source.outline, table: model, spec, attrs, dialect, owner: { schema: table.schema, name: table.name }, bases, ...entryOf(writers, declaration) });
}

function entryOf({ entryStyle }: Writers, { path, symbol }: Declaration): { readonly entry?: EntryStyle } {
  const entry = symbol === null ? null : (entryStyle?.(path, symbol) ?? null);
  return entry === null ? {} : { entry };
}

function inDdl(adapter: Adapter, source: SourceFile, { table, spec, dialect }: Target): readonly TextEdit[] | null {
  if (adapter.writeDdl === undefined || source.statements.length === 0) return null;
  const present = source.statements.some(({ operation }) => spec.name !== null && makes(operation, spec.name, table.name, dialect));
  if (present) return [];
  return adapter.writeDdl({ document: source.document, outline: source.outline, statements: source.statements, table: { schema: table.schema, name: table.name }, spec, dialect });
}

/** Whether a statement makes an index of that name: on MySQL a name is its table's alone, and may stand in CREATE TABLE. */
function makes(operation: SchemaOp, name: string, table: string, dialect: Dialect): boolean {
  const isOwn = 'table' in operation && operation.table?.name.toLowerCase() === table.toLowerCase();
  if (operation.op === 'create-index') return operation.index.name === name && (isOwn || !isMysql(dialect));
  return operation.op === 'create-table' && isOwn && operation.indexes.some((index) => index.name === name);
}
