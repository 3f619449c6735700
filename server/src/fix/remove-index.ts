import type { Catalog, Declaration, Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { TableDecl } from '../facts/schema.ts';
import type { TextEdit } from '../text/span.ts';
import type { Writers } from './add-index.ts';
import type { Draft } from './draft.ts';

/** `absent`: no declaration outside of migrations has the index. `impossible`: one has it in a way that cannot be taken out. */
export type Removed =
  | { readonly kind: 'removed'; readonly paths: readonly string[] }
  | { readonly kind: 'absent' | 'impossible' };

/** Takes an index out of every declaration of its table that has it. Migrations are never edited: they may have been applied. */
export function removeIndex(draft: Draft, writers: Writers, catalog: Catalog, table: Table, spec: IndexSpec): Removed {
  const places = [...placesOf(table, spec)];
  const steps = places.map((declaration) => ({ path: declaration.path, edits: editsFor(draft, writers, { declaration, table, spec, dialect: catalog.dialect }) }));
  if (steps.some(({ edits }) => edits === null)) return { kind: 'impossible' };
  const done = steps.flatMap(({ path, edits }) => (edits === null || edits.length === 0 ? [] : [{ path, edits }]));
  for (const { path, edits } of done) draft.edit(path, edits);
  return done.length === 0 ? { kind: 'absent' } : { kind: 'removed', paths: done.map(({ path }) => path) };
}

interface Target { readonly declaration: Declaration; readonly table: Table; readonly spec: IndexSpec; readonly dialect: Dialect }

/** Where the table is declared, and the file that has the index where that is another one. */
function placesOf(table: Table, spec: IndexSpec): readonly Declaration[] {
  const own = table.declarations.filter((declaration) => !declaration.migration);
  const index = table.indexes.find((one) => one.name === spec.name);
  const elsewhere = index?.origin === 'sql' && index.path !== null && !table.declarations.some((declaration) => declaration.path === index.path);
  return elsewhere ? [...own, { adapter: 'sql', path: index.path, span: index.span, symbol: null, migration: false }] : own;
}

/** Empty when the index is not there; null when it cannot be taken out. */
function editsFor(draft: Draft, writers: Writers, { declaration, table, spec, dialect }: Target): readonly TextEdit[] | null {
  const adapter = writers.adapters.get(declaration.adapter);
  const text = draft.text(declaration.path);
  const source = text === null ? null : writers.sources.read(declaration.path, text);
  if (adapter === undefined || source === null) return [];
  const model = source.models.find((fact): fact is TableDecl => fact.kind === 'table' && fact.adapter === declaration.adapter && fact.symbol === declaration.symbol);
  if (model !== undefined && source.outline !== null && adapter.removeIndex !== undefined) {
    const attrs = new Map([...table.attrs].map(([attr, column]) => [column, attr]));
    return adapter.removeIndex({ document: source.document, outline: source.outline, table: model, spec, attrs, dialect });
  }
  if (adapter.removeDdl === undefined || source.statements.length === 0) return [];
  return adapter.removeDdl({ document: source.document, outline: source.outline, statements: source.statements, table: { schema: table.schema, name: table.name }, spec, dialect });
}
