import type { Span } from '../text/span.ts';
import { partsOf } from '../facts/walk-query.ts';
import type { CheckedQuery } from './check.ts';

/** A table or a column where a query names it. */
export interface Mention {
  /** The catalog's key. */
  readonly table: string;
  /** Null where it is the table itself that is named. */
  readonly column: string | null;
  readonly span: Span;
  /** Named in SQL text, or as an argument's name. Other names of the host language are its own tools' to follow. */
  readonly inText: boolean;
}

const known = new WeakMap<CheckedQuery, readonly Mention[]>();

/** All that one query names, in no order. */
export function mentionsOf(query: CheckedQuery): readonly Mention[] {
  const before = known.get(query);
  if (before !== undefined) return before;
  const found = find(query);
  known.set(query, found);
  return found;
}

function find(query: CheckedQuery): readonly Mention[] {
  const { sources, exprs } = partsOf(query.bound.query, (q) => q);
  const tables = new Map(sources.flatMap(({ id, relation }) => (relation.kind === 'table' ? [[id, relation.table.table] as const] : [])));
  const texts = namesInText(query);
  const mention = (table: string | undefined, column: string | null, span: Span): Mention[] => (table === undefined ? [] : [{ table, column, span, inText: texts.has(keyOf(span)) }]);
  return [
    ...sources.flatMap(({ id, span }) => mention(tables.get(id), null, span)),
    ...exprs.flatMap((expr) => (expr.kind === 'column' ? mention(tables.get(expr.column.source), expr.column.column, expr.span) : [])),
  ];
}

/** Where the statement as it was read names something by its SQL name, or by an attribute alone (`filter_by(city=…)`, `where: { city }`), which no tool of the host language follows to its table. */
function namesInText(query: CheckedQuery): ReadonlySet<string> {
  const { sources, exprs } = partsOf(query.fact.query, (q) => q);
  return new Set([
    ...sources.filter(({ relation }) => relation.kind === 'table' && relation.table.by === 'name').map(({ span }) => keyOf(span)),
    ...exprs.filter((expr) => expr.kind === 'column' && (expr.column.by === 'name' || (expr.column.by === 'attr' && expr.span.end - expr.span.start === expr.column.attr.length))).map(({ span }) => keyOf(span)),
  ]);
}

const keyOf = (span: Span): string => `${span.start}:${span.end}`;
