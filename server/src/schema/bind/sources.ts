import type { Table } from '../../facts/catalog.ts';
import type { BoundColumn, BoundTable, ColumnRef, Expr, TableRef } from '../../facts/expr.ts';
import type { Relation, Source, SymbolicQuery } from '../../facts/query.ts';
import { foreignKeyPairs, type Pairs } from './foreign-keys.ts';
import type { Around, Binder } from './query.ts';
import { outputAttrs, outputNames } from './output.ts';
import { bind, bindExpr } from './query.ts';
import { findColumn, type Scope, type ScopeSource } from './scope.ts';

type SymbolicSource = Source<TableRef, ColumnRef>;
type BoundSource = Source<BoundTable, BoundColumn>;
type BoundRelation = Relation<BoundTable, BoundColumn>;

/** A source whose table is found; `tie` is what joins it where no condition is written. */
interface Known { readonly source: SymbolicSource; readonly entry: ScopeSource; readonly relation: BoundRelation; readonly tie: Tie }

/** `pairs`: columns of another source that must equal columns of this one; `listed`: its columns are asked for by a list of values; `unknown`: something joins it, and nothing is known of what. */
type Tie =
  | { readonly kind: 'pairs'; readonly to: number; readonly pairs: Pairs }
  | { readonly kind: 'listed'; readonly columns: readonly string[] }
  | { readonly kind: 'unknown' }
  | null;

/** FROM with every table found, and the names that conditions may use. */
export function bindSources(binder: Binder, query: SymbolicQuery, around: Around, depth: number): { sources: BoundSource[]; scope: Scope } {
  const known: Known[] = [];
  const aliases: ScopeSource[] = [];
  const correlated = isCorrelated(binder, query, around.scope);
  for (const source of query.sources) {
    const there = source.implied === undefined ? undefined : standsFor(binder, source, known, correlated ? around.scope : null);
    if (there !== undefined && there !== null) aliases.push({ ...there, alias: source.alias, plain: false });
    if (there === undefined) known.push(...bindSource(binder, source, known, around, depth));
  }
  for (const { entry } of known) if (entry.table !== null) binder.tables.set(entry.id, entry.table);
  const scope: Scope = { sources: [...known.map((k) => k.entry), ...aliases], outer: around.scope };
  const sources = known.map(({ source, entry, relation, tie }, i): BoundSource => {
    const on = joinCondition(binder, { source, entry, tie }, known.slice(0, i).map((k) => k.entry), { ctes: around.ctes, scope }, depth);
    const { on: _on, using: _using, byKey: _key, implied: _implied, relationPath: _path, ...rest } = source;
    return { ...rest, ...(i === 0 && source.join === 'cross' ? { join: 'from' as const } : {}), id: entry.id, relation, on };
  });
  return { sources, scope };
}

/**
 * What an implied source turns out to be: undefined where it is one of its own, the source that has its table already, or null where it is nothing here
 * (a name that leads to no table, or a table of the statement around).
 */
function standsFor(binder: Binder, source: SymbolicSource, known: readonly Known[], outer: Scope | null): ScopeSource | null | undefined {
  if (source.relation.kind !== 'table') return undefined;
  const table = binder.names.table(source.relation.table);
  if (table === null) return source.implied === 'mention' ? null : undefined;
  const here = known.find(({ entry }) => entry.plain && entry.table?.key === table.key);
  if (here !== undefined) return here.entry;
  return outerSource(outer, table) === null ? undefined : null;
}

/** A subquery leaves out the tables of the statement around it, unless it then had none. */
function isCorrelated(binder: Binder, query: SymbolicQuery, outer: Scope | null): boolean {
  if (outer === null) return false;
  return query.sources.some((source) => source.implied === undefined || source.relation.kind !== 'table' || !isAround(binder.names.table(source.relation.table), outer));
}

/** What leads to no table is not in FROM, so that it can be no table of its own either. */
const isAround = (table: Table | null, outer: Scope): boolean => table === null || outerSource(outer, table) !== null;

function outerSource(outer: Scope | null, table: Table): ScopeSource | null {
  for (let level = outer; level !== null; level = level.outer) {
    const found = level.sources.find((source) => source.plain && source.table?.key === table.key);
    if (found !== undefined) return found;
  }
  return null;
}

function bindSource(binder: Binder, source: SymbolicSource, known: readonly Known[], around: Around, depth: number): readonly Known[] {
  const related = relatedOf(binder, source, known, around.scope);
  if (related !== null) return related;
  const id = binder.next++;
  // A lateral subquery sees the sources before it; any other sees only what is around the whole query.
  const visible: Scope | null = source.lateral === true ? { sources: known.map((k) => k.entry), outer: around.scope } : around.scope;
  const { relation, entry } = bindRelation(binder, source, id, { ctes: around.ctes, scope: visible }, depth);
  const tie = source.byKey === true && source.on === null ? keyTie(entry, known) : null;
  return [{ source, entry, relation, tie }];
}

/** The only foreign key between a table and the one that was joined last, else all before it. */
function keyTie(entry: ScopeSource, known: readonly Known[]): Tie {
  const { table } = entry;
  const before = known.flatMap((k) => (k.entry.table === null ? [] : [k.entry]));
  for (const candidates of [before.slice(-1), before]) {
    const found = candidates.flatMap((other) => (table === null || other.table === null ? [] : foreignKeyPairs(other.table, table).map((pairs) => ({ kind: 'pairs' as const, to: other.id, pairs }))));
    const [only, ...more] = found;
    if (only !== undefined) return more.length === 0 ? only : { kind: 'unknown' };
  }
  return { kind: 'unknown' };
}

/** A source that the ORM joins by a relation: its table is known only through the table that has the relation. Null for any other source. */
function relatedOf(binder: Binder, source: SymbolicSource, known: readonly Known[], outer: Scope | null): readonly Known[] | null {
  const owner = ownerOf(binder, source, known.map((k) => k.entry), outer);
  if (owner === null) return null;
  const found = owner.table === null ? null : binder.names.relation(owner.name, owner.table);
  const id = binder.next++;
  const entry = { id, alias: source.alias, plain: found !== null && isOwnName(source, found.child), table: found?.child ?? null, outputs: null };
  if (found === null) {
    binder.doubts.push(`relation ${owner.name} is not known`);
    return [{ source, entry, relation: { kind: 'unknown', name: owner.name }, tie: { kind: 'unknown' } }];
  }
  const relation: BoundRelation = { kind: 'table', table: { table: found.child.key } };
  if (found.through === undefined) return [{ source, entry, relation, tie: tieOf(found.pairs, owner.id) }];
  return [throughSource(binder, source, found.through, owner.id), { source: { ...source, join: source.join === 'from' ? 'inner' : source.join }, entry, relation, tie: { kind: 'pairs', to: binder.next - 1, pairs: found.through.far } }];
}

/** A model that is joined under no name but its own, or that of the relation, is what its columns mean. What is loaded by the way has no name at all. */
const isOwnName = (source: SymbolicSource, child: Table): boolean =>
  source.origin !== 'relation' && (source.relation.kind === 'table' ? isPlain(source.alias, child, source.relation.table) : source.alias === (source.relationPath?.join('.') ?? `${source.relationOf ?? ''}.${source.relationName ?? ''}`));

/** The association table of a many-to-many relation, in front of the table that it leads to. */
function throughSource(binder: Binder, source: SymbolicSource, through: { readonly table: Table; readonly near: Pairs }, owner: number | null): Known {
  const entry: ScopeSource = { id: binder.next++, alias: `${source.alias}~through`, plain: true, table: through.table, outputs: null };
  const { relationOf: _of, relationName: _name, relationPath: _path, ...rest } = source;
  return { source: { ...rest, alias: entry.alias, on: null }, entry, relation: { kind: 'table', table: { table: through.table.key } }, tie: tieOf(through.near, owner) };
}

const tieOf = (pairs: Pairs | null, owner: number | null): Tie => (pairs === null ? { kind: 'unknown' } : owner === null ? { kind: 'listed', columns: pairs.map(([, own]) => own) } : { kind: 'pairs', to: owner, pairs });

interface Owner { readonly id: number | null; readonly table: Table | null; readonly name: string }

function ownerOf(binder: Binder, source: SymbolicSource, before: readonly ScopeSource[], outer: Scope | null): Owner | null {
  if (source.relationOf !== undefined) return namedOwner(source.relationOf, source.relationName ?? '', before, outer);
  const path = source.relationPath ?? (source.byKey === true && source.relation.kind === 'table' && source.relation.table.by === 'symbol' ? source.relation.table.path : undefined);
  const member = path === undefined ? null : binder.names.symbolColumn(path);
  if (member === null) return source.relationPath === undefined ? null : { id: null, table: null, name: source.relationPath.join('.') };
  const here = [...before].reverse().find((s) => s.table?.key === member.table.key) ?? outerSource(outer, member.table);
  return { id: here?.id ?? null, table: member.table, name: member.attr };
}

function namedOwner(alias: string, name: string, before: readonly ScopeSource[], outer: Scope | null): Owner {
  for (let level: Scope | null = { sources: before, outer }; level !== null; level = level.outer) {
    const found = level.sources.find((s) => s.alias === alias);
    if (found !== undefined) return { id: found.id, table: found.table, name };
  }
  return { id: null, table: null, name };
}

function bindRelation(binder: Binder, source: SymbolicSource, id: number, around: Around, depth: number): { relation: BoundRelation; entry: ScopeSource } {
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
  return { relation: bound, entry: entry(table, null, isPlain(source.alias, table, ref)) };
}

/** Whether an alias is no more than the table's own name, in the database or in the code. */
const isPlain = (alias: string, table: Table, ref: TableRef): boolean =>
  alias === '' || alias.toLowerCase() === table.name.toLowerCase() || (ref.by === 'key' && alias === ref.key) || (ref.by === 'symbol' && (alias === ref.path.at(-1) || alias === ref.path.join('.')));

export const refName = (ref: TableRef): string => (ref.by === 'name' ? (ref.schema === null ? ref.name : `${ref.schema}.${ref.name}`) : ref.by === 'key' ? [ref.key, ...(ref.path ?? [])].join('') : ref.path.join('.'));

function joinCondition(binder: Binder, { source, entry, tie }: Pick<Known, 'source' | 'entry' | 'tie'>, before: readonly ScopeSource[], around: Around, depth: number): Expr<BoundColumn> | null {
  const parts: Expr<BoundColumn>[] = source.on === null ? [] : [bindExpr(binder, source.on, around, depth)];
  for (const name of source.using ?? []) parts.push(usingCondition(binder, name, before, entry, source.span));
  parts.push(...tieConditions(tie, entry, source.span));
  return parts.length > 1 ? { kind: 'and', args: parts, span: source.span } : (parts[0] ?? null);
}

function usingCondition(binder: Binder, name: string, before: readonly ScopeSource[], entry: ScopeSource, span: SymbolicSource['span']): Expr<BoundColumn> {
  const left = findColumn({ sources: before, outer: null }, null, name, binder.names.dialect);
  const right = findColumn({ sources: [entry], outer: null }, null, name, binder.names.dialect);
  if (left.kind !== 'found' || right.kind !== 'found') return { kind: 'opaque', reason: `USING (${name})`, args: [], span };
  return equal(left, right, span);
}

const columnAt = (source: number, column: string, span: SymbolicSource['span']): Expr<BoundColumn> => ({ kind: 'column', column: { source, column }, span });

const equal = (a: BoundColumn, b: BoundColumn, span: SymbolicSource['span']): Expr<BoundColumn> => ({ kind: 'compare', op: '=', span, left: columnAt(a.source, a.column, span), right: columnAt(b.source, b.column, span) });

function tieConditions(tie: Tie, entry: ScopeSource, span: SymbolicSource['span']): Expr<BoundColumn>[] {
  if (tie === null) return [];
  switch (tie.kind) {
    case 'unknown': return [{ kind: 'opaque', reason: 'relation', args: [], span }];
    case 'listed': return tie.columns.map((column) => ({ kind: 'in', negated: false, arg: columnAt(entry.id, column, span), items: [{ kind: 'param', name: '', list: true, span }], span }));
    case 'pairs': return tie.pairs.map(([a, b]) => equal({ source: tie.to, column: a }, { source: entry.id, column: b }, span));
  }
}
