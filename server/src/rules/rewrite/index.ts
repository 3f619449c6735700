import type { Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { BoundColumn, ColumnExpr } from '../../facts/expr.ts';
import { columnsOf } from '../../facts/walk.ts';
import { arithmeticRewrite } from './arithmetic.ts';
import { castRewrite } from './casts.ts';
import { momentRewrite } from './moments.ts';
import { nullRewrite } from './nulls.ts';
import { type BoundExpr, type Comparison, isConstant, type Rewrite } from './rewrite.ts';

export type { Piece, Rewrite, Test } from './rewrite.ts';

/** Where a condition of a query is to be said otherwise. */
export interface Place { readonly source: number; readonly table: Table; readonly dialect: Dialect }

/** The condition said so that a plain index on its column serves it (for an array: a GIN index); null where no such words are known. */
export function rewriteOf(expr: BoundExpr, place: Place): Rewrite | null {
  if (expr.kind === 'quantified') return containment(expr, place);
  const comparisons = comparisonsOf(expr, place);
  const found = comparisons.flatMap((c) => momentRewrite(c) ?? arithmeticRewrite(c) ?? nullRewrite(c) ?? castRewrite(c) ?? []);
  const [first] = found;
  if (first === undefined || found.length !== comparisons.length || (found.length > 1 && found.some((r) => r.orNull))) return null;
  return { ...first, tests: found.flatMap((r) => r.tests), caution: found.map((r) => r.caution).find((c) => c !== null) ?? null };
}

const FLIP: Readonly<Record<string, Comparison['op']>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const SAME: Readonly<Record<string, Comparison['op']>> = { '=': '=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

function comparisonsOf(expr: BoundExpr, place: Place): readonly Comparison[] {
  if (expr.kind === 'between' && !expr.negated && expr.symmetric !== true) return [...comparison(expr.arg, '>=', expr.low, place), ...comparison(expr.arg, '<=', expr.high, place)];
  if (expr.kind !== 'compare') return [];
  const onLeft = columnsOf(expr.left).length > 0;
  const op = onLeft ? SAME[expr.op] : FLIP[expr.op];
  return op === undefined ? [] : comparison(onLeft ? expr.left : expr.right, op, onLeft ? expr.right : expr.left, place);
}

function comparison(side: BoundExpr, op: Comparison['op'], value: BoundExpr, { source, table, dialect }: Place): readonly Comparison[] {
  const [column, ...others] = columnsOf(side);
  const declared = table.columns.find((c) => c.name === column?.column.column);
  if (column === undefined || others.length > 0 || declared === undefined || column.column.source !== source) return [];
  return [{ side, op, value, column, declared, dialect }];
}

/** `'x' = ANY (tags)`: `tags @> ARRAY['x']`, which a GIN index on the array serves. */
function containment(expr: Extract<BoundExpr, { kind: 'quantified' }>, { source, table, dialect }: Place): Rewrite | null {
  const column = arrayColumn(expr, source);
  const declared = table.columns.find((c) => c.name === column?.column.column);
  if (dialect !== 'postgresql' || column === null || declared === undefined || declared.type !== 'array' || declared.rawType === null || !/^[\w ().]+\[\]$/.test(declared.rawType)) return null;
  return { column, tests: [{ op: '@>', value: ['ARRAY[', expr.arg, `]::${declared.rawType}`] }], orNull: false, caution: null, act: `ask what ${column.column.column} contains` };
}

/** The array column in which a value is looked for. */
export function arrayColumn(expr: BoundExpr, source: number): ColumnExpr<BoundColumn> | null {
  if (expr.kind !== 'quantified' || expr.quantifier !== 'any' || expr.op !== '=' || expr.array.kind !== 'column' || expr.array.column.source !== source) return null;
  return isConstant(expr.arg) ? expr.array : null;
}
