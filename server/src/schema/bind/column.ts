import type { Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { BoundColumn, ColumnExpr, ColumnRef, Expr, SymbolPath } from '../../facts/expr.ts';
import type { Binder } from './query.ts';
import { findColumn, type Found, type Scope, type ScopeSource } from './scope.ts';
import { meaningOf } from './variables.ts';

type Bound = Expr<BoundColumn>;

/** The column that a name means, a value where it is none of the database's, or something opaque that is told in `doubts`. */
export function bindColumn(binder: Binder, node: ColumnExpr<ColumnRef>, scope: Scope | null): Bound {
  const ref = node.column;
  const { dialect } = binder.names;
  if (ref.by === 'attr' && ref.primaryKey === true) return keyColumns(binder, node, ref.source, scope);
  const found = ref.by === 'name' ? findColumn(scope, ref.qualifier, ref.name, dialect) : ref.by === 'attr' ? attrColumn(scope, ref.source, ref.attr, dialect) : pathColumn(binder, ref.path, scope);
  const meaning = binder.routine === null ? 'column' : meaningOf(ref, found, binder.routine, dialect);
  if (meaning === 'value') return { kind: 'param', name: '', span: node.span };
  if (meaning === 'unsure') binder.ambiguous = true;
  if (found.kind === 'found') return { kind: 'column', column: { source: found.source, column: found.column }, span: node.span };
  return otherThanColumn(binder, node, ref, scope);
}

/** A relation stands for its foreign key, a path that leads to no table for a value of the program. */
function otherThanColumn(binder: Binder, node: ColumnExpr<ColumnRef>, ref: ColumnRef, scope: Scope | null): Bound {
  if (ref.by === 'symbol' && ref.orValue === true && binder.names.symbolColumn(ref.path) === null) return { kind: 'param', name: '', span: node.span };
  const relation = relationOf(binder, ref, scope);
  if (relation !== null) return relation.column === null ? { kind: 'opaque', reason: 'relation', args: [], span: node.span } : { kind: 'column', column: relation.column, span: node.span };
  const name = ref.by === 'name' ? ref.name : ref.by === 'attr' ? ref.attr : ref.path.join('.');
  binder.doubts.push(`column ${name} is not known`);
  return unknown(node, name);
}

const unknown = (node: ColumnExpr<ColumnRef>, name: string): Bound => ({ kind: 'opaque', reason: `column ${name} is not known`, args: [], span: node.span });

/** `Post.author == user` compares the foreign key, where it is one column of the table that has the relation; `column` is null for any other relation. */
function relationOf(binder: Binder, ref: ColumnRef, scope: Scope | null): { readonly column: BoundColumn | null } | null {
  if (ref.by === 'name') return null;
  const owner = ref.by === 'attr' ? sourceNamed(scope, ref.source) : ownerOf(binder, ref.path, scope);
  const attr = ref.by === 'attr' ? ref.attr : ref.path.at(-1);
  const relation = owner?.table === null || owner === null || attr === undefined ? null : binder.names.relation(attr, owner.table);
  if (relation === null || owner === null) return null;
  const [pair, ...more] = relation.pairs ?? [];
  const own = pair !== undefined && more.length === 0 && owner.table?.foreignKeys.some((key) => key.columns.length === 1 && key.columns[0] === pair[0]) === true;
  return { column: own ? { source: owner.id, column: pair[0] } : null };
}

function sourceNamed(scope: Scope | null, alias: string): ScopeSource | null {
  for (let level = scope; level !== null; level = level.outer) {
    const source = level.sources.find((s) => s.alias === alias);
    if (source !== undefined) return source;
  }
  return null;
}

/** The nearest source of the model that a path leads through. */
function ownerOf(binder: Binder, path: SymbolPath, scope: Scope | null): ScopeSource | null {
  const target = binder.names.symbolColumn(path);
  return target === null ? null : sourceOf(target.table, scope);
}

/** A model means its table under its own name, here or around; only where there is none, an alias of it. */
function sourceOf(table: Table, scope: Scope | null): ScopeSource | null {
  for (const wanted of [(source: ScopeSource): boolean => source.plain, (): boolean => true]) {
    for (let level = scope; level !== null; level = level.outer) {
      const source = level.sources.find((s) => s.table?.key === table.key && wanted(s));
      if (source !== undefined) return source;
    }
  }
  return null;
}

function keyColumns(binder: Binder, node: ColumnExpr<ColumnRef>, alias: string, scope: Scope | null): Bound {
  const source = sourceNamed(scope, alias);
  const items = (source?.table?.primaryKey ?? []).map((column): Bound => ({ kind: 'column', column: { source: source?.id ?? 0, column }, span: node.span }));
  const [only, ...more] = items;
  if (only === undefined) { binder.doubts.push('the primary key is not known'); return unknown(node, 'of the primary key'); }
  return more.length === 0 ? only : { kind: 'row', items, span: node.span };
}

function attrColumn(scope: Scope | null, alias: string, attr: string, dialect: Dialect): Found {
  for (let level = scope; level !== null; level = level.outer) {
    const source = level.sources.find((s) => s.alias === alias) ?? (alias === '' ? level.sources[0] : undefined);
    const column = source?.table?.attrs.get(attr) ?? source?.attrs?.get(attr);
    if (source !== undefined && column !== undefined) return { kind: 'found', source: source.id, column };
    // What a model does not declare as a column may be made by its class (a hybrid of a column's name): that is no column.
    if (source !== undefined) return (source.table?.attrs.size ?? 0) > 0 ? { kind: 'missing' } : findColumn({ sources: [source], outer: null }, null, attr, dialect);
  }
  return { kind: 'missing' };
}

function pathColumn(binder: Binder, path: SymbolPath, scope: Scope | null): Found {
  const target = binder.names.symbolColumn(path);
  const column = target?.table.attrs.get(target.attr);
  if (target === null || column === undefined) return { kind: 'missing' };
  const source = sourceOf(target.table, scope);
  return source === null ? { kind: 'missing' } : { kind: 'found', source: source.id, column };
}
