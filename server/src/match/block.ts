import type { Table } from '../facts/catalog.ts';
import type { BoundColumn, BoundTable } from '../facts/expr.ts';
import type { BoundQuery, Source } from '../facts/query.ts';
import { type Analysis, type CteEntry, type CteScope, rewritten, takeIds } from './analysis.ts';
import { type BoundExpr, sourcesIn } from './bound.ts';
import { conjunctsOf } from './normal.ts';
import { isSimple, outputsOf } from './outputs.ts';
import { relocate } from './relocate.ts';

export type BoundSource = Source<BoundTable, BoundColumn>;

/** One conjunct of a block. */
export interface Conjunct {
  readonly expr: BoundExpr;
  readonly sources: readonly number[];
  /** The right side of an outer join whose ON this is: it restricts that source alone. */
  readonly home: number | null;
  readonly optional: boolean;
  /** Not written: it follows from others (a.x = b.x and b.x = 1), or ties a subquery to what is around it. */
  readonly inferred: boolean;
  /** Only tried where nothing else is a way in (a semi-join run the other way round). */
  readonly fallback?: boolean;
}

export interface BlockSource {
  readonly id: number;
  /** The SELECT that has it in its FROM. */
  readonly query: BoundQuery;
  readonly source: BoundSource;
  /** Null for what is no base table: a derived table, a function, something unknown. */
  readonly table: Table | null;
  /** Right side of an outer join: read after the sources its ON names. */
  readonly nullable: boolean;
  /** No planner probes it here (FULL JOIN; in SQLite the left side of a RIGHT JOIN, fact 19). */
  readonly unprobed: boolean;
  /** A derived table that is computed by itself, with the scope of CTEs for it. */
  readonly derived: { readonly query: BoundQuery; readonly names: readonly string[] | undefined; readonly scope: CteScope; readonly lateral: boolean; readonly cte: CteEntry | null } | null;
  /** Without a base table: few rows are to be expected of it. */
  readonly bounded: boolean;
}

/** One SELECT with all derived tables that the planner would dissolve into it. */
export interface Block {
  readonly query: BoundQuery;
  readonly sources: readonly BlockSource[];
  readonly conjuncts: Conjunct[];
}

interface Builder { readonly analysis: Analysis; readonly sources: BlockSource[]; readonly conjuncts: { readonly expr: BoundExpr; readonly home: number | null }[] }

export function buildBlock(query: BoundQuery, scope: CteScope, analysis: Analysis): Block {
  const builder: Builder = { analysis, sources: [], conjuncts: [] };
  collect(builder, query, scope, null, 0);
  const conjuncts = builder.conjuncts.flatMap(({ expr, home }) => split(rewritten(expr, analysis), home, analysis));
  return { query, sources: strengthened(builder.sources, conjuncts), conjuncts };
}

const split = (expr: BoundExpr, home: number | null, analysis: Analysis): Conjunct[] =>
  conjunctsOf(expr, analysis.ground.dialect).map((e) => ({ expr: e, sources: sourcesIn(e), home, optional: e.optional === true, inferred: false }));

/** `home`: the whole query is the right side of an outer join, so its conditions restrict that source alone. */
function collect(builder: Builder, query: BoundQuery, scope: CteScope, home: 'nullable' | null, depth: number): void {
  const rightAt = query.sources.findLastIndex((s) => s.join === 'right');
  for (const [i, source] of query.sources.entries()) {
    const nullable = home !== null || source.join === 'left' || i < rightAt;
    addSource(builder, query, source, scope, nullable, depth, i < rightAt);
    if (source.on !== null) builder.conjuncts.push({ expr: source.on, home: onHome(source, query, i, nullable) });
  }
  const first = query.sources[0];
  if (query.where !== null) builder.conjuncts.push({ expr: query.where, home: home === null ? null : (first?.id ?? null) });
}

function onHome(source: BoundSource, query: BoundQuery, at: number, nullable: boolean): number | null {
  if (source.join === 'right') return query.sources[at - 1]?.id ?? null;
  return nullable || source.join === 'full' ? source.id : null;
}

function addSource(builder: Builder, query: BoundQuery, source: BoundSource, scope: CteScope, nullable: boolean, depth: number, beforeRight: boolean): void {
  const { analysis } = builder;
  const unprobed = source.join === 'full' || query.sources.some((s) => s.join === 'full') || (beforeRight && analysis.ground.dialect === 'sqlite');
  const entry = { id: source.id, query, source, nullable, unprobed };
  const inner = derivedOf(builder, source, scope);
  if (inner === null) {
    const table = source.relation.kind === 'table' ? (analysis.catalog.tables.get(source.relation.table.table) ?? null) : null;
    if (table !== null) analysis.tables.set(source.id, table);
    builder.sources.push({ ...entry, table, derived: null, bounded: source.relation.kind !== 'unknown' });
    return;
  }
  const keepable = depth < MAX_DEPTH && inner.dissolvable && isSimple(inner.query) && (!nullable || inner.query.sources.length === 1);
  if (!keepable) {
    builder.sources.push({ ...entry, table: null, derived: { query: inner.query, names: inner.names, scope: inner.scope, lateral: source.lateral === true, cte: inner.cte }, bounded: isBounded(inner.query) });
    return;
  }
  if (inner.cte !== null) analysis.doneCtes.add(inner.cte);
  analysis.dissolved.set(source.id, outputsOf(inner.query, inner.names, (id) => analysis.tables.get(id) ?? null, analysis.ground.dialect));
  collect(builder, inner.query, withCtes(inner.query, inner.scope), nullable ? 'nullable' : null, depth + 1);
}

const MAX_DEPTH = 12;

interface Inner { readonly query: BoundQuery; readonly names: readonly string[] | undefined; readonly scope: CteScope; readonly dissolvable: boolean; readonly cte: CteEntry | null }

/** The query behind a subquery, CTE or view in FROM; null for anything else. */
function derivedOf(builder: Builder, source: BoundSource, scope: CteScope): Inner | null {
  const { relation } = source;
  if (relation.kind === 'subquery') return { query: relation.query, names: undefined, scope, dissolvable: true, cte: null };
  if (relation.kind === 'cte') return cteOf(builder, relation.name, scope);
  if (relation.kind !== 'table') return null;
  const view = builder.analysis.catalog.tables.get(relation.table.table);
  if (view === undefined || view.view === null) return null;
  const shift = takeIds(builder.analysis, view.view);
  return { query: relocate(view.view, shift, source.span), names: view.columns.map((c) => c.name), scope: new Map(), dissolvable: true, cte: null };
}

function cteOf(builder: Builder, name: string, scope: CteScope): Inner | null {
  const entry = scope.get(name);
  if (entry === undefined || entry.cte.recursive) return null;
  const { analysis } = builder;
  const { materialized } = entry.cte;
  const once = entry.uses <= 1;
  // Fact 13: PostgreSQL computes a CTE named twice by itself; SQLite and MySQL dissolve it all the same.
  const dissolvable = materialized !== true && (once || materialized === false || analysis.ground.dialect !== 'postgresql');
  if (!dissolvable || !analysis.doneCtes.has(entry)) return { query: entry.cte.query, names: entry.cte.columns, scope: entry.scope, dissolvable, cte: entry };
  const shift = takeIds(analysis, entry.cte.query);
  return { query: relocate(entry.cte.query, shift, null), names: entry.cte.columns, scope: entry.scope, dissolvable, cte: entry };
}

/** The CTEs a query sees: its own, and those around it. */
export function withCtes(query: BoundQuery, around: CteScope): CteScope {
  if (query.ctes.length === 0) return around;
  const scope = new Map(around);
  for (const cte of query.ctes) {
    const entry: CteEntry = { cte, scope: new Map(scope), uses: 0 };
    scope.set(cte.name, entry);
  }
  for (const cte of query.ctes) countUses(cte.query, scope);
  countUses({ ...query, ctes: [] }, scope);
  return scope;
}

function countUses(root: BoundQuery, scope: CteScope): void {
  const stack: unknown[] = [root];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) { for (const v of next) stack.push(v); continue; }
    if ('kind' in next && next.kind === 'cte' && 'name' in next && typeof next.name === 'string') { const entry = scope.get(next.name); if (entry !== undefined) entry.uses++; }
    for (const v of Object.values(next)) if (typeof v === 'object' && v !== null) stack.push(v);
  }
}

/** Whether a derived table can be expected to have few rows: it is limited, filtered, or reads no table at all. */
export function isBounded(query: BoundQuery): boolean {
  if (query.limit !== null || query.where !== null) return true;
  if (query.sources.length === 0) return query.setOps.every((arm) => isBounded(arm.query));
  return query.sources.every((s) => s.relation.kind === 'values' || s.relation.kind === 'function' || (s.relation.kind === 'subquery' && isBounded(s.relation.query)));
}

/** An outer join whose right side the WHERE asks something of is an inner one; both planners see that. */
function strengthened(sources: readonly BlockSource[], conjuncts: Conjunct[]): readonly BlockSource[] {
  const strict = new Set<number>();
  for (const c of conjuncts) if (c.home === null && rejectsNull(c.expr)) for (const id of c.sources) strict.add(id);
  if (!sources.some((s) => s.nullable && strict.has(s.id))) return sources;
  for (const [i, c] of conjuncts.entries()) if (c.home !== null && strict.has(c.home)) conjuncts[i] = { ...c, home: null };
  return sources.map((s) => (s.nullable && strict.has(s.id) ? { ...s, nullable: false } : s));
}

const rejectsNull = (expr: BoundExpr): boolean => expr.kind === 'compare' && expr.op !== 'is-distinct' && expr.op !== 'is-not-distinct' ? !hasCall(expr) : (expr.kind === 'in' || expr.kind === 'between' || expr.kind === 'like') && !hasCall(expr);

/** COALESCE and its kind turn NULL into something else. */
function hasCall(expr: BoundExpr): boolean {
  const parts = expr.kind === 'compare' ? [expr.left, expr.right] : expr.kind === 'in' || expr.kind === 'between' || expr.kind === 'like' ? [expr.arg] : [];
  return parts.some((p) => p.kind !== 'column' && p.kind !== 'literal' && p.kind !== 'param' && p.kind !== 'cast');
}
