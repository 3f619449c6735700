import { isMysql, type Dialect } from '../facts/dialect.ts';
import type { ColumnRef } from '../facts/expr.ts';
import type { OrderKey, SymbolicQuery } from '../facts/query.ts';
import { Collector } from './collect.ts';
import { flatten, type FlatSql } from './flatten.ts';
import type { ReadSql, ReadSqlExpression, SqlParsers, SqlText } from './read.ts';
import { split } from './split.ts';
import { openVersioned } from './mysql/versioned.ts';
import { readStatement } from './statement.ts';

/** Reads every statement of a SQL text. Never throws; what is not understood is in `unread`, or an `unreadable` operation where it is DDL. */
export const readSql: ReadSql = (sql, dialect, parsers) => {
  const flat = opened(flatten(sql, dialect), dialect);
  const collector = new Collector(flat, dialect, parsers);
  for (const piece of split(flat.text, dialect)) if (piece.kind === 'statement') collector.piece(piece);
  return collector.facts();
};

/** MySQL runs some comments; offsets stay as they are. */
const opened = (flat: FlatSql, dialect: Dialect): FlatSql => (isMysql(dialect) ? { ...flat, text: openVersioned(flat.text) } : flat);

/** Reads one condition, or one sort key without its direction. */
export const readSqlExpression: ReadSqlExpression = (sql, dialect, parsers) => {
  const condition = within('SELECT 1 WHERE ', sql, dialect, parsers);
  if (condition) return condition.where;
  const [key, ...others] = readSqlOrder(sql, dialect, parsers) ?? [];
  return key && others.length === 0 ? key.expr : null;
};

/** Reads what stands behind ORDER BY: `created_at DESC NULLS LAST, id`. Null when it does not parse. */
export function readSqlOrder(sql: SqlText, dialect: Dialect, parsers: SqlParsers): readonly OrderKey<ColumnRef>[] | null {
  return within('SELECT 1 ORDER BY ', sql, dialect, parsers)?.orderBy ?? null;
}

const noSchema = { schemaOf: (): null => null };

function within(prefix: string, sql: SqlText, dialect: Dialect, parsers: SqlParsers): SymbolicQuery | null {
  const flat = prefixed(prefix, flatten(sql, dialect));
  const { read } = readStatement({ flat, dialect, parsers, schemas: noSchema }, { start: 0, end: flat.text.length });
  return read.kind === 'query' ? read.query : null;
}

function prefixed(prefix: string, flat: FlatSql): FlatSql {
  const by = prefix.length;
  return {
    text: prefix + flat.text,
    toDocument: (offset) => flat.toDocument(Math.max(0, offset - by)),
    holes: new Map([...flat.holes].map(([offset, hole]) => [offset + by, hole])),
    offsets: flat.offsets.map((offset) => offset + by),
    optional: flat.optional,
  };
}
