import type { Dialect } from '../facts/dialect.ts';
import type { BoundQuery } from '../facts/query.ts';
import { mapExpr } from '../facts/walk.ts';
import type { Analysis } from './analysis.ts';
import type { BlockSource, Conjunct } from './block.ts';
import { type BoundExpr, sourcesIn, subqueriesIn } from './bound.ts';
import { columnOf } from './ground.ts';
import { conjunctsOf } from './normal.ts';
import { outputsOf, windowsOf } from './outputs.ts';

/** The conjuncts of a condition that comes from outside. */
export const splitPushed = (expr: BoundExpr, dialect: Dialect): readonly Conjunct[] => conjunctsOf(expr, dialect).map((e) => ({ expr: e, sources: sourcesIn(e), home: null, optional: e.optional === true, inferred: false }));

/**
 * Conditions on a derived table alone that the planner moves into it: through DISTINCT and GROUP BY of the same column, into the arms of UNION where the types are the same; never past a
 * LIMIT (fact 13).
 */
export function pushInto(derived: NonNullable<BlockSource['derived']>, id: number, conjuncts: readonly Conjunct[], analysis: Analysis): readonly Conjunct[] {
  const { query } = derived;
  if (query.limit !== null || query.offset !== null || query.op !== 'select' || derived.cte?.cte.materialized === true) return [];
  const outputs = outputsOf(query, derived.names, (source) => tableBehind(query, source, analysis), analysis.ground.dialect);
  const mine = conjuncts.filter((c) => c.home === null && !c.inferred && c.sources.length === 1 && c.sources[0] === id && subqueriesIn(c.expr).length === 0);
  return mine.flatMap((c) => {
    const inner = replaced(c.expr, outputs);
    if (inner === null || !mayPass(c.expr, query, outputs, derived, analysis)) return [];
    return [{ expr: inner, sources: sourcesIn(inner), home: null, optional: c.optional, inferred: false }];
  });
}

function tableBehind(query: BoundQuery, source: number, analysis: Analysis): ReturnType<Analysis['ground']['tableOf']> {
  const relation = query.sources.find((s) => s.id === source)?.relation;
  return relation?.kind === 'table' ? (analysis.catalog.tables.get(relation.table.table) ?? null) : null;
}

/** The condition over what the derived table's columns are inside; null when one of them is not known or is an aggregate. */
function replaced(expr: BoundExpr, outputs: (column: string) => BoundExpr | null): BoundExpr | null {
  let known = true;
  const inner = mapExpr<{ source: number; column: string }, { source: number; column: string }>(expr, {
    column: (node) => {
      const found = outputs(node.column.column);
      if (found === null || isAggregate(found)) known = false;
      return found === null ? node : { ...found, span: node.span };
    },
    query: (q) => q,
  });
  return known ? inner : null;
}

const isAggregate = (expr: BoundExpr): boolean => expr.kind === 'call' && (expr.aggregate === true || expr.window === true);

function mayPass(expr: BoundExpr, query: BoundQuery, outputs: (column: string) => BoundExpr | null, derived: NonNullable<BlockSource['derived']>, analysis: Analysis): boolean {
  const columns = columnNames(expr);
  if (!windowsOf(query).every((partition) => columns.every((c) => isKey(outputs(c), partition)))) return false;
  if (query.groupBy.length > 0 && !columns.every((c) => isKey(outputs(c), query.groupBy))) return false;
  if (typeof query.distinct !== 'boolean' && !columns.every((c) => isKey(outputs(c), query.distinct === true || query.distinct === false ? [] : query.distinct))) return false;
  return query.setOps.length === 0 || columns.every((c) => armsAgree(c, query, outputs, derived, analysis));
}

const columnNames = (expr: BoundExpr): readonly string[] => {
  const names = new Set<string>();
  mapExpr<{ source: number; column: string }, { source: number; column: string }>(expr, { column: (n) => { names.add(n.column.column); return n; }, query: (q) => q });
  return [...names];
};

const isKey = (inner: BoundExpr | null, keys: readonly BoundExpr[]): boolean => inner !== null && inner.kind === 'column' && keys.some((k) => k.kind === 'column' && k.column.source === inner.column.source && k.column.column === inner.column.column);

/** PostgreSQL moves a condition into UNION only when every arm has exactly the same type there (int beside bigint: it does not). */
function armsAgree(column: string, query: BoundQuery, outputs: (column: string) => BoundExpr | null, derived: NonNullable<BlockSource['derived']>, analysis: Analysis): boolean {
  const place = placeOf(column, query, derived.names);
  if (place === null) return false;
  if (analysis.ground.dialect !== 'postgresql') return true;
  const types = [outputs(column), ...query.setOps.map((arm) => atPlace(arm.query, place))].map((e, i) => (e?.kind === 'column' ? columnOf(tableBehind(i === 0 ? query : (query.setOps[i - 1]?.query ?? query), e.column.source, analysis), e.column.column) : null));
  const [first] = types;
  return types.every((t) => t !== null && first !== null && first !== undefined && t.type === first.type);
}

function placeOf(column: string, query: BoundQuery, names: readonly string[] | undefined): number | null {
  const named = names?.indexOf(column) ?? -1;
  if (named >= 0) return named;
  if (typeof query.output === 'string') return null;
  const place = query.output.findIndex((o) => o.name === column);
  return place < 0 ? null : place;
}

const atPlace = (query: BoundQuery, place: number): BoundExpr | null => {
  if (typeof query.output === 'string') return null;
  const found = query.output[place];
  return found === undefined || found.expr === 'all' ? null : found.expr;
};

/** What was moved into the first arm of a UNION, for another arm: its columns stand in the same places. */
export function pushIntoArm(first: BoundQuery, arm: BoundQuery, pushed: readonly Conjunct[]): readonly Conjunct[] {
  return pushed.flatMap((c) => {
    let known = true;
    const expr = mapExpr<{ source: number; column: string }, { source: number; column: string }>(c.expr, {
      column: (node) => {
        const place = typeof first.output === 'string' ? -1 : first.output.findIndex((o) => o.expr !== 'all' && o.expr.kind === 'column' && o.expr.column.source === node.column.source && o.expr.column.column === node.column.column);
        const found = place < 0 ? starred(first, arm, node.column.column) : atPlace(arm, place);
        if (found === null) known = false;
        return found === null ? node : { ...found, span: node.span };
      },
      query: (q) => q,
    });
    return known ? [{ ...c, expr, sources: sourcesIn(expr) }] : [];
  });
}

/** `SELECT * FROM a UNION ALL SELECT * FROM b`: columns of one name stand in one place where the tables are alike. */
function starred(first: BoundQuery, arm: BoundQuery, column: string): BoundExpr | null {
  const [source] = arm.sources;
  return first.output === 'all' && arm.output === 'all' && arm.sources.length === 1 && source !== undefined ? { kind: 'column', column: { source: source.id, column }, span: source.span } : null;
}
