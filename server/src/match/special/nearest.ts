import type { Proposal } from '../../facts/access.ts';
import type { Asked } from '../access.ts';
import { type BoundExpr, sourcesIn, visit } from '../bound.ts';
import { columnOf } from '../ground.ts';
import { indexOf } from './definition.ts';

/** pgvector's operators and the ending of the operator class that keeps that distance (its README, "HNSW"). */
const DISTANCES: Readonly<Record<string, string>> = { '<->': 'l2', '<#>': 'ip', '<=>': 'cosine', '<+>': 'l1' };

/** HNSW takes no more dimensions than these, and none that are not declared. */
const MOST: Readonly<Record<string, number>> = { vector: 2000, halfvec: 4000 };

/** An HNSW index for the nearest neighbours of a vector: `ORDER BY embedding <=> $1 LIMIT 10`, alone and ascending, where no other condition is left to choose by. */
export function nearestNeighbours(asked: Asked): Proposal | null {
  const [only, ...others] = asked.order;
  if (asked.ground.dialect !== 'postgresql' || !asked.limited || only === undefined || others.length > 0 || only.desc || !only.plainNulls) return null;
  const distance = distanceOf(only.expr, asked.source.id);
  const column = distance === null ? null : columnOf(asked.table, distance.column);
  const [, type = '', size = ''] = /^(vector|halfvec)\s*\(\s*(\d+)\s*\)$/.exec(column?.rawType?.toLowerCase() ?? '') ?? [];
  if (distance === null || column === null || Number(size) < 1 || Number(size) > (MOST[type] ?? 0)) return null;
  const index = indexOf('hnsw', [{ expr: { kind: 'column', column: column.name, span: { start: 0, end: 0 } }, opclass: `${type}_${distance.kind}_ops` }]);
  return { index, equality: [], order: [column.name], range: [], servesFilter: false, servesSort: true };
}

/** The column and the kind of a distance to a value; null for anything else. */
export function distanceOf(expr: BoundExpr, source: number): { readonly column: string; readonly kind: string } | null {
  const kind = expr.kind === 'operator' && expr.args.length === 2 ? DISTANCES[expr.op] : undefined;
  if (expr.kind !== 'operator' || kind === undefined) return null;
  const column = expr.args.find((arg) => arg.kind === 'column' && arg.column.source === source);
  const value = expr.args.find((arg) => arg !== column);
  return column?.kind === 'column' && value !== undefined && sourcesIn(value).length === 0 ? { column: column.column.column, kind } : null;
}

/** `1 - (embedding <=> $1)`, which people sort by from the largest down: the distance in it; null for anything else. pgvector gives the order of the bare operator alone, going up (its README, "Troubleshooting"). */
export function turnedDistance(expr: BoundExpr, source: number): { readonly column: string; readonly distance: BoundExpr } | null {
  const [one, distance] = expr.kind === 'operator' && expr.op === '-' ? expr.args : [];
  const found = distance === undefined || one?.kind !== 'literal' ? null : distanceOf(distance, source);
  return found === null || distance === undefined ? null : { column: found.column, distance };
}

/** Whether a condition asks how near a row is: it is checked on the nearest ones. */
export function asksDistance(expr: BoundExpr): boolean {
  let found = false;
  visit(expr, (node) => { if (node.kind === 'operator' && node.args.length === 2 && DISTANCES[node.op] !== undefined) found = true; });
  return found;
}
