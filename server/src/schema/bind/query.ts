import type { Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { BoundColumn, BoundTable, ColumnExpr, ColumnRef, Expr, SymbolPath, TableRef } from '../../facts/expr.ts';
import type { BoundQuery, Cte, OrderKey, OutputColumn, Relation, RoutineFact, Source, SymbolicQuery } from '../../facts/query.ts';
import { mapExpr } from '../../facts/walk.ts';
import { findColumn, type Scope, type ScopeSource } from './scope.ts';
import { meaningOf } from './variables.ts';

/** How names become tables and columns. Both give null for what is not known. */
export interface Names {
  readonly dialect: Dialect;
  readonly table: (ref: TableRef) => Table | null;
  /** A host path to a column: the table it belongs to, and the attribute. */
  readonly symbolColumn: (path: SymbolPath) => { readonly table: Table; readonly attr: string } | null;
  /** The table that a relation of `parent` leads to, and the pairs of columns (parent, child) that join them; null when it is not known. */
  readonly relation: (name: string, parent: Table) => { readonly child: Table; readonly pairs: readonly (readonly [string, string])[] | null } | null;
}

/** A bound statement. `doubts` names what could not be resolved: findings then lose confidence. */
export interface Binding { readonly query: BoundQuery; readonly doubts: readonly string[]; /** In a routine: a name that could be a variable or a column. */ readonly ambiguous: boolean }

/** Gives every table and column of a statement its database name. Total: what is unknown becomes opaque and is told in `doubts`. */
export function bindQuery(query: SymbolicQuery, names: Names, routine: RoutineFact | null = null): Binding {
  const binder: Binder = { names, routine, doubts: [], next: 0, ambiguous: false };
  return { query: bind(binder, query, { ctes: new Map(), scope: null }, 0), doubts: binder.doubts, ambiguous: binder.ambiguous };
}

interface Binder { readonly names: Names; readonly routine: RoutineFact | null; readonly doubts: string[]; next: number; ambiguous: boolean }
interface Around { readonly ctes: ReadonlyMap<string, readonly string[] | null>; readonly scope: Scope | null }

const MAX_DEPTH = 200;

function bind(binder: Binder, query: SymbolicQuery, around: Around, depth: number): BoundQuery {
  if (depth > MAX_DEPTH) return emptyQuery(query);
  const ctes = new Map(around.ctes);
  const boundCtes = query.ctes.map((cte) => bindCte(binder, cte, ctes, around, depth));
  const inner = { ctes, scope: around.scope };
  const { sources, scope } = bindSources(binder, query, inner, depth);
  const here = { ctes, scope };
  const expr = (e: Expr<ColumnRef>): Expr<BoundColumn> => bindExpr(binder, e, here, depth);
  const maybe = (e: Expr<ColumnRef> | null): Expr<BoundColumn> | null => (e === null ? null : expr(e));
  const output = bindOutput(query.output, expr);
  const key = (e: Expr<ColumnRef>): Expr<BoundColumn> => outputKey(e, query, output, scope, binder) ?? expr(e);
  return {
    op: query.op, span: query.span, ctes: boundCtes, sources, where: maybe(query.where), groupBy: query.groupBy.map(key), having: maybe(query.having),
    distinct: typeof query.distinct === 'boolean' ? query.distinct : query.distinct.map(expr),
    orderBy: query.orderBy.map((o): OrderKey<BoundColumn> => ({ ...o, expr: key(o.expr) })),
    limit: query.limit, offset: query.offset, output,
    setOps: query.setOps.map((arm) => ({ op: arm.op, query: bind(binder, arm.query, inner, depth + 1) })),
    ...(query.locks === undefined ? {} : { locks: query.locks }),
  };
}

const emptyQuery = (query: SymbolicQuery): BoundQuery => ({ op: query.op, span: query.span, ctes: [], sources: [], where: null, groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: 'unknown', setOps: [] });

function bindCte(binder: Binder, cte: Cte<TableRef, ColumnRef>, ctes: Map<string, readonly string[] | null>, around: Around, depth: number): Cte<BoundTable, BoundColumn> {
  if (cte.recursive) ctes.set(cte.name, cte.columns ?? outputNames(cte.query, binder.names));
  const query = bind(binder, cte.query, { ctes, scope: around.scope }, depth + 1);
  ctes.set(cte.name, cte.columns ?? outputNames(cte.query, binder.names));
  return { ...cte, query };
}

type SymbolicSource = Source<TableRef, ColumnRef>;

function bindSources(binder: Binder, query: SymbolicQuery, around: Around, depth: number): { sources: Source<BoundTable, BoundColumn>[]; scope: Scope } {
  const known: { source: SymbolicSource; entry: ScopeSource; relation: Relation<BoundTable, BoundColumn> }[] = [];
  for (const source of query.sources) {
    const id = binder.next++;
    // A lateral subquery sees the sources before it; any other sees only what is around the whole query.
    const visible: Scope | null = source.lateral === true ? { sources: known.map((k) => k.entry), outer: around.scope } : around.scope;
    const { relation, entry } = source.relationOf === undefined ? bindRelation(binder, source, id, { ctes: around.ctes, scope: visible }, depth) : bindRelated(binder, source, id, known.map((k) => k.entry));
    known.push({ source, entry, relation });
  }
  const scope: Scope = { sources: known.map((k) => k.entry), outer: around.scope };
  const sources = known.map(({ source, entry, relation }, i) => {
    const on = joinCondition(binder, source, known.slice(0, i).map((k) => k.entry), entry, { ctes: around.ctes, scope }, depth);
    const { on: _on, using: _using, ...rest } = source;
    return { ...rest, id: entry.id, relation, on };
  });
  return { sources, scope };
}

function bindRelation(binder: Binder, source: SymbolicSource, id: number, around: Around, depth: number): { relation: Relation<BoundTable, BoundColumn>; entry: ScopeSource } {
  const relation = source.relation;
  const entry = (table: Table | null, outputs: readonly string[] | null, plain = false): ScopeSource => ({ id, alias: source.alias, plain, table, outputs });
  if (relation.kind === 'subquery') return { relation: { kind: 'subquery', query: bind(binder, relation.query, around, depth + 1) }, entry: { ...entry(null, outputNames(relation.query, binder.names)), attrs: outputAttrs(relation.query, binder.names) } };
  if (relation.kind === 'cte') return { relation, entry: entry(null, around.ctes.get(relation.name) ?? null) };
  if (relation.kind !== 'table') return { relation, entry: entry(null, null) };
  const ref = relation.table;
  if (ref.by === 'name' && ref.schema === null && around.ctes.has(ref.name)) return { relation: { kind: 'cte', name: ref.name }, entry: entry(null, around.ctes.get(ref.name) ?? null) };
  const table = binder.names.table(ref);
  if (table === null) {
    binder.doubts.push(`table ${refName(ref)} is not known`);
    return { relation: { kind: 'unknown', name: refName(ref) }, entry: entry(null, null) };
  }
  const bound = { kind: 'table', table: { table: table.key }, ...(relation.indexedBy === undefined ? {} : { indexedBy: relation.indexedBy }), ...(relation.hints === undefined ? {} : { hints: relation.hints }) } as const;
  return { relation: bound, entry: entry(table, null, source.alias === '' || source.alias.toLowerCase() === table.name.toLowerCase() || ref.by !== 'name' && source.alias === (ref.by === 'key' ? ref.key : ref.path.at(-1))) };
}

/** A source that the ORM joins by a relation: its table is known only through the table that has the relation. */
function bindRelated(binder: Binder, source: SymbolicSource, id: number, before: readonly ScopeSource[]): { relation: Relation<BoundTable, BoundColumn>; entry: ScopeSource } {
  const found = relatedTable(binder, source, before);
  const entry = { id, alias: source.alias, plain: false, table: found?.child ?? null, outputs: null };
  if (found !== null) return { relation: { kind: 'table', table: { table: found.child.key } }, entry };
  binder.doubts.push(`relation ${source.relationName ?? ''} is not known`);
  return { relation: { kind: 'unknown', name: source.relationName ?? '' }, entry };
}

function relatedTable(binder: Binder, source: SymbolicSource, before: readonly ScopeSource[]): ReturnType<Names['relation']> {
  const parent = before.find((s) => s.alias === source.relationOf)?.table ?? null;
  return parent === null ? null : binder.names.relation(source.relationName ?? '', parent);
}

export const refName = (ref: TableRef): string => (ref.by === 'name' ? (ref.schema === null ? ref.name : `${ref.schema}.${ref.name}`) : ref.by === 'key' ? ref.key : ref.path.join('.'));

function joinCondition(binder: Binder, source: SymbolicSource, before: readonly ScopeSource[], entry: ScopeSource, around: Around, depth: number): Expr<BoundColumn> | null {
  const parts: Expr<BoundColumn>[] = source.on === null ? [] : [bindExpr(binder, source.on, around, depth)];
  for (const name of source.using ?? []) parts.push(usingCondition(binder, name, before, entry, source.span));
  if (source.relationOf !== undefined) parts.push(...relationConditions(binder, source, before, entry));
  return parts.length > 1 ? { kind: 'and', args: parts, span: source.span } : (parts[0] ?? null);
}

function usingCondition(binder: Binder, name: string, before: readonly ScopeSource[], entry: ScopeSource, span: SymbolicSource['span']): Expr<BoundColumn> {
  const left = findColumn({ sources: before, outer: null }, null, name, binder.names.dialect);
  const right = findColumn({ sources: [entry], outer: null }, null, name, binder.names.dialect);
  if (left.kind !== 'found' || right.kind !== 'found') return { kind: 'opaque', reason: `USING (${name})`, args: [], span };
  return equal(left, right, span);
}

const equal = (a: BoundColumn, b: BoundColumn, span: SymbolicSource['span']): Expr<BoundColumn> => ({
  kind: 'compare', op: '=', span,
  left: { kind: 'column', column: { source: a.source, column: a.column }, span }, right: { kind: 'column', column: { source: b.source, column: b.column }, span },
});

function relationConditions(binder: Binder, source: SymbolicSource, before: readonly ScopeSource[], entry: ScopeSource): Expr<BoundColumn>[] {
  const parent = before.find((s) => s.alias === source.relationOf);
  const found = relatedTable(binder, source, before);
  if (parent === undefined || found === null || found.pairs === null) return [{ kind: 'opaque', reason: 'relation', args: [], span: source.span }];
  return found.pairs.map(([a, b]) => equal({ source: parent.id, column: a }, { source: entry.id, column: b }, source.span));
}

function bindExpr(binder: Binder, expr: Expr<ColumnRef>, around: Around, depth: number): Expr<BoundColumn> {
  return mapExpr<ColumnRef, BoundColumn>(expr, {
    column: (node) => bindColumn(binder, node, around.scope),
    query: (query) => bind(binder, query, around, depth + 1),
  });
}

function bindColumn(binder: Binder, node: ColumnExpr<ColumnRef>, scope: Scope | null): Expr<BoundColumn> {
  const ref = node.column;
  const found = ref.by === 'name' ? findColumn(scope, ref.qualifier, ref.name, binder.names.dialect) : ref.by === 'attr' ? attrColumn(scope, ref.source, ref.attr, binder.names.dialect) : pathColumn(binder, ref.path, scope);
  const meaning = binder.routine === null ? 'column' : meaningOf(ref, found, binder.routine, binder.names.dialect);
  if (meaning === 'value') return { kind: 'param', name: '', span: node.span };
  if (meaning === 'unsure') binder.ambiguous = true;
  if (found.kind === 'found') return { kind: 'column', column: { source: found.source, column: found.column }, span: node.span };
  const name = ref.by === 'name' ? ref.name : ref.by === 'attr' ? ref.attr : ref.path.join('.');
  binder.doubts.push(`column ${name} is not known`);
  return { kind: 'opaque', reason: `column ${name} is not known`, args: [], span: node.span };
}

function attrColumn(scope: Scope | null, alias: string, attr: string, dialect: Dialect): ReturnType<typeof findColumn> {
  for (let level = scope; level !== null; level = level.outer) {
    const source = level.sources.find((s) => s.alias === alias) ?? (alias === '' ? level.sources[0] : undefined);
    const column = source?.table?.attrs.get(attr) ?? source?.attrs?.get(attr);
    if (source !== undefined && column !== undefined) return { kind: 'found', source: source.id, column };
    if (source !== undefined) return findColumn({ sources: [source], outer: null }, null, attr, dialect);
  }
  return { kind: 'missing' };
}

function pathColumn(binder: Binder, path: SymbolPath, scope: Scope | null): ReturnType<typeof findColumn> {
  const target = binder.names.symbolColumn(path);
  if (target === null) return { kind: 'missing' };
  const column = target.table.attrs.get(target.attr);
  if (column === undefined) return { kind: 'missing' };
  for (let level = scope; level !== null; level = level.outer) {
    const sources = level.sources.filter((s) => s.table?.key === target.table.key);
    const source = sources.find((s) => s.plain) ?? sources[0];
    if (source !== undefined) return { kind: 'found', source: source.id, column };
  }
  return { kind: 'missing' };
}

function bindOutput(output: SymbolicQuery['output'], expr: (e: Expr<ColumnRef>) => Expr<BoundColumn>): BoundQuery['output'] {
  if (typeof output === 'string') return output;
  return output.map((o): OutputColumn<BoundColumn> => ({ name: o.name, expr: o.expr === 'all' ? 'all' : expr(o.expr) }));
}

/** `ORDER BY 1` and `ORDER BY alias` mean an output column, unless a real column has that name (ORDER BY prefers the output, GROUP BY the column: both give the same when they agree). */
function outputKey(e: Expr<ColumnRef>, query: SymbolicQuery, output: BoundQuery['output'], scope: Scope, binder: Binder): Expr<BoundColumn> | null {
  if (typeof output === 'string') return null;
  if (e.kind === 'literal' && e.type === 'integer') return real(output[Number(e.value) - 1], e.span);
  if (e.kind !== 'column' || e.column.by !== 'name' || e.column.qualifier !== null) return null;
  const name = e.column.name;
  const aliased = output.find((o) => o.name === name);
  const plain = findColumn({ sources: scope.sources, outer: null }, null, name, binder.names.dialect);
  return aliased !== undefined && (plain.kind !== 'found' || query.orderBy.some((o) => o.expr === e)) ? real(aliased, e.span) : null;
}

const real = (output: OutputColumn<BoundColumn> | undefined, span: SymbolicSource['span']): Expr<BoundColumn> | null =>
  output === undefined || output.expr === 'all' ? null : { ...output.expr, span };

/** What a derived table's columns are called; null when that cannot be told. */
function outputNames(query: SymbolicQuery, names: Names): readonly string[] | null {
  if (query.output === 'unknown') return null;
  const starred = query.output === 'all' || query.output.some((o) => o.expr === 'all');
  const listed = query.output === 'all' ? [] : query.output.flatMap((o) => (o.name === null ? [] : [o.name]));
  if (!starred) return listed;
  const tables = query.sources.map((s) => (s.relation.kind === 'table' ? names.table(s.relation.table) : null));
  if (tables.includes(null)) return null;
  return [...listed, ...tables.flatMap((t) => t?.columns.map((c) => c.name) ?? [])];
}

/** Code calls the columns that `SELECT *` hands on by their attributes. */
function outputAttrs(query: SymbolicQuery, names: Names): ReadonlyMap<string, string> {
  if (query.output !== 'all') return new Map();
  return new Map(query.sources.flatMap((s) => (s.relation.kind === 'table' ? [...(names.table(s.relation.table)?.attrs ?? [])] : [])));
}
