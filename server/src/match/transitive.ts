import type { BoundColumn } from '../facts/expr.ts';
import type { Conjunct } from './block.ts';
import type { BoundExpr } from './bound.ts';

type ColumnNode = Extract<BoundExpr, { kind: 'column' }>;

interface Class { readonly members: ColumnNode[]; readonly constants: { readonly value: BoundExpr; readonly optional: boolean }[]; optional: boolean }

const keyOf = (c: BoundColumn): string => `${c.source}.${c.column}`;

/**
 * What follows from equalities: from a.x = b.x and b.x = 1 also a.x = 1; from a.x = b.x and b.x = c.x also a.x = c.x. PostgreSQL (equivalence classes), SQLite (constant propagation) and
 * MySQL (multiple equalities) all know. Only of inner joins and WHERE.
 */
export function inferred(conjuncts: readonly Conjunct[]): readonly Conjunct[] {
  const classes = classesOf(conjuncts);
  const stated = new Set(conjuncts.flatMap((c) => (c.expr.kind === 'compare' && c.expr.left.kind === 'column' && c.expr.right.kind === 'column' ? [pairKey(c.expr.left, c.expr.right)] : [])));
  const found: Conjunct[] = [];
  for (const cls of classes) {
    for (const { value, optional } of cls.constants) for (const m of cls.members) if (!isStated(conjuncts, m, value)) found.push(equality(m, value, optional || cls.optional));
    if (cls.members.length > MOST) continue;
    for (const [i, a] of cls.members.entries()) for (const b of cls.members.slice(i + 1)) if (a.column.source !== b.column.source && !stated.has(pairKey(a, b))) found.push(equality(a, b, cls.optional));
  }
  return found;
}

/** Larger classes would give their square in pairs. */
const MOST = 8;

const pairKey = (a: ColumnNode, b: ColumnNode): string => [keyOf(a.column), keyOf(b.column)].sort().join('=');

const isStated = (conjuncts: readonly Conjunct[], m: ColumnNode, value: BoundExpr): boolean => conjuncts.some((c) => c.expr.kind === 'compare' && (c.expr.right === value || c.expr.left === value) && c.sources.includes(m.column.source));

function equality(left: ColumnNode, right: BoundExpr, optional: boolean): Conjunct {
  const expr: BoundExpr = { kind: 'compare', op: '=', left, right, span: right.span };
  const sources = right.kind === 'column' ? [left.column.source, right.column.source] : [left.column.source];
  return { expr, sources, home: null, optional, inferred: true };
}

function classesOf(conjuncts: readonly Conjunct[]): readonly Class[] {
  const byColumn = new Map<string, Class>();
  for (const c of conjuncts) {
    const { expr } = c;
    if (c.home !== null || expr.kind !== 'compare' || expr.op !== '=' || expr.left.kind !== 'column' || expr.right.kind !== 'column') continue;
    const a = byColumn.get(keyOf(expr.left.column)) ?? { members: [expr.left], constants: [], optional: false };
    const b = byColumn.get(keyOf(expr.right.column)) ?? { members: [expr.right], constants: [], optional: false };
    const whole: Class = a === b ? a : { members: [...a.members, ...b.members], constants: [], optional: a.optional || b.optional || c.optional };
    for (const m of whole.members) byColumn.set(keyOf(m.column), whole);
  }
  if (byColumn.size === 0) return [];
  for (const c of conjuncts) addConstant(c, byColumn);
  return [...new Set(byColumn.values())];
}

function addConstant(c: Conjunct, byColumn: ReadonlyMap<string, Class>): void {
  const { expr } = c;
  if (c.home !== null || expr.kind !== 'compare' || expr.op !== '=' || c.sources.length !== 1) return;
  const [column, value] = expr.left.kind === 'column' ? [expr.left, expr.right] : [expr.right, expr.left];
  if (column.kind === 'column' && (value.kind === 'literal' || value.kind === 'param' || value.kind === 'cast') && !(value.kind === 'literal' && value.type === 'null')) byColumn.get(keyOf(column.column))?.constants.push({ value, optional: c.optional });
}
