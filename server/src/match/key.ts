import { isMysql } from '../facts/dialect.ts';
import type { BlockerKind } from '../facts/access.ts';
import type { Column, Table } from '../facts/catalog.ts';
import type { BoundColumn } from '../facts/expr.ts';
import { type BoundExpr, sourcesIn } from './bound.ts';
import { canonical, type Naming } from './canonical.ts';
import { columnOf, type Ground } from './ground.ts';
import { isFreeCast } from './types.ts';

/** The side of a comparison that an index key may hold: a column of the source, or an expression over its columns. */
export interface KeySide {
  /** Canonical text, as an index's key has it. */
  readonly key: string;
  readonly expr: BoundExpr;
  readonly column: Column | null;
  /** COLLATE as written on this side; null where none is. */
  readonly collation: string | null;
  /** Why it is more than a column. */
  readonly wrapped: BlockerKind | null;
}

/** Names columns of one source as its indexes do, and all others by their source. */
export function sourceNaming(source: number, table: Table, ground: Ground): Naming<BoundColumn> {
  return {
    name: (c) => (c.source === source ? c.column : `${c.source}.${c.column}`),
    table: (c) => (c.source === source ? table : null),
    column: (c) => c.column,
    dialect: ground.dialect,
  };
}

/** The key side of an expression; null when it names other sources too, or none of this one's columns. */
export function keySideOf(expr: BoundExpr, source: number, table: Table, ground: Ground): KeySide | null {
  const bare = stripped(expr, table, ground);
  const inner = bare.expr;
  if (inner.kind === 'column') {
    if (inner.column.source !== source) return null;
    return { key: `[${inner.column.column}]`, expr: inner, column: columnOf(table, inner.column.column), collation: bare.collation, wrapped: null };
  }
  const sources = sourcesIn(inner);
  if (sources.length !== 1 || sources[0] !== source) return null;
  return { key: canonical(inner, sourceNaming(source, table, ground)), expr: inner, column: null, collation: bare.collation, wrapped: wrapperOf(inner) };
}

/** Without COLLATE around it and, in PostgreSQL, without casts that change nothing; in MySQL without a plus sign (fact 25). */
function stripped(expr: BoundExpr, table: Table, ground: Ground): { readonly expr: BoundExpr; readonly collation: string | null } {
  // Fact 24: on the column COLLATE is a function to MySQL.
  if (expr.kind === 'collate' && isMysql(ground.dialect)) return { expr, collation: null };
  if (expr.kind === 'operator' && expr.op === '+' && expr.args.length === 1 && expr.args[0] !== undefined && isMysql(ground.dialect)) return stripped(expr.args[0], table, ground);
  if (expr.kind === 'collate') return { expr: stripped(expr.arg, table, ground).expr, collation: expr.collation };
  if (expr.kind === 'cast' && ground.dialect === 'postgresql') {
    const inner = stripped(expr.arg, table, ground);
    if (inner.expr.kind === 'column') {
      const column = columnOf(table, inner.expr.column.column);
      if (column !== null && isFreeCast(column.type, expr.type)) return inner;
    }
  }
  return { expr, collation: null };
}

function wrapperOf(expr: BoundExpr): BlockerKind {
  if (expr.kind === 'cast') return 'cast';
  if (expr.kind === 'collate') return 'collation';
  if (expr.kind === 'opaque' || expr.kind === 'subquery') return 'opaque';
  if (expr.kind === 'operator') return expr.op.startsWith('-') && expr.op.length > 1 ? 'function' : 'arithmetic';
  return 'function';
}
