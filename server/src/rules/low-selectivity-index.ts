import type { AccessPath } from '../facts/access.ts';
import type { Column, Index, Table } from '../facts/catalog.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import type { TableRule } from './rule.ts';
import { isLookup, tableName } from './tables.ts';
import { capital, indexName } from './words/index.ts';

export const lowSelectivityIndex: TableRule = {
  id: 'low-selectivity-index',
  family: 'schema',
  summary: 'An index on a boolean alone, or on one of a handful of values that no query finds rows by, tells few rows apart.',
  defaultSeverity: 'hint',
  scope: 'table',
  check(table, { catalog, settings, paths }) {
    if (settings.isSmall(table) || isLookup(table) || table.view !== null || table.confidence === 'low') return [];
    const canBePartial = catalog.dialect === 'postgresql' || catalog.dialect === 'sqlite';
    return table.indexes.flatMap((index) => {
      const column = onlyColumn(index, table);
      if (column === null || index.path === null || isBeginning(index, table) || isEarned(index, column, paths)) return [];
      return [{
        severity: 'hint' as const, confidence: table.confidence, columns: [column.name], suggestion: null, related: [], path: index.path, span: index.span,
        message: `${capital(indexName(index, table))} holds ${isBoolean(column) ? 'one of two values' : 'one of a handful of values'}, so it leads to a large part of the rows of ${tableName(table)}${isBoolean(column) ? '' : ', and no query of the workspace finds rows by it'}.`,
        instead: canBePartial ? `${partial(column, paths)}, or drop it` : `put ${column.name} behind a column that the same queries ask for, or drop it`,
      }];
    });
  },
};

/** MySQL writes a boolean as `tinyint(1)`. */
const isBoolean = ({ type, rawType }: Column): boolean => type === 'bool' || /^(?:tinyint\(1\)|bool)/i.test(rawType ?? '');

/** The column of a plain index on a single one of few values; null for any other index. Foreign keys, keys and what a tool makes by itself are left alone. */
function onlyColumn(index: Index, table: Table): Column | null {
  const [key, ...more] = index.keys;
  if (index.kind !== 'index' || index.unique || index.where !== null || index.byTool === true || !index.usable || index.include.length > 0 || index.method !== 'btree' || more.length > 0 || key?.expr.kind !== 'column') return null;
  const name = key.expr.column;
  const column = table.columns.find((one) => one.name === name);
  const isFew = (column !== undefined && isBoolean(column)) || column?.type === 'enum' || column?.few === true;
  return column === undefined || !isFew || table.foreignKeys.some((foreign) => foreign.columns.includes(name)) ? null : column;
}

/** Another one begins with it: `redundant-index` tells that. */
const isBeginning = (index: Index, table: Table): boolean =>
  table.indexes.some((other) => { const [mine, first] = [index.keys[0]?.expr, other.keys[0]?.expr]; return other !== index && other.where === null && mine?.kind === 'column' && first?.kind === 'column' && first.column === mine.column; });

/**
 * A value of several may be a rare one (the jobs that wait), which the index finds well: where a query is served by it, it stays. Of a boolean only one that reads a few rows in no order
 * is: either value fills a page.
 */
const isEarned = (index: Index, column: Column, paths: readonly AccessPath[]): boolean =>
  paths.some((path) => path.serving.includes(index) && (!isBoolean(column) || (path.limited && path.filter === 'served' && path.sort !== 'not-served')) && path.filter !== 'none');

function partial(column: Column, paths: readonly AccessPath[]): string {
  const values = new Set(paths.flatMap((path) => path.conditions.flatMap((condition) => (condition.columns.includes(column.name) ? (askedValue(condition.expr) ?? []) : []))));
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? `make it an index on what the queries ask for besides, WHERE ${column.name} = ${only}` : `make it an index of the rare value alone (WHERE ${column.name} = …)`;
}

function askedValue(expr: Expr<BoundColumn>): string | null {
  if (expr.kind === 'column') return 'true';
  if (expr.kind === 'not' && expr.arg.kind === 'column') return 'false';
  return expr.kind === 'compare' && expr.op === '=' && expr.right.kind === 'literal' && expr.right.value !== null ? (typeof expr.right.value === 'string' && expr.right.type !== 'boolean' ? `'${expr.right.value}'` : String(expr.right.value)) : null;
}
