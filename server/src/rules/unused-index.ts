import type { AccessPath } from '../facts/access.ts';
import type { Index, Table } from '../facts/catalog.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import type { BoundQuery } from '../facts/query.ts';
import { columnsOf } from '../facts/walk.ts';
import type { Reading, TableRule } from './rule.ts';
import { tableName } from './tables.ts';
import { indexName } from './words/index.ts';
import { count } from './words/list.ts';

export const unusedIndex: TableRule = {
  id: 'unused-index',
  family: 'schema',
  summary: 'No query of the workspace asks for what an index holds.',
  defaultSeverity: 'hint',
  optIn: true,
  scope: 'table',
  check(table, { settings, paths, reading }) {
    if (reading === undefined || settings.isSmall(table) || table.view !== null || table.confidence !== 'high' || !isRead(table, paths, reading)) return [];
    return table.indexes.flatMap((index) => {
      const column = ownColumn(index, table);
      if (column === null || index.path === null || paths.some((path) => path.serving.includes(index) || asksFor(path, column))) return [];
      return [{
        severity: 'hint' as const, confidence: 'medium' as const, columns: [column], suggestion: null, related: [], path: index.path, span: index.span,
        message: `No query of the workspace asks for ${column}, with which ${indexName(index, table).replace(/^the /, '')} begins: ${count(queriesIn(paths), 'query', 'queries')} on ${tableName(table)} ${queriesIn(paths) === 1 ? 'was' : 'were'} read${reading.unread === 0 ? '' : `, ${reading.unread} of the workspace not`}.`,
        instead: 'look at the database’s own count of its uses before it is dropped: reports and people ask too',
      }];
    });
  },
};

/** Enough was read to say so: some query on the table, each of them whole, and nothing that was not understood names it. */
const isRead = (table: Table, paths: readonly AccessPath[], reading: Reading): boolean =>
  paths.length > 0 && reading.notRead.length === 0 && paths.every((path) => path.filter !== 'unknown' && !path.opaque && path.unknown !== true) && !reading.mentions(table);

/** The first column of an index that is there for queries alone: no key, none of a foreign key (deletes and joins need it), none that a tool makes by itself. */
function ownColumn(index: Index, table: Table): string | null {
  const [key] = index.keys;
  if (index.kind !== 'index' || index.unique || index.byTool === true || !index.usable || index.method !== 'btree' || index.where !== null || key?.expr.kind !== 'column') return null;
  const name = key.expr.column;
  return table.primaryKey.includes(name) || table.foreignKeys.some((foreign) => foreign.columns.includes(name)) || /(_id|Id|ID)$/.test(name) ? null : name;
}

const queriesIn = (paths: readonly AccessPath[]): number => new Set(paths.map(({ query }) => query)).size;

/** Whether a query finds, joins, sorts, groups or adds up by the column, in whatever words. */
const asksFor = ({ query, source }: AccessPath, column: string): boolean => asked(query).some((expr) => columnsOf(expr).some((node) => node.column.source === source && node.column.column === column));

function asked(query: BoundQuery): readonly Expr<BoundColumn>[] {
  const outputs = typeof query.output === 'string' ? [] : query.output.flatMap(({ expr }) => (expr === 'all' || (expr.kind === 'column' && query.distinct === false) ? [] : [expr]));
  return [...outputs, ...query.sources.flatMap(({ on }) => on ?? []), ...[query.where, query.having].flatMap((one) => one ?? []), ...query.groupBy, ...query.orderBy.map(({ expr }) => expr), ...(typeof query.distinct === 'boolean' ? [] : query.distinct)];
}
