import type { ColumnRef } from '../../../facts/expr.ts';
import type { OrderKey } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Dialect } from '../../../facts/dialect.ts';
import { readSqlExpression, readSqlOrder } from '../../../sql/index.ts';
import type { SqlText } from '../../../sql/read.ts';
import type { Span } from '../../../text/span.ts';
import type { Cond, Draft } from './draft.ts';
import { opaque, stringOf } from './literals.ts';

const dialectsOf = (draft: Draft): readonly Dialect[] => (draft.reading.dialect === null ? ['postgresql', 'sqlite'] : [draft.reading.dialect]);

/** A condition or another piece that is written as SQL: `text("lower(name) = :x")`. Opaque where it does not parse, or is put together at run time. */
export function readFragment(draft: Draft, expr: HostExpr, span: Span): Cond {
  const sql = sqlText(expr);
  if (sql === null) return opaque('SQL fragment', { span });
  for (const dialect of dialectsOf(draft)) {
    const read = readSqlExpression(sql, dialect, draft.reading.sql);
    if (read !== null) return read;
  }
  return opaque('SQL fragment', { span });
}

/** `order_by(text("created_at DESC"))`, `order_by('name')`. Null where it does not parse. */
export function readOrderText(draft: Draft, expr: HostExpr): readonly OrderKey<ColumnRef>[] | null {
  const sql = sqlText(expr);
  if (sql === null) return null;
  for (const dialect of dialectsOf(draft)) {
    const read = readSqlOrder(sql, dialect, draft.reading.sql);
    if (read !== null && read.length > 0) return read;
  }
  return null;
}

function sqlText(expr: HostExpr): SqlText | null {
  const text = stringOf(expr);
  if (text === null) return null;
  const map = expr.kind === 'string' ? expr.toDocument : (): number => expr.span.start;
  return { text, holes: [], toDocument: map };
}
