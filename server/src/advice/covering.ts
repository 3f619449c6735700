import type { AccessPath } from '../facts/access.ts';
import type { Catalog, Table, TypeClass } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import { hasInclude } from '../facts/version.ts';
import { columnsOfSource } from '../match/bound.ts';
import type { Habits } from './habits.ts';
import type { AdviceInput } from './input.ts';

/** More would make the index a second table. */
const mostIncluded = 2;
const small: ReadonlySet<TypeClass> = new Set<TypeClass>(['int', 'bigint', 'numeric', 'float', 'bool', 'date', 'time', 'timestamp', 'timestamptz', 'uuid']);
const sums: ReadonlySet<string> = new Set(['sum', 'avg', 'count', 'min', 'max', 'stddev', 'variance', 'bool_and', 'bool_or']);

/**
 * The same index with the columns that are added up, where all queries that share it only add up: `sum(amount) … WHERE account_id = …` then reads many entries of the
 * index in place of as many rows. Only on PostgreSQL, for one or two small columns, on tables that no statement updates (else the pages are not all visible
 * and the rows are looked at nevertheless), and only where no model declares the table, since a model may have no words for INCLUDE. Null where it stays as it is.
 */
export function coveringOf(spec: IndexSpec, inputs: readonly AdviceInput[], habits: Habits, catalog: Catalog): IndexSpec | null {
  const table = catalog.tables.get(spec.table);
  if (!hasInclude(catalog) || table === undefined || habits.updated || spec.method !== 'btree' || spec.where !== null || spec.unique || spec.include.length > 0) return null;
  if (table.declarations.some((d) => d.adapter !== 'sql' && !d.migration)) return null;
  const keys = new Set(spec.keys.flatMap((key) => (key.expr.kind === 'column' ? [key.expr.column] : [])));
  const wanted = inputs.map(({ access }) => (access === null ? null : addedUp(access)));
  if (wanted.includes(null)) return null;
  const include = [...new Set(wanted.flatMap((columns) => columns ?? []))].filter((column) => !keys.has(column));
  return include.length === 0 || include.length > mostIncluded || !include.every((column) => isSmall(table, column)) ? null : { ...spec, include };
}

const isSmall = (table: Table, name: string): boolean => { const column = table.columns.find((c) => c.name === name); return column !== undefined && small.has(column.type); };

/** Every column that a query reads of its only table, when all it gives are sums; null otherwise. */
function addedUp(path: AccessPath): readonly string[] | null {
  const { query } = path;
  if (query.op !== 'select' || query.sources.length !== 1 || path.role !== 'driving' || query.setOps.length > 0 || query.distinct !== false || query.locks === true || typeof query.output === 'string') return null;
  const outputs = query.output.map((o) => o.expr);
  if (!outputs.every((e) => e !== 'all' && e.kind === 'call' && e.aggregate === true && sums.has(e.name) && e.args.every((arg) => arg.kind === 'column'))) return null;
  const read = [...outputs.flatMap((e) => (e === 'all' ? [] : [e])), ...query.groupBy, ...(query.having === null ? [] : [query.having]), ...path.conditions.map((c) => c.expr)];
  return read.flatMap((expr) => columnsOfSource(expr, path.source));
}
