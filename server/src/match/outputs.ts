import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { BoundQuery } from '../facts/query.ts';
import { type BoundExpr, visit } from './bound.ts';
import { columnOf } from './ground.ts';

/** What an output column of a derived table is inside; null when that cannot be told. */
export type Outputs = (column: string) => BoundExpr | null;

/** `names` are the CTE's or view's own column names. `tables` gives the base table of a source, to look behind `*`. */
export function outputsOf(query: BoundQuery, names: readonly string[] | undefined, tables: (source: number) => Table | null, dialect: Dialect): Outputs {
  const same = (a: string | null, b: string): boolean => a === b || (dialect !== 'postgresql' && a !== null && a.toLowerCase() === b.toLowerCase());
  return (column) => {
    const place = names?.findIndex((n) => same(n, column)) ?? -1;
    if (place >= 0) return outputAt(query, place);
    const listed = typeof query.output === 'string' ? undefined : query.output.find((o) => o.expr !== 'all' && same(o.name, column));
    if (listed !== undefined && listed.expr !== 'all') return listed.expr;
    return hasStar(query) ? behindStar(query, column, tables) : null;
  };
}

const hasStar = (query: BoundQuery): boolean => query.output === 'all' || (typeof query.output !== 'string' && query.output.some((o) => o.expr === 'all'));

/** The output in a place, for the arms of UNION and for named CTE columns. */
export function outputAt(query: BoundQuery, place: number): BoundExpr | null {
  if (typeof query.output === 'string') return null;
  const before = query.output.slice(0, place + 1);
  const found = before[place];
  return found === undefined || before.some((o) => o.expr === 'all') || found.expr === 'all' ? null : found.expr;
}

function behindStar(query: BoundQuery, column: string, tables: (source: number) => Table | null): BoundExpr | null {
  for (const source of query.sources) {
    const table = tables(source.id);
    if (table !== null ? columnOf(table, column) !== null : source.relation.kind !== 'table') return { kind: 'column', column: { source: source.id, column }, span: source.span };
  }
  return null;
}

/** Whether a derived table is only a selection of rows and columns, so that the planner dissolves it into the query around it. */
export function isSimple(query: BoundQuery): boolean {
  if (query.op !== 'select' || query.setOps.length > 0 || query.groupBy.length > 0 || query.having !== null || query.distinct !== false || query.limit !== null || query.offset !== null) return false;
  return query.output !== 'unknown' && query.sources.length > 0 && !hasAggregate(query) && !hasWindow(query);
}

export const hasAggregate = (query: BoundQuery): boolean => outputsHave(query, (e) => e.kind === 'call' && e.aggregate === true);
export const hasWindow = (query: BoundQuery): boolean => outputsHave(query, (e) => e.kind === 'call' && e.window === true);

/** PARTITION BY of each window in the output; one that is not known partitions by nothing. */
export function windowsOf(query: BoundQuery): readonly (readonly BoundExpr[])[] {
  const found: (readonly BoundExpr[])[] = [];
  outputsHave(query, (e) => { if (e.kind === 'call' && e.window === true) found.push(e.partitionBy ?? []); return false; });
  return found;
}

function outputsHave(query: BoundQuery, test: (e: BoundExpr) => boolean): boolean {
  if (typeof query.output === 'string') return false;
  let found = false;
  for (const o of query.output) if (o.expr !== 'all' && o.expr.kind !== 'column') visit(o.expr, (e) => { if (test(e)) found = true; });
  return found;
}
