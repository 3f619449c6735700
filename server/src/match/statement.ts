import type { AccessPath } from '../facts/access.ts';
import type { BoundQuery } from '../facts/query.ts';
import { type Analysis, type CteScope, rewritten } from './analysis.ts';
import { type Block, type BlockSource, type Conjunct, buildBlock, isBounded, withCtes } from './block.ts';
import { type BoundExpr, expressionsOf, sourcesIn, subqueriesIn } from './bound.ts';
import { type Driver, orderSources } from './joins.ts';
import { isSimple, outputAt } from './outputs.ts';
import { pathOf } from './path.ts';
import { pushInto, pushIntoArm, splitPushed } from './pushdown.ts';
import { isRegrouped, sortingOf } from './sorting.ts';
import { inferred } from './transitive.ts';
import { isUnknown } from './unknown.ts';

/** Where a query stands. */
export interface Around {
  readonly scope: CteScope;
  readonly outer: ReadonlySet<number>;
  readonly driver: Driver;
  /** It is a subquery in an expression or FROM, not the statement itself. */
  readonly inside: boolean;
  readonly hashable: boolean;
  /** Conditions from outside that the planner applies inside. */
  readonly pushed: readonly Conjunct[];
  readonly depth: number;
}

const DEEPEST = 40;

/** Adds the access paths of a query and of everything in it. */
export function analyse(query: BoundQuery, around: Around, analysis: Analysis): void {
  if (around.depth > DEEPEST) return;
  const scope = withCtes(query, around.scope);
  const block = buildBlock(query, scope, analysis);
  const inner: Around = { ...around, scope };
  const rows = readBlock(block, inner, analysis);
  for (const arm of query.setOps) analyse(arm.query, { ...inner, pushed: armPushed(query, arm.query, around.pushed), depth: around.depth + 1 }, analysis);
  readSubqueries(block, inner, rows, analysis);
  for (const [, entry] of scope) if (!analysis.doneCtes.has(entry) && query.ctes.includes(entry.cte)) {
    analysis.doneCtes.add(entry);
    analyse(entry.cte.query, { scope: entry.scope, outer: around.outer, driver: 'once', inside: true, hashable: false, pushed: [], depth: around.depth + 1 }, analysis);
  }
}

/** The FROM of one block, in the order in which it is read. */
function readBlock(block: Block, around: Around, analysis: Analysis): Driver {
  const { query } = block;
  if (block.sources.length === 0) return around.driver;
  const own = [...block.conjuncts, ...around.pushed, ...havingOnKeys(query, analysis)];
  const conjuncts = [...own, ...inferred(own)];
  readDerived(block, conjuncts, around, analysis);
  const limit = query.limit !== null || (analysis.options.one === true && !around.inside);
  const sorting = sortingOf(block, analysis);
  const few = limit && !isRegrouped(query) && (query.orderBy.length === 0 || sorting.source !== null);
  const orderOf = (source: BlockSource) => (source.id === sorting.source ? sorting.keys : []);
  const { steps, rows } = orderSources({ block, conjuncts, ground: analysis.ground, outer: around.outer, driver: around.driver, limited: few, orderOf });
  const opaque = conjuncts.some((c) => c.expr.kind === 'opaque' || (c.sources.length === 0 && c.expr.kind !== 'literal' && c.expr.kind !== 'param'));
  const unknown = conjuncts.some((c) => isUnknown(c.expr));
  // MariaDB joins by nested loops alone, as it is delivered (join_cache_level 2).
  const hashes = analysis.ground.dialect !== 'mariadb';
  // A relation that an ORM loads beside its rows is a lateral subquery, run once for each of them.
  for (const [i, step] of steps.entries()) {
    const role: AccessPath['role'] = i > 0 ? 'joined' : around.inside ? 'subquery' : 'driving';
    const path = pathOf({ step, role, sorting, limited: limit, hashable: i > 0 ? hashes && step.source.source.origin !== 'relation' : around.hashable, opaque, unknown });
    if (path !== null) analysis.paths.push(path);
  }
  return rows;
}

/** Fact 13: HAVING on a key of the GROUP BY is a condition on the rows. */
function havingOnKeys(query: BoundQuery, analysis: Analysis): readonly Conjunct[] {
  if (query.having === null || query.groupBy.length === 0) return [];
  return splitPushed(rewritten(query.having, analysis), analysis.ground.dialect).filter((c) => c.sources.length > 0 && isOnKeys(c.expr, query.groupBy.map((k) => rewritten(k, analysis))));
}

function isOnKeys(expr: BoundExpr, keys: readonly BoundExpr[]): boolean {
  const names = new Set(keys.flatMap((k) => (k.kind === 'column' ? [`${k.column.source}.${k.column.column}`] : [])));
  let on = true;
  const stack: BoundExpr[] = [expr];
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    if (e.kind === 'column' && !names.has(`${e.column.source}.${e.column.column}`)) on = false;
    if (e.kind === 'call' && e.aggregate === true) on = false;
    if (e.kind === 'compare') stack.push(e.left, e.right); else if (e.kind === 'in') stack.push(e.arg, ...e.items); else if (e.kind === 'call') stack.push(...e.args);
  }
  return on;
}

/** Derived tables that are computed by themselves, with what the planner moves into them. */
function readDerived(block: Block, conjuncts: readonly Conjunct[], around: Around, analysis: Analysis): void {
  for (const source of block.sources) {
    const { derived } = source;
    if (derived === null) continue;
    if (derived.cte !== null) { if (analysis.doneCtes.has(derived.cte)) continue; analysis.doneCtes.add(derived.cte); }
    const alone = derived.cte === null || derived.cte.uses <= 1;
    const pushed = alone && !source.nullable ? pushInto(derived, source.id, conjuncts, analysis) : [];
    const outer = derived.lateral ? new Set([...around.outer, ...block.sources.filter((s) => s.id < source.id).map((s) => s.id)]) : around.outer;
    const driver: Driver = derived.lateral && block.sources[0] !== source ? (isBounded(block.query) ? 'bounded' : 'whole') : around.driver;
    analyse(derived.query, { scope: derived.scope, outer, driver, inside: true, hashable: false, pushed, depth: around.depth + 1 }, analysis);
  }
}

/** Pushed conditions name columns of the first arm; those of another arm stand in the same places. */
function armPushed(first: BoundQuery, arm: BoundQuery, pushed: readonly Conjunct[]): readonly Conjunct[] {
  return pushed.length === 0 ? [] : pushIntoArm(first, arm, pushed);
}

/** EXISTS, IN and scalar subqueries, each with the columns around it as values. */
function readSubqueries(block: Block, around: Around, rows: Driver, analysis: Analysis): void {
  const ids = new Set([...around.outer, ...block.sources.map((s) => s.id), ...block.query.sources.map((s) => s.id)]);
  const all = [...block.conjuncts.map((c) => c.expr), ...otherExpressions(block).map((e) => rewritten(e, analysis))];
  for (const expr of all) for (const sub of subqueriesIn(expr)) readSubquery(sub, { ...around, outer: ids }, block, rows, analysis);
}

/** Outputs, GROUP BY, HAVING and ORDER BY of the queries in a block; WHERE and ON are its conjuncts. */
function otherExpressions(block: Block): readonly BoundExpr[] {
  const queries = new Set([block.query, ...block.sources.map((s) => s.query)]);
  return [...queries].flatMap((q) => expressionsOf({ ...q, where: null, sources: [] }));
}

type Subquery = Extract<BoundExpr, { kind: 'subquery' }>;

function readSubquery(sub: Subquery, around: Around, block: Block, rows: Driver, analysis: Analysis): void {
  const { dialect } = analysis.ground;
  const correlated = isCorrelated(sub, around.outer);
  const driver: Driver = correlated ? rows : 'once';
  const hashable = dialect === 'postgresql' && (sub.form === 'exists' || sub.form === 'in');
  const semi = semiJoin(sub, block, rows, analysis);
  const semiDriver = semi.length > 0 && semi.some((c) => !c.inferred) ? rows : driver;
  analyse(sub.query, { scope: around.scope, outer: correlated || semi.length > 0 ? around.outer : new Set(), driver: semiDriver, inside: true, hashable: hashable || semi.length > 0, pushed: semi, depth: around.depth + 1 }, analysis);
}

function isCorrelated(sub: Subquery, outer: ReadonlySet<number>): boolean {
  const { arg: _arg, ...inner } = sub;
  return sourcesIn(inner).some((id) => outer.has(id));
}

/**
 * `x IN (SELECT y FROM t)` may be run the other way round: for each x, look for it in t (PostgreSQL's semi-join, SQLite's IN over a column's index). Where t has conditions of its own that is
 * one more possibility; where it has none it is all there is.
 */
function semiJoin(sub: Subquery, block: Block, rows: Driver, analysis: Analysis): readonly Conjunct[] {
  const { query, arg } = sub;
  const { dialect } = analysis.ground;
  if (sub.form !== 'in' || sub.negated || arg === undefined || arg.kind === 'row' || !isSimple(query)) return [];
  const bare = query.where === null && query.sources.length === 1;
  if (dialect === 'sqlite' && !bare) return [];
  const output = outputAt(query, 0);
  if (output === null || output.kind !== 'column') return [];
  const others = block.conjuncts.some((c) => c.expr !== sub && c.expr.kind !== 'subquery');
  const expr: BoundExpr = { kind: 'compare', op: '=', left: output, right: arg, span: sub.span };
  return [{ expr, sources: sourcesIn(expr), home: null, optional: false, inferred: !bare || !others || rows === 'whole', ...(bare ? {} : { fallback: true }) }];
}
