import type { BoundExpr } from './bound.ts';
import { columnOf, type Ground } from './ground.ts';
import type { KeySide } from './key.ts';

/** The collation a comparison runs under, named as `indexCollation` names it. `*` where it does not matter. */
export function collationOf(whole: BoundExpr, side: KeySide, value: BoundExpr | null, ground: Ground): string {
  return ground.dialect === 'sqlite' ? sqliteCollation(whole, side, value, ground) : normal(side.collation ?? (value === null ? null : explicitOf(value)) ?? side.column?.collation ?? null, ground);
}

/** SQLite: COLLATE on the left, else on the right, else the left column's, else the right column's. */
function sqliteCollation(whole: BoundExpr, side: KeySide, value: BoundExpr | null, ground: Ground): string {
  const right = value === null ? null : explicitOf(value);
  const isLeft = whole.kind !== 'compare' || whole.right !== value || value === null ? !(whole.kind === 'compare' && whole.left === value) : true;
  const explicit = isLeft ? (side.collation ?? right) : (right ?? side.collation);
  if (explicit !== null) return normal(explicit, ground);
  const own = side.column === null ? null : (side.column.collation ?? 'binary');
  const others = value !== null && value.kind === 'column' ? columnCollation(value.column.source, value.column.column, ground) : null;
  return normal(isLeft ? (own ?? others) : (others ?? own), ground);
}

function columnCollation(source: number, column: string, ground: Ground): string | null {
  const table = ground.tableOf(source);
  return table === null ? null : (columnOf(table, column)?.collation ?? 'binary');
}

function explicitOf(expr: BoundExpr): string | null {
  if (expr.kind === 'collate') return expr.collation;
  if (expr.kind === 'cast') return explicitOf(expr.arg);
  return null;
}

/** `C` and `POSIX` are one; nothing said is the database's own, which is taken not to be C. */
export function normal(collation: string | null, ground: Pick<Ground, 'dialect'>): string {
  const name = (collation ?? '').replace(/"/g, '').replace(/^pg_catalog\./, '').toLowerCase();
  if (ground.dialect === 'sqlite') return name === '' ? 'binary' : name;
  if (ground.dialect !== 'postgresql') return 'default';
  return name === '' || name === 'default' ? 'default' : name === 'posix' || name === 'ucs_basic' ? 'c' : name;
}
